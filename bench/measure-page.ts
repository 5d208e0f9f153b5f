import assert from 'node:assert/strict'
import pg from 'pg'
import type { How } from './bench.ts'
import { drive, type Driven, type Shot } from './drive.ts'
import { median } from './figures.ts'
import type { Place } from './place.ts'
import { processorSeconds } from './server-process.ts'

export type MeasuredPage = {
  p50: number
  p95: number
  perSecond: number
  /** Of server and database, for one request. */
  processorMs: number
  /** Tables that grow and were read from end to end for it. */
  scanned: string[]
}

/** Tables that grow with every message or patient: none may be read from end to end for a page. */
const growing = [
  'conversations',
  'labelled_conversations',
  'messages',
  'tasks',
  'task_events',
  'patients',
  'notes',
  'filings',
  'data_keys',
  'readings',
  'touches',
  'checks',
  'audit_events',
  'audit_terms',
]

type Asked = { place: Place; serverPid: number; shots: Shot[] }
type Pace = Pick<How, 'rounds' | 'seconds'> & { connections: number }

/** Requests over so many connections for some rounds; each answer has to be good. */
export async function measurePage(place: Place, serverPid: number, shots: Shot[], pace: Pace): Promise<MeasuredPage> {
  const [page] = await measurePages([{ place, serverPid, shots }], pace)
  assert(page)
  return page
}

/** The same page of several places, each of which is asked in every round: what the machine does meanwhile, it does to all of them. */
export async function measurePages(asked: Asked[], pace: Pace): Promise<MeasuredPage[]> {
  const pages = []
  for (const one of asked) {
    // Statements are prepared, and keys opened, on each connection.
    await askFor(Math.min(2, pace.seconds), one, pace)
    pages.push({ one, scansBefore: await scans(one.place), rounds: [] as Driven[], processorSeconds: 0 })
  }
  for (let round = 0; round < pace.rounds; round++) {
    for (const page of pages) {
      const before = await processor(page.one)
      page.rounds.push(await askFor(pace.seconds, page.one, pace))
      page.processorSeconds += (await processor(page.one)) - before
    }
  }
  return Promise.all(
    pages.map(async ({ one, scansBefore, rounds, processorSeconds: spent }) => {
      const scansAfter = await scans(one.place)
      const answered = rounds.reduce((sum, { used }) => sum + used, 0)
      return {
        p50: median(rounds.map((driven) => driven.p50)),
        p95: median(rounds.map((driven) => driven.p95)),
        perSecond: median(rounds.map((driven) => driven.perSecond)),
        processorMs: (spent * 1000) / answered,
        // A worker beside it may look at a table now and then; a page that does so does it every time.
        scanned: growing.filter((table) => (scansAfter.get(table) ?? 0) - (scansBefore.get(table) ?? 0) > answered / 2),
      }
    }),
  )
}

async function askFor(seconds: number, { place, shots }: Asked, { connections }: Pace): Promise<Driven> {
  const driven = await drive(shots, { port: place.port, connections, seconds })
  const bad = Object.keys(driven.answers).filter((status) => status !== '200')
  if (bad.length > 0) {
    throw new Error(`a page answered ${bad.join(', ')}`)
  }
  return driven
}

/** How often each table has been read from end to end. */
async function scans(place: Place): Promise<Map<string, number>> {
  const client = new pg.Client(place.owner)
  await client.connect()
  const { rows } = await client.query<{ relname: string; seq_scan: string }>(
    'select relname, seq_scan from pg_stat_user_tables',
  )
  await client.end()
  return new Map(rows.map((row) => [row.relname, Number(row.seq_scan)]))
}

/** Processor time in seconds that the server and its database have used. */
export async function processor({ place, serverPid }: Omit<Asked, 'shots'>): Promise<number> {
  return ((await processorSeconds(serverPid)) ?? 0) + ((await processorSeconds(place.databasePid)) ?? 0)
}
