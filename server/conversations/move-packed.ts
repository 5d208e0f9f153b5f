import { sql } from 'kysely'
import type { Context } from '../access/context.ts'

export type PackedMove = { id: string; from: number; to: number }

/**
 * Moves how far each conversation's messages stand in segments, in the transaction in which the segment becomes one.
 * False, and the transaction must not commit, when another has moved one of them meanwhile.
 */
export async function movePacked(ctx: Context, moves: readonly PackedMove[]): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update conversations set packed_sequence = move.until
    from unnest(${moves.map(({ id }) => id)}::uuid[], ${moves.map(({ from }) => from)}::integer[],
      ${moves.map(({ to }) => to)}::integer[]) as move (id, since, until)
    where conversations.practice_id = ${ctx.actor.practiceId} and conversations.id = move.id
      and conversations.packed_sequence = move.since and conversations.last_sequence >= move.until`.execute(ctx.tx)
  return Number(numAffectedRows) === moves.length
}

/** Sets the conversations after this one, `count` of them, back to the start. Answers the last; null when there are no more. */
export async function resetPacked(ctx: Context, after: string, count: number): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    with next as (
      select practice_id, id from conversations where practice_id = ${ctx.actor.practiceId} and id > ${after}
      order by id limit ${count} for no key update
    ), moved as (
      update conversations set packed_sequence = 0 from next
      where conversations.practice_id = next.practice_id and conversations.id = next.id and conversations.packed_sequence > 0
    )
    select id from next order by id desc limit 1`.execute(ctx.tx)
  return rows[0]?.id ?? null
}
