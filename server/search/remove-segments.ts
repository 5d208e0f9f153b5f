import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { Context, SystemActor } from '../access/context.ts'
import type { Turn } from '../access/sweep.ts'
import { blobName } from './segment-file.ts'
import { lockState } from './search-state.ts'

/** Once nothing waits, the present generation holds everything: those before it are read no more. */
export async function endEarlierGenerations(ctx: Context<SystemActor>): Promise<void> {
  const { generation, resetAfter } = await lockState(ctx)
  if (resetAfter !== null) {
    return
  }
  const graceEnds = new Date(ctx.now.getTime() + limits.segmentGraceMs)
  await sql`update search_segments set ended_at = ${ctx.now}, due_at = ${graceEnds}
    where practice_id = ${ctx.actor.practiceId} and ended_at is null and generation < ${generation}
      and not exists (select from conversations
        where practice_id = ${ctx.actor.practiceId} and last_sequence > packed_sequence)`.execute(ctx.tx)
}

/** Removes the files, then the rows, of segments that were never finished or have been replaced. Twice is once. */
export async function removeDueSegments({ inPractice, signal }: Turn): Promise<void> {
  while (!signal.aborted) {
    const { ids, blobs, practiceId } = await inPractice(async (ctx) => ({
      ids: await takeDue(ctx),
      blobs: ctx.house.blobs,
      practiceId: ctx.actor.practiceId,
    }))
    for (const id of ids) {
      await blobs.remove(practiceId, blobName(id))
    }
    if (ids.length > 0) {
      await inPractice((ctx) =>
        ctx.tx.deleteFrom('search_segments').where('practice_id', '=', practiceId).where('id', 'in', ids).execute(),
      )
    }
    if (ids.length < limits.sweepRows) {
      return
    }
  }
}

/** What is taken here ends here: a segment that was being written for too long cannot be finished any more. */
async function takeDue(ctx: Context<SystemActor>): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update search_segments set ended_at = coalesce(ended_at, ${ctx.now}) where practice_id = ${ctx.actor.practiceId}
      and id in (select id from search_segments where practice_id = ${ctx.actor.practiceId} and due_at <= ${ctx.now}
        order by due_at limit ${limits.sweepRows})
    returning id`.execute(ctx.tx)
  return rows.map(({ id }) => id)
}
