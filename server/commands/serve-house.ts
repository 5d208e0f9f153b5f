import { readFile } from 'node:fs/promises'
import { closeMailer } from '../notifications/mailer-of.ts'
import { announceStop } from '../ops/routes.ts'
import { openBackupStore } from '../backup/backup-store.ts'
import { backupSweeps, releaseLog } from '../backup/keep-backups.ts'
import { backupKey } from '../backup/seal-object.ts'
import type { Sweep } from '../access/sweep.ts'
import type { Config } from '../config.ts'
import { type OpenHouse, openHouse } from '../house.ts'
import { limits } from '../../shared/limits.ts'
import { errorCode } from '../platform/error-code.ts'
import type { Logger } from '../platform/log.ts'
import { openObjectStore } from '../platform/object-store.ts'
import { schedule } from '../schedule.ts'
import { buildWeb } from '../web/build-web.ts'
import { serveWeb } from '../web/serve-web.ts'
import { startWorker, type Worker } from '../worker.ts'
import { claimDeployment } from './claim-deployment.ts'
import type { Prepared } from './prepare-database.ts'
import { Refusal } from './refusal.ts'
import type { Run } from './run-server.ts'

/** Opens the house on its database, lets people in and the worker start; returns the way to end it, while patience lasts. */
export async function serveHouse(
  run: Run,
  prepared: Prepared,
  log: Logger,
): Promise<{ close(patience: AbortSignal): Promise<void> }> {
  await claimDeployment(prepared, run.purpose)
  await refuseWithoutSecret(run.config)
  const { kek, connection } = prepared
  const folder = run.parts.web ? await buildWeb(run.tell) : undefined
  const house = await openHouse({ config: run.config, kek, connection, log })
  const sweeps = run.parts.worker ? await sweepsFor(run.config, prepared, log) : []
  const worker = await letIn(run, house, { webFolder: folder, sweeps }, log).catch(async (error: unknown) => {
    await house.close()
    throw error
  })
  return { close: (patience) => closeHouse(house, worker, patience, log) }
}

/** A gateway whose secret cannot be read would be silent, and only patients would notice. */
async function refuseWithoutSecret({ sms }: Config): Promise<void> {
  if (sms !== undefined) {
    await readFile(sms.tokenFile).catch(() => {
      throw new Refusal('The file that SMS_TOKEN_FILE names cannot be read by this account.')
    })
  }
}

/** The schedule, and backups where there is a place for them. */
async function sweepsFor(config: Config, { connection, kek }: Prepared, log: Logger): Promise<readonly Sweep[]> {
  if (config.backupTo !== undefined) {
    const store = openBackupStore(await openObjectStore(config.backupTo), backupKey(kek))
    return [...schedule, ...backupSweeps(connection, store)]
  }
  if (config.databaseUrl === undefined) {
    await releaseLog(connection).catch((err: unknown) => log.warn({ err }, 'the log kept for backups was not let go'))
  }
  return schedule
}

async function letIn(
  run: Run,
  house: OpenHouse,
  { webFolder, sweeps }: { webFolder: string | undefined; sweeps: readonly Sweep[] },
  log: Logger,
): Promise<Worker | undefined> {
  await run.furnish?.(house)
  const worker = run.parts.worker ? startWorker(house.worker, sweeps, log) : undefined
  try {
    if (webFolder !== undefined) {
      await serveWeb(house.app, webFolder)
      await listen(house, run.config)
    }
    await run.greet(house)
  } catch (error) {
    await worker?.stop()
    throw error
  }
  return worker
}

async function listen({ app }: OpenHouse, { host, port }: Config): Promise<void> {
  await app.listen({ host, port }).catch((error: unknown) => {
    switch (errorCode(error)) {
      case 'EADDRINUSE':
        throw new Refusal(`The port ${port} is taken by another program. Set PORT to a free one.`)
      case 'EACCES':
        throw new Refusal(`This account may not listen on port ${port}. Set PORT to one above 1023.`)
      case 'EADDRNOTAVAIL':
      case 'ENOTFOUND':
        throw new Refusal(`This machine has no address ${host}. Set HOST to one of its own.`)
      default:
        throw error
    }
  })
}

/**
 * Requests and sweeps that are under way end as they would; nothing new begins. When patience ends, what is left is cut:
 * nobody was told that it was done, so nothing acknowledged is lost.
 */
async function closeHouse(
  house: OpenHouse,
  worker: Worker | undefined,
  patience: AbortSignal,
  log: Logger,
): Promise<void> {
  announceStop(house.app)
  const cut = () => {
    log.warn('what did not end in time is cut')
    house.app.server.closeAllConnections()
    closeMailer(house.way.house)
  }
  patience.addEventListener('abort', cut)
  const ended = Promise.all([house.app.close(), worker?.stop()])
  await Promise.race([ended, afterGrace(patience)])
  patience.removeEventListener('abort', cut)
  closeMailer(house.way.house)
  await Promise.race([house.close(), afterGrace(patience)])
}

function afterGrace(patience: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wait = () => setTimeout(resolve, limits.stopGraceMs).unref()
    if (patience.aborted) {
      wait()
    } else {
      patience.addEventListener('abort', wait, { once: true })
    }
  })
}
