import { createHash } from 'node:crypto'
import { contextKey } from '../server/access/key-encryption.ts'
import { uuidv7 } from '../server/platform/ids.ts'
import { loadOrCreateKeyFile } from '../server/platform/key-file.ts'
import type { TestPractice } from '../server/testing/factories.ts'
import { patientNumber } from './load.ts'
import type { Place } from './place.ts'
import { findPgbench, type Rewrite, runPgbench, saveScript, toScript } from './pgbench.ts'
import { type Flight, recordFlights } from './record.ts'
import { seededId, seededToken } from './seeded.ts'

/** Conversations from `from` on are pgbench's: in each, the first message opens the obligation to answer. */
export type Range = {
  from: number
  conversations: number
  patients: number
  /** Where the count of runs begins, that no two limits over one database make the same ids; 1 unless told. */
  runs?: number
}

export type Limit = {
  /** A send that opens the obligation to answer, and one that adds a line: what each asks of the database. */
  first: Flight[]
  second: Flight[]
  note: string
  /** Sends a second; null without pgbench. */
  run(connections: number, seconds: number): Promise<number | null>
}

/**
 * Records one send of each kind inside this process, and makes pgbench's scripts of their statements; `edit` takes something
 * away from them, to learn what it costs.
 */
export async function prepareLimit(
  place: Place,
  practice: TestPractice,
  range: Range,
  text: string,
  edit: (statement: string) => string = (statement) => statement,
): Promise<Limit> {
  const last = range.from + range.conversations - 1
  // Once to warm statements and this patient's key up, in another conversation of theirs; then the two kinds.
  await sendOnce(place, last - range.patients, range, text)
  await sendOnce(place, last - range.patients, range, text)
  const first = withoutHints(await recordFlights(() => sendOnce(place, last, range, text)))
  const second = withoutHints(await recordFlights(() => sendOnce(place, last, range, text)))
  const program = await findPgbench()
  const key = contextKey(await loadOrCreateKeyFile(place.config.keyFile, { mayCreate: false }))
  const rewrite = rewriteKnown(practice, last, range)
  const script = (flights: Flight[], moves: string) =>
    toScript(
      flights.map((flight) => flight.map((one) => ({ ...one, text: edit(one.text) }))),
      { before: [...signContext(key, practice.id), moves, ...target(range)], rewrite },
    )
  const folder = place.house.dataDir
  const scripts = [
    { path: await saveScript(folder, `first-${range.from}.sql`, script(first, '\\set f :f + 1')), weight: 1 },
    // In the conversation that this client opened last.
    { path: await saveScript(folder, `second-${range.from}.sql`, script(second, '\\set f :f')), weight: 1 },
  ]
  let runs = range.runs ?? 1
  let base = range.from
  return {
    first,
    second,
    note: program === null ? 'pgbench not installed' : '',
    run: async (connections, seconds) => {
      if (program === null) {
        return null
      }
      const clients = Math.min(connections, mostClients)
      const set = { n: runs, f: 0, base, clients, signed: 0 }
      const { perSecond } = await runPgbench(program, place.app, scripts, { clients, seconds, set })
      runs += Math.ceil((perSecond * seconds * 3) / clients) + 10
      base += Math.ceil(perSecond * seconds * 0.75) + clients * 20
      if (base > last - range.patients - 1) {
        throw new Error('pgbench has used up its conversations')
      }
      // Nothing finished in the time: that is no limit.
      return perSecond > 0 ? perSecond : null
    },
  }
}

/** The embedded PostgreSQL takes a hundred connections, and the server has some of them. */
const mostClients = 64

/** The conversation of this run, and its patient. */
function target({ patients }: Range): string[] {
  return ['\\set c :base + :f * :clients + :client_id', `\\set p :c % ${patients}`]
}

/** Each connection signs its context once: the signature covers the backend's id. */
function signContext(key: Buffer, practiceId: string): string[] {
  const block = Buffer.alloc(64)
  key.copy(block)
  const pad = (byte: number) => String.raw`'\x${Buffer.from(block.map((b) => b ^ byte)).toString('hex')}'::bytea`
  const signed = `convert_to(pg_backend_pid() || '|${contextOf(practiceId)}', 'UTF8')`
  return [
    '\\if :signed = 0',
    `select encode(sha256(${pad(0x5c)} || sha256(${pad(0x36)} || ${signed})), 'hex') as mac, 1 as signed \\gset`,
    '\\endif',
  ]
}

function contextOf(practiceId: string): string {
  return `${practiceId}|${practiceId}|${practiceId}`
}

/** What was about the recorded conversation is about the one of this run; the practice and its people stay. */
function rewriteKnown(practice: TestPractice, conversation: number, range: Range): Rewrite {
  const patient = patientNumber(range, conversation)
  const stays = new Set([practice.id, practice.careTeam.id, practice.topic.id, practice.nurse.id])
  const tokenHash = createHash('sha256').update(seededToken(patient)).digest()
  const seeded = (kind: 'patient' | 'conversation', variable: string) =>
    `('${seededId(kind, 0).slice(0, 24)}' || lpad(to_hex(:${variable}::bigint), 12, '0'))::uuid`
  return (value, statement) => {
    if (Buffer.isBuffer(value) && value.equals(tokenHash)) {
      return `sha256(('${seededToken(0).slice(0, -1)}' || :p::bigint)::bytea)`
    }
    if (value === seededId('conversation', conversation)) {
      return seeded('conversation', 'c')
    }
    if (value === seededId('patient', patient)) {
      return seeded('patient', 'p')
    }
    if (typeof value === 'string' && stays.has(value)) {
      return `'${value}'::uuid`
    }
    if (statement.text.includes('threadwell.context')) {
      return value === statement.values[0] ? `'${contextOf(practice.id)}'` : ':mac'
    }
    // Two messages were there; the recorded sends wrote the third to the fifth.
    if (value === 3 || value === 4 || value === 5) {
      return `(:n::int * 256 + :client_id::int * 2 + ${value % 2})`
    }
    return null
  }
}

function withoutHints(flights: Flight[]): Flight[] {
  return flights
    .map((flight) => flight.filter(({ text }) => !text.includes('pg_notify')))
    .filter((flight) => flight.length > 0)
}

async function sendOnce(place: Place, conversation: number, range: Range, text: string): Promise<void> {
  const patient = patientNumber(range, conversation)
  const answer = await place.house.app.inject({
    method: 'POST',
    url: `/api/as/${seededId('patient', patient)}/conversations/${seededId('conversation', conversation)}/messages`,
    headers: {
      origin: place.config.publicUrl,
      'x-threadwell': '1',
      cookie: `__Host-sid=${seededToken(patient)}`,
      'content-type': 'application/json',
    },
    payload: JSON.stringify({ messageId: uuidv7(), text, attachmentIds: [] }),
  })
  if (answer.statusCode !== 200) {
    throw new Error(`the send was refused: ${answer.statusCode} ${answer.body}`)
  }
}
