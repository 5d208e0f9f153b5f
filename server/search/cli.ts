// `threadwell search state` and `threadwell search rebuild`: what an operator can see and do about the search. Words and
// names are not among it; the worker does what is asked for here.
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import type { Database, Tx } from '../platform/db.ts'
import { isUuidv7, uuidv7 } from '../platform/ids.ts'
import { lockState, packAnew } from './search-state.ts'

export type SearchTerminal = {
  /** Opens the database; called once the arguments are understood. */
  open(): Promise<{ db: Database; close(): Promise<void> }>
  write(line: string): void
  complain(line: string): void
}

const cannotUnderstand = 64
const usage = ['threadwell search state', 'threadwell search rebuild [--practice ID]'].join('\n')

/** Runs `search …` and returns the exit code. */
export async function runSearchCommand(args: string[], terminal: SearchTerminal): Promise<number> {
  const asked = readArguments(args)
  if (asked === null) {
    terminal.complain(usage)
    return cannotUnderstand
  }
  const house = await terminal.open()
  try {
    const known = await practiceIds(house.db)
    if (asked.practice !== undefined && !known.includes(asked.practice)) {
      terminal.complain(`There is no practice ${asked.practice}.`)
      return cannotUnderstand
    }
    for (const practiceId of asked.practice === undefined ? known : [asked.practice]) {
      const scope = { practiceId, actorId: 'system', requestId: uuidv7() }
      terminal.write(await house.db.transact(scope, (tx) => asked.run(tx, practiceId)))
    }
    return 0
  } finally {
    await house.close()
  }
}

type Asked = { practice: string | undefined; run: (tx: Tx, practiceId: string) => Promise<string> }

function readArguments(args: string[]): Asked | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { practice: { type: 'string' } },
    })
    const [command, ...more] = positionals
    const isSound = more.length === 0 && (values.practice === undefined || isUuidv7(values.practice))
    if (command === 'state' && isSound) {
      return { practice: values.practice, run: describe }
    }
    return command === 'rebuild' && isSound ? { practice: values.practice, run: rebuild } : null
  } catch {
    return null
  }
}

async function practiceIds(db: Database): Promise<string[]> {
  const { rows } = await db.transact(null, (tx) =>
    sql<{ id: string }>`select * from priv.practice_ids() as found(id)`.execute(tx),
  )
  return rows.map(({ id }) => id)
}

async function rebuild(tx: Tx, practiceId: string): Promise<string> {
  const place = { tx, actor: { practiceId }, now: new Date() }
  const { generation } = await lockState(place)
  await packAnew(place, generation)
  return `${practiceId}: the worker makes all segments anew. Everything can be found all the while.`
}

async function describe(tx: Tx, practiceId: string): Promise<string> {
  const { rows } = await sql<{
    segments: number
    messages: number
    bytes: number
    waiting: number
    is_resetting: boolean
  }>`
    select count(g.*)::integer as segments, coalesce(sum(g.messages), 0)::integer as messages,
      coalesce(sum(g.size_bytes), 0)::bigint as bytes,
      (select coalesce(sum(c.last_sequence - c.packed_sequence), 0)::integer from conversations c
        where c.practice_id = ${practiceId} and c.last_sequence > c.packed_sequence) as waiting,
      exists (select from search_states s where s.practice_id = ${practiceId} and s.reset_after is not null) as is_resetting
    from search_segments g
    where g.practice_id = ${practiceId} and g.finished_at is not null and g.ended_at is null`.execute(tx)
  const { segments = 0, messages = 0, bytes = 0, waiting = 0, is_resetting: isResetting = false } = rows[0] ?? {}
  const megabytes = (bytes / 1e6).toFixed(1)
  const more = isResetting ? '; being made anew' : ''
  return `${practiceId}: ${messages} messages in ${segments} segments (${megabytes} MB), ${waiting} waiting${more}`
}
