import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { Logger } from '../platform/log.ts'
import { Problem } from '../platform/problems.ts'
import type { Context, SystemActor } from './context.ts'
import type { Way } from './enter.ts'

/** Runs work in a system context of one practice, in a transaction of its own. */
export type InPractice = <T>(work: (ctx: Context<SystemActor>) => Promise<T>) => Promise<T>

/** One visit of a sweep to one practice; `signal` says that the worker is to stop. */
export type Turn = { practiceId: string; inPractice: InPractice; signal: AbortSignal; log: Logger }

/** A use case on a schedule. It runs at least once: each says in its first line what makes twice the same as once. */
export type Sweep = PracticeSweep | HouseSweep

/** Goes from practice to practice. */
export type PracticeSweep = {
  name: string
  /** What is due waits at most this long. */
  everySeconds: number
  /** The practices in which something may be due; every one when not said. */
  where?: (way: Way) => Promise<string[]>
  /** A change in a practice brings it there at once: for what somebody waits for. */
  followsChanges?: boolean
  visit: (turn: Turn) => Promise<unknown>
}

/** Belongs to no practice. */
export type HouseSweep = { name: string; everySeconds: number; run: (way: Way) => Promise<void> }

/** What is due in a practice, and what is done about one row of it. */
export type DueRows = {
  /** Ids in order, after this one, at most limits.sweepRows. */
  list(ctx: Context, after: string | null): Promise<string[]>
  /** Locks the row (`skip locked`) and asks again whether it is due: whoever comes second does nothing. */
  act(ctx: Context<SystemActor>, id: string): Promise<void>
  /** What is left behind where the act was refused, in a transaction of its own; without it a refusal is a failure. */
  refuse?(ctx: Context<SystemActor>, id: string, refusal: Problem): Promise<void>
}

/** Goes over what is due in one practice, each row in a transaction of its own: a row that fails is logged and stops no other. */
export async function sweepRows(turn: Turn, due: DueRows): Promise<void> {
  let after: string | null = null
  while (!turn.signal.aborted) {
    const from: string | null = after
    const ids: string[] = await turn.inPractice((ctx) => due.list(ctx, from))
    for (const id of ids) {
      if (turn.signal.aborted) {
        return
      }
      await actOn(turn, due, id).catch((err: unknown) =>
        turn.log.error({ practiceId: turn.practiceId, rowId: id, err }, 'a due row failed'),
      )
    }
    if (ids.length < limits.sweepRows) {
      return
    }
    after = ids.at(-1) ?? null
  }
}

async function actOn({ inPractice }: Turn, { act, refuse }: DueRows, id: string): Promise<void> {
  try {
    await inPractice((ctx) => act(ctx, id))
  } catch (error) {
    if (refuse === undefined || !(error instanceof Problem) || error.status >= 500) {
      throw error
    }
    await inPractice((ctx) => refuse(ctx, id, error))
  }
}

export function everyPractice(way: Way): Promise<string[]> {
  return ids(way, sql`select * from priv.practice_ids() as found(id)`)
}

/**
 * The practices named by a function of the database, such as priv.practices_with_late_tasks(at): one query for all of them.
 * It is asked about now, and about each of the times that lie so many milliseconds back.
 */
export function practicesBy(finder: string, ...backMs: number[]): (way: Way) => Promise<string[]> {
  return (way) => {
    const now = way.clock()
    const times = [0, ...backMs].map((ms) => new Date(now.getTime() - ms))
    return ids(way, sql`select * from ${sql.id('priv', finder)}(${sql.join(times)}) as found(id)`)
  }
}

function ids(way: Way, query: ReturnType<typeof sql>): Promise<string[]> {
  return way.db.transact(null, async (tx) => {
    const { rows } = await query.execute(tx)
    return (rows as { id: string }[]).map((row) => row.id)
  })
}
