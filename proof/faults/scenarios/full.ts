import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../../../bench/seeded.ts'
import { api } from '../../../shared/api/index.ts'
import { uuidv7 } from '../../../server/platform/ids.ts'
import { requestOf } from '../../../server/testing/request-of.ts'
import { checkAll } from '../checkers/index.ts'
import type { Outcome, Scenario } from '../scenario.ts'
import { ask, exchange, insist } from '../stage/client.ts'
import type { Stage } from '../stage/stage.ts'
import { startTraffic, type Traffic } from '../stage/traffic.ts'
import { playOnVolumes, type VolumeName, type Volumes } from '../stage/volumes.ts'
import { evidenceOf, openWorld, type World } from '../stage/world.ts'

/** How long a volume stays full, and how long it may take after that until acts are done again. */
const fullMs = 3_000
const mostRecoveryMs = 15_000

export const full: Scenario = {
  rows: ['R8', 'R9', 'R10'],
  does: 'the volumes of the data, of the write-ahead log and of the files full under load, each in turn; then there is space',
  runs: 4,
  quick: null,
  plant: 'a server that takes a full disk for a write that went well',
  play: ({ seed, runs, isPlanted, tell }) =>
    playOnVolumes({ data: 320, log: 160, files: 48 }, (stage, volumes) =>
      playOn(stage, { volumes, seed, runs, isPlanted, tell }),
    ),
}

type On = {
  volumes: Volumes
  seed: number
  runs: number
  isPlanted: boolean
  tell(line: string): void
}

async function playOn(stage: Stage, { volumes, seed, runs, isPlanted, tell }: On): Promise<Outcome> {
  const random = seededRandom(seed)
  const world = await openWorld(stage.house, 6)
  // They fill up faster than the server looks: what it does before they are full is shown by `room`.
  const server = await stage.start({ preload: ['sees-no-volumes', ...(isPlanted ? ['forgets-full-disk'] : [])] })
  const traffic = startTraffic({ world, where: () => server.port, random, withFiles: true, timeoutMs: 5_000 })
  const violations: string[] = []
  const recoveries: Record<string, number[]> = { data: [], log: [], files: [] }
  const state = { acts: 0, restarts: 0 }
  for (let run = 0; run < runs; run++) {
    for (const [name, volume] of Object.entries(volumes)) {
      await traffic.reach(traffic.acts + 20)
      await volume.fill()
      violations.push(...(await feelIt[name as keyof typeof feelIt](stage, world, server.port)))
      const before = traffic.acts
      await sleep(fullMs)
      state.acts += traffic.acts - before
      violations.push(...(await judgeRefusal(server.port, world, name)))
      await volume.free()
      // A database that has ended is started again, as an init system does.
      if (!stage.postgres.isRunning || !(await answers(stage))) {
        state.restarts++
        await stage.postgres.kill()
        await stage.postgres.start()
      }
      const ms = await untilActs(traffic)
      recoveries[name]?.push(ms)
      if (ms > mostRecoveryMs) {
        violations.push(`${name}: ${Math.round(ms)} ms after there was space until acts were done again`)
      }
    }
    tell(`run ${run + 1}: ${world.ledger.messages.length} messages`)
  }
  violations.push(...(await traffic.stop()))
  violations.push(...(server.isRunning ? [] : ['the server ended']))
  await server.stop()
  await stage.drain(3 * 3_600_000)
  violations.push(...(await checkAll(evidenceOf(stage, world))))
  return {
    violations,
    figures: {
      'volumes filled': runs * Object.keys(volumes).length,
      'acknowledged messages': world.ledger.messages.length,
      'acknowledged files': world.ledger.files.length,
      'acts done while a volume was full': state.acts,
      'restarts of the database': state.restarts,
      'longest recovery, ms': Math.round(Math.max(...Object.values(recoveries).flat())),
    },
  }
}

/** That the volume is full is felt at once, whatever space had been set aside; an upload is refused with a time to come back. */
const feelIt: Record<VolumeName, (stage: Stage, world: World, port: number) => Promise<string[]>> = {
  async data({ postgres }) {
    const isFelt = await postgres
      .query('create table faults_space as select repeat(md5(n::text), 40) from generate_series(1, 20000) as n')
      .then(
        () => false,
        () => true,
      )
    await postgres.query('drop table if exists faults_space').catch(() => {})
    return isFelt ? [] : ['the data volume is full, and a table was still made']
  },
  async log({ postgres }) {
    for (let segment = 0; segment < 24; segment++) {
      const isWritten = await postgres
        .query(`select pg_logical_emit_message(false, 'faults', 'x'), pg_switch_wal()`)
        .then(
          () => true,
          () => false,
        )
      if (!isWritten) {
        return []
      }
    }
    return ['the log volume is full, and the log still grew']
  },
  async files(_stage, { patients: [patient] }, port) {
    if (patient === undefined) {
      return []
    }
    const [draftId, attachmentId] = [uuidv7(), uuidv7()]
    await insist(
      (at) => ask(at, patient, api.saveDraft, { draftId, subject: '', text: '', version: 0 }),
      () => port,
    )
    const wire = requestOf(api.uploadAttachment, patient, { draftId, attachmentId, 'x-file-name': 'note.txt' })
    const headers = { ...wire.headers, 'content-type': 'application/octet-stream' }
    const payload = Buffer.alloc(300_000, 'A note. ')
    const answer = await exchange(port, { method: wire.method, url: wire.url, headers, payload }).catch(() => null)
    const isFine = (answer?.status === 503 || answer?.status === 507) && answer.retryAfter !== undefined
    return isFine ? [] : [`files full: an upload was answered ${answer?.status ?? 'not at all'}`]
  },
}

/** The server is alive, and what it cannot do is refused with a time to come back, or done. */
async function judgeRefusal(port: number, world: World, name: string): Promise<string[]> {
  const [patient] = world.patients
  const url = `/api/as/${patient?.id}/conversations`
  const answer = await exchange(port, { method: 'GET', url, headers: { ...patient?.as } }).catch(() => null)
  const isFine = answer?.status === 200 || (answer?.status === 503 && answer.retryAfter !== undefined)
  return isFine ? [] : [`${name} full: a list was answered ${answer?.status ?? 'not at all'}`]
}

function answers({ postgres }: Stage): Promise<boolean> {
  return postgres.query('select 1').then(
    () => true,
    () => false,
  )
}

async function untilActs(traffic: Traffic): Promise<number> {
  const [startedAt, before] = [performance.now(), traffic.acts]
  while (traffic.acts < before + 3 && performance.now() - startedAt < 60_000) {
    await sleep(20)
  }
  return performance.now() - startedAt
}
