import type { Context } from '../access/context.ts'
import { workingRoles } from '../../shared/people.ts'
import { endMerged, lockResponses, openCopy, type ResponseRow, toldTime } from './join-response.ts'

type Merge = { task_id: string | null; head_task_id: string | null; is_head_task_new: boolean; merged_at: Date }

/**
 * Undoes the joining of what was owed. What the head's task dealt with meanwhile, by an answer or because none was needed, was
 * dealt with for both; else it is owed again where it was, at its own time or the later one that the patient was told since.
 */
export async function partResponse(
  ctx: Context,
  merge: Merge,
  part: { id: string; care_team_id: string },
  head: { id: string },
): Promise<void> {
  const { task_id: taskId } = merge
  const standing = (await lockResponses(ctx, [head.id])).find(({ id }) => id === merge.head_task_id)
  if (taskId === null || standing === undefined) {
    return
  }
  const [was, hasNews] = await Promise.all([findTask(ctx, taskId), wroteSince(ctx, head.id, merge.merged_at)])
  const toldAt = later(toldTime(was), toldTime(standing))
  await openCopy(ctx, was, part.id, {
    ...(await whoseNow(ctx, was, standing)),
    care_team_id: part.care_team_id,
    expected_at: toldAt > was.due_at ? toldAt : null,
    expect_at: standing.expect_at,
    renewals: Math.max(was.renewals, standing.renewals),
    // Whoever puts them apart has looked at it: it is to do.
    deferred_until: null,
    deferral_reason: null,
    deferred_by_id: null,
  })
  if (merge.is_head_task_new && !hasNews) {
    await endMerged(ctx, standing)
  }
}

function findTask(ctx: Context, id: string): Promise<ResponseRow> {
  return ctx.tx
    .selectFrom('tasks')
    .selectAll()
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

/** The patient wrote there since: that is owed by itself. */
async function wroteSince(ctx: Context, conversationId: string, since: Date): Promise<boolean> {
  const row = await ctx.tx
    .selectFrom('messages')
    .select('id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('conversation_id', '=', conversationId)
    .where('author_kind', '=', 'patient')
    .where('sent_at', '>', since)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Who had it then, if they still work here; else who has the head's now, or the inbox. */
async function whoseNow(ctx: Context, was: ResponseRow, standing: ResponseRow) {
  const working =
    was.owner_id === null
      ? undefined
      : await ctx.tx
          .selectFrom('memberships')
          .select('id')
          .where('practice_id', '=', ctx.actor.practiceId)
          .where('id', '=', was.owner_id)
          .where('status', '=', 'confirmed')
          .where('role', 'in', [...workingRoles])
          .executeTakeFirst()
  const { owner_id, covering_for_id, covering_for_care_team_id } = working === undefined ? standing : was
  const status = working === undefined ? standing.status : 'requested'
  return { status, owner_id, covering_for_id, covering_for_care_team_id }
}

function later(a: Date, b: Date): Date {
  return a >= b ? a : b
}
