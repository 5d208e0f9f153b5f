import { mkdir } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import pg from 'pg'
import { createLogger } from '../../server/platform/log.ts'
import { schedule } from '../../server/schedule.ts'
import { startWorker } from '../../server/worker.ts'
import { openPlaceAt, type Place } from '../place.ts'
import { repeatCounts } from '../repeat-counts.ts'
import { processorSeconds } from '../server-process.ts'
import { type Kept, writeKept } from './kept.ts'
import type { History } from './history.ts'
import { loadActs } from './load-acts.ts'
import { loadChecks } from './load-checks.ts'
import { loadHistory } from './load-history.ts'
import { type LoadedPractice, loadStaffed } from './people.ts'
import type { Size } from './sizes.ts'
import { weigh } from './weigh.ts'
import { withoutIndexes } from './without-indexes.ts'

export type Tell = (line: string) => void
/** Lighter tables are not worth a line. */
const heavy = 1e6

/**
 * Makes the practices of a size and what ten years leave behind in them: people, conversations, the log, then what the worker makes
 * of it all: segments of the search, counts of days, a verified log. It stays where it is for every later bench.
 */
export async function loadSize(
  directory: string,
  { name, seed, ...size }: Size & { name: string; seed: number },
  tell: Tell,
): Promise<Kept> {
  if (existsSync(directory)) {
    throw new Error(`${directory} is there already: remove it to load size ${name} again`)
  }
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const place = await openPlaceAt(directory)
  try {
    const endsAt = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000 + 5 * 3_600_000)
    // Before five in the morning by this clock the clinic's day is the one before.
    const history = { messages: size.messages, days: size.days, patients: size.patients, endsAt: past(endsAt) }
    const kept: Kept = { size: name, seed, endsAt: history.endsAt.toISOString(), practices: [], took: {} }
    for (let index = 0; index < size.practices; index++) {
      kept.practices.push(await step(kept, tell, 'people', () => loadStaffed(place.house, size, index)))
    }
    const filled = kept.practices.map((loaded, index) => ({ loaded, history: { ...history, seed: seed + index } }))
    const { seconds } = await withoutIndexes(place, async () => {
      for (const { loaded, history } of filled) {
        await fill(place, loaded, { history, kept, tell })
      }
    })
    tellAll(kept, seconds, tell)
    for (const { loaded, history } of filled) {
      await loadChecks(place, loaded, history)
      await logActs(place, loaded, { size, history, kept, tell })
    }
    await analyze(place)
    const sweep = (name: string) => step(kept, tell, `${name}, by the worker`, () => runSweep(place, name))
    // The one is this process's work, the other the database's.
    await Promise.all([sweep('pack-messages'), sweep('count-days')])
    await sweep('verify-logs')
    for (const { practice } of kept.practices) {
      await repeatCounts(place, practice.id)
    }
    await analyze(place)
    for (const { table, rows, bytes, indexBytes } of await weigh(place)) {
      if (bytes < heavy) {
        continue
      }
      kept.took[`bytes of ${table}`] = bytes
      kept.took[`rows of ${table}`] = rows
      tell(
        `${table}: ${whole(rows)} rows, ${(bytes / 1e6).toFixed(1)} MB, ${(bytes / rows).toFixed(0)} bytes each, ${(indexBytes / rows).toFixed(0)} of them in indexes`,
      )
    }
    await writeKept(directory, kept)
    return kept
  } finally {
    await place.close()
  }
}

type One = { history: History; kept: Kept; tell: Tell }

async function fill(place: Place, loaded: LoadedPractice, { history, kept, tell }: One): Promise<void> {
  const before = await processor(place)
  const written = await loadHistory(place, loaded, history)
  add(kept, 'messages', written.messages)
  add(kept, 'conversations', written.conversations)
  add(kept, 'messages, seconds', written.seconds)
  const used = ((await processor(place)) - before) * (1e6 / written.messages)
  tell(
    `${whole(written.messages)} messages in ${whole(written.conversations)} conversations: ${whole(written.messages / written.seconds)} a second, ${used.toFixed(0)} µs of processor time each`,
  )
}

/** `seconds`: what making the indexes took, which belongs to the writing. */
function tellAll(kept: Kept, seconds: number, tell: Tell): void {
  add(kept, 'messages, seconds', seconds)
  const { messages = 0, 'messages, seconds': all = 0 } = kept.took
  tell(`indexes: ${seconds.toFixed(1)} s; with them ${whole(messages)} messages, ${whole(messages / all)} a second`)
}

async function logActs(place: Place, loaded: LoadedPractice, one: One & { size: Size }): Promise<void> {
  const { size, history, kept, tell } = one
  const acts = await loadActs(place, loaded, history, { acts: size.acts, listed: listedOf(size) })
  add(kept, 'acts', acts.acts)
  add(kept, 'terms', acts.terms)
  add(kept, 'checkpoints', acts.checkpoints)
  add(kept, 'acts, seconds', acts.seconds)
  tell(
    `${whole(acts.acts)} acts, found by ${whole(acts.terms)} terms, in ${whole(acts.checkpoints)} seals: ${whole(acts.acts / acts.seconds)} a second`,
  )
}

/** How many patients a list shows: an inbox holds about a day and a half of messages, a page fifty. */
function listedOf({ messages, days }: Size): number {
  return Math.max(1, Math.min(50, Math.round((messages / days) * 0.25)))
}

function past(at: Date): Date {
  return at.getTime() > Date.now() ? new Date(at.getTime() - 86_400_000) : at
}

/** Of this process and of its database. */
async function processor(place: Place): Promise<number> {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6 + ((await processorSeconds(place.databasePid)) ?? 0)
}

async function step<T>(kept: Kept, tell: Tell, name: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now()
  const answer = await work()
  const seconds = (performance.now() - startedAt) / 1000
  add(kept, `${name}, seconds`, seconds)
  tell(`${name}: ${seconds.toFixed(1)} s`)
  return answer
}

function add(kept: Kept, name: string, value: number): void {
  kept.took[name] = (kept.took[name] ?? 0) + value
}

async function runSweep(place: Place, name: string): Promise<void> {
  const chosen = schedule.filter((sweep) => sweep.name === name)
  const worker = startWorker(place.house.worker, chosen, createLogger({ level: 'error' }))
  await worker.runOnce(name)
  await worker.stop()
}

/** As autovacuum does in its own time. */
async function analyze(place: Place): Promise<void> {
  const client = new pg.Client(place.owner)
  await client.connect()
  await client.query('vacuum (analyze)')
  await client.end()
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-CA')
}
