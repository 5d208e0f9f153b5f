// One row of each practice says which segments count. Everything is packed anew when a segment cannot be read, when a
// record was destroyed, and when an operator asks: a new generation begins, positions go back to the start, and the
// segments of the generation before are read until nothing waits any more.
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../platform/db.ts'

type Place = { tx: Tx; actor: { practiceId: string } }
export type SearchState = { generation: number; resetAfter: string | null; destroyedKeys: number }

/** The state, locked: of two that pack or begin anew, one goes first. */
export async function lockState({ tx, actor: { practiceId } }: Place): Promise<SearchState> {
  const [, row] = await Promise.all([
    tx
      .insertInto('search_states')
      .values({ practice_id: practiceId })
      .onConflict((conflicting) => conflicting.doNothing())
      .execute(),
    tx
      .selectFrom('search_states')
      .selectAll()
      .where('practice_id', '=', practiceId)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow(),
  ])
  return { generation: row.generation, resetAfter: row.reset_after, destroyedKeys: row.destroyed_keys }
}

/**
 * Begins a new generation, unless one has begun since `generation`: two that find the same fault ask for the same thing. The
 * segments in `endedIds` are read no more.
 */
export async function packAnew(
  { tx, actor: { practiceId }, now }: Place & { now: Date },
  generation: number | undefined,
  endedIds: readonly string[] = [],
): Promise<void> {
  await sql`update search_states set generation = generation + 1, reset_after = ${beforeAll},
      destroyed_keys = ${destroyedKeys(practiceId)}
    where practice_id = ${practiceId} and (${generation ?? null}::integer is null or generation = ${generation ?? null})`.execute(
    tx,
  )
  if (endedIds.length > 0) {
    await tx
      .updateTable('search_segments')
      .set({ ended_at: now, due_at: now })
      .where('practice_id', '=', practiceId)
      .where('id', 'in', endedIds)
      .where('ended_at', 'is', null)
      .execute()
  }
}

/** How many keys of patients were destroyed so far: the lines of such a patient must not outlive them. */
export async function countDestroyedKeys({ tx, actor }: Place): Promise<number> {
  const { rows } = await sql<{ count: number }>`select ${destroyedKeys(actor.practiceId)} as count`.execute(tx)
  return rows[0]?.count ?? 0
}

function destroyedKeys(practiceId: string): RawBuilder<number> {
  return sql`(select count(*)::integer from data_keys where practice_id = ${practiceId} and state = 'destroyed')`
}

/** Smaller than every id. */
const beforeAll = '00000000-0000-0000-0000-000000000000'
