// The one directory everything is written to. A mark in it tells that it is ours, so that a reset never wipes another's files.
import { mkdir, readdir, rm, rmdir, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { errorCode } from './error-code.ts'
import { locateCluster } from './postgres-cluster.ts'
import { refuseIfOwned } from './postgres-owner.ts'
import { findServer, stopServer } from './postgres-server.ts'

const mark = 'THREADWELL'
const restoring = 'RESTORING'

/** A directory that a reset will not touch, with the reason. */
export class NotOurDirectoryError extends Error {
  readonly code = 'not-our-directory'

  constructor(message: string) {
    super(message)
    this.name = 'NotOurDirectoryError'
  }
}

/** A directory into which a backup was being restored: what is there is not whole. */
export class HalfRestoredError extends Error {
  override name = 'HalfRestoredError'
}

/** Makes the data directory and marks it as ours when nothing else is in it yet. Call it before anything is written there. */
export async function openDataDir(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  const names = await readdir(dataDir)
  if (names.includes(restoring)) {
    throw new HalfRestoredError(
      `A restore into ${dataDir} was not finished: what is there is not whole. Restore again: it begins anew, and keeps the keys.`,
    )
  }
  if (isEmpty(names)) {
    await markAsOurs(dataDir)
  }
}

async function markAsOurs(dataDir: string): Promise<void> {
  await writeFile(join(dataDir, mark), 'Threadwell keeps its data in this directory. "npm run reset" wipes it.\n')
}

/**
 * Makes an empty data directory ours for a restore; false when there is anything in it but keys, or what an earlier restore
 * left. Until endRestore nothing else opens it.
 */
export async function beginRestore(dataDir: string): Promise<boolean> {
  await mkdir(dataDir, { recursive: true })
  const names = await readdir(dataDir)
  if (names.includes(restoring)) {
    await giveUpRestore(dataDir)
  } else if (!isEmpty(names)) {
    return false
  }
  // First: a restore that is killed after the mark alone would leave what a start takes for a new clinic's directory.
  await writeFile(join(dataDir, restoring), 'A backup is being restored into this directory.\n')
  await markAsOurs(dataDir)
  return true
}

/** Takes away what a restore wrote, and leaves the keys. */
export async function giveUpRestore(dataDir: string): Promise<void> {
  await stopDatabase(dataDir)
  const written = (await readdir(dataDir)).filter((name) => !kept.includes(name) && name !== restoring)
  for (const name of [...written, restoring]) {
    await rm(join(dataDir, name), { recursive: true, force: true })
  }
}

export async function endRestore(dataDir: string): Promise<void> {
  await rm(join(dataDir, restoring))
}

const kept = ['lost+found', 'keys']

function isEmpty(names: string[]): boolean {
  return names.every((name) => kept.includes(name))
}

async function stopDatabase(dataDir: string): Promise<void> {
  const cluster = await locateCluster(dataDir)
  await refuseIfOwned(cluster)
  const server = await findServer(cluster)
  if (server !== undefined) {
    await stopServer(cluster, server)
  }
  await rm(cluster.nearby, { recursive: true, force: true })
}

/**
 * Wipes the data directory, after stopping an embedded database that was left running; false when there was none.
 * Refuses a directory that is not ours, and one that a running server uses.
 */
export async function resetDataDir(dataDir: string): Promise<boolean> {
  const names = await readNames(dataDir)
  if (names === undefined) {
    return false
  }
  await refuseForeign(dataDir, names)

  await stopDatabase(dataDir)
  // The mark goes last: a reset that was cut short can be done again.
  for (const name of [...names.filter((other) => other !== mark), mark]) {
    await rm(join(dataDir, name), { recursive: true, force: true })
  }
  await removeIfPossible(dataDir)
  return true
}

async function readNames(dataDir: string): Promise<string[] | undefined> {
  try {
    return await readdir(dataDir)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return undefined
    }
    throw error
  }
}

async function refuseForeign(dataDir: string, names: string[]): Promise<void> {
  const holdsOurs = [resolve(import.meta.dirname, '../..'), homedir()].some((path) => isWithin(path, resolve(dataDir)))
  if (holdsOurs || names.includes('package.json') || names.includes('.git')) {
    throw new NotOurDirectoryError(`${dataDir} holds more than data of Threadwell. Remove by hand what is to go.`)
  }
  if (names.length > 0 && !names.includes(mark)) {
    throw new NotOurDirectoryError(
      `${dataDir} does not look like a data directory of Threadwell (it has no file ${mark}). Remove by hand what is to go.`,
    )
  }
}

function isWithin(path: string, directory: string): boolean {
  return !relative(directory, path).startsWith('..')
}

/** A mounted volume or a directory in a read-only place stays, empty. */
async function removeIfPossible(dataDir: string): Promise<void> {
  await rmdir(dataDir).catch(() => undefined)
}
