import { sql } from 'kysely'
import type { checks as api } from '../../shared/api/checks.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { can } from '../access/tasks.ts'
import { forbidden } from '../platform/problems.ts'
import { permitInbox } from '../tasks/permit-inbox.ts'
import { queuePage } from '../tasks/queue-page.ts'
import { announceChecks } from './announce-checks.ts'
import { loadStandings, type Standing, viewInboxCheck } from './inbox-check-view.ts'
import type { CheckRow } from './stand-of.ts'

type Input = InputOf<typeof api.checkInbox>
type Result = ResultOf<typeof api.checkInbox>

/**
 * A check is recorded by doing it: whoever says which tasks they were shown has been through the inbox when those are all of
 * its first page, and when nothing urgent waits in it that nobody claimed or opened. What came in since they looked is not
 * among those shown. Twice is once: a check that was done keeps who did it first.
 */
export async function checkInbox(ctx: Context, input: Input): Promise<Result> {
  const { careTeamId } = input
  if (!can(ctx.actor, 'task.list', null)) {
    throw forbidden()
  }
  await permitInbox(ctx, careTeamId)
  await lockRoster(ctx, careTeamId)
  const [{ standings }, pageIds, urgent] = await Promise.all([
    loadStandings(ctx, careTeamId),
    selectFirstPage(ctx, careTeamId),
    countUrgentUnopened(ctx, careTeamId),
  ])
  const standing = standings[0]
  const unseen = pageIds.filter((id) => !input.taskIds.includes(id)).length
  const isDone = standing !== undefined && unseen === 0 && urgent === 0
  if (isDone && standing.stand.settles.length > 0) {
    await settle(ctx, careTeamId, standing.stand.settles)
    announceChecks(ctx, careTeamId, standing.row.member_ids, standing.stand.toldIds)
  }
  const [after] = await Promise.all([
    loadStandings(ctx, careTeamId),
    recordAudit(ctx, 'inbox.check', { object: { type: 'care-team', id: careTeamId }, outcome: isDone ? 0 : 4 }),
  ])
  const check = after.standings[0]
  return { isDone, unseen, urgent, check: check === undefined ? null : viewInboxCheck(ctx, check, after.facts) }
}

/** In order with whoever checks at the same time, and with the sweep. */
function lockRoster(ctx: Context, careTeamId: string): Promise<unknown> {
  return ctx.tx
    .selectFrom('check_rosters')
    .select('care_team_id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('care_team_id', '=', careTeamId)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

async function selectFirstPage(ctx: Context, careTeamId: string): Promise<string[]> {
  const rows = await ctx.tx
    .selectFrom(queuePage(ctx, { membershipId: '', careTeamId, status: 'open' }, limits.pageRows).as('page'))
    .select('page.task_id')
    .execute()
  return rows.flatMap(({ task_id: id }) => (id === null ? [] : [id]))
}

async function countUrgentUnopened(ctx: Context, careTeamId: string): Promise<number> {
  const { count } = await ctx.tx
    .selectFrom('tasks')
    .innerJoin('conversations', (join) =>
      join
        .onRef('conversations.practice_id', '=', 'tasks.practice_id')
        .onRef('conversations.id', '=', 'tasks.conversation_id'),
    )
    .select(sql<number>`count(*)::integer`.as('count'))
    .where('tasks.practice_id', '=', ctx.actor.practiceId)
    .where('tasks.care_team_id', '=', careTeamId)
    .where(sql<boolean>`tasks.status in ('requested', 'accepted')`)
    .where('tasks.priority', '=', 'urgent')
    .where('tasks.owner_id', 'is', null)
    .whereRef('conversations.staff_read_sequence', '<', 'conversations.last_sequence')
    .executeTakeFirstOrThrow()
  return count
}

async function settle(ctx: Context, careTeamId: string, settles: Standing['stand']['settles']): Promise<void> {
  const { practiceId, id } = ctx.actor
  const valuesOf = ({ dueAt, lateAt, askedId }: CheckRow) => ({
    practice_id: practiceId,
    care_team_id: careTeamId,
    due_at: dueAt,
    late_at: lateAt,
    asked_id: askedId,
    done_at: ctx.now,
    done_by_id: id,
  })
  await ctx.tx
    .insertInto('checks')
    .values(settles.map(valuesOf))
    .onConflict((conflict) =>
      conflict
        .columns(['practice_id', 'care_team_id', 'due_at'])
        .doUpdateSet({ done_at: ctx.now, done_by_id: id })
        .where('checks.done_at', 'is', null),
    )
    .execute()
}
