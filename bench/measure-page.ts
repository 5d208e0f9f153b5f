import pg from 'pg'
import type { How } from './bench.ts'
import { drive, type Driven, type Shot } from './drive.ts'
import { median } from './figures.ts'
import { type Place, port } from './place.ts'
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

/** Requests over so many connections for some rounds; each answer has to be good. */
export async function measurePage(
  place: Place,
  serverPid: number,
  shots: Shot[],
  how: Pick<How, 'rounds' | 'seconds'> & { connections: number },
): Promise<MeasuredPage> {
  const { connections } = how
  const driver = async (seconds: number) => {
    const driven = await drive(shots, { port, connections, seconds })
    const bad = Object.keys(driven.answers).filter((status) => status !== '200')
    if (bad.length > 0) {
      throw new Error(`a page answered ${bad.join(', ')}`)
    }
    return driven
  }
  // Statements are prepared, and keys opened, on each connection.
  await driver(Math.min(2, how.seconds))
  const [scansBefore, secondsBefore] = await Promise.all([scans(place), processor(place, serverPid)])
  const rounds: Driven[] = []
  for (let round = 0; round < how.rounds; round++) {
    rounds.push(await driver(how.seconds))
  }
  const [scansAfter, secondsAfter] = await Promise.all([scans(place), processor(place, serverPid)])
  const asked = rounds.reduce((sum, { used }) => sum + used, 0)
  return {
    p50: median(rounds.map((driven) => driven.p50)),
    p95: median(rounds.map((driven) => driven.p95)),
    perSecond: median(rounds.map((driven) => driven.perSecond)),
    processorMs: ((secondsAfter - secondsBefore) * 1000) / asked,
    // A worker beside it may look at a table now and then; a page that does so does it every time.
    scanned: growing.filter((table) => (scansAfter.get(table) ?? 0) - (scansBefore.get(table) ?? 0) > asked / 2),
  }
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

/** Of the server and of its database. */
async function processor(place: Place, serverPid: number): Promise<number> {
  return ((await processorSeconds(serverPid)) ?? 0) + ((await processorSeconds(place.databasePid)) ?? 0)
}
