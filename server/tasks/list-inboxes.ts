import { sql } from 'kysely'
import type { ResultOf } from '../../shared/endpoint.ts'
import type { tasks as api } from '../../shared/api/tasks.ts'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import { visibleConversations } from '../access/conversations.ts'
import { careTeamReference } from '../access/names.ts'
import { can } from '../access/tasks.ts'
import { forbidden } from '../platform/problems.ts'

type Inboxes = ResultOf<typeof api.listInboxes>

/** What waits for this colleague, and in each inbox they work in. Three counts in one flight, whatever the number of inboxes. */
export async function listInboxes(ctx: Context): Promise<Inboxes> {
  if (!can(ctx.actor, 'task.list', null)) {
    throw forbidden()
  }
  const [mine, inboxes, unfiled] = await Promise.all([countMine(ctx), countInboxes(ctx), countUnfiled(ctx)])
  return {
    mine: { open: mine.open, late: mine.late, oldestAt: mine.oldest_at },
    inboxes: inboxes.map((inbox) => ({
      careTeam: careTeamReference(ctx.client?.language ?? 'en', inbox),
      open: inbox.open,
      unclaimed: inbox.unclaimed,
      late: inbox.late,
      oldestAt: inbox.oldest_at,
      answersFor: inbox.owner_id === ctx.actor.id || inbox.backup_id === ctx.actor.id,
    })),
    unfiled: unfiled.count,
  }
}

// Words, not parameters, so that a plan made once for all knows the partial indexes.
const isOpen = sql<boolean>`tasks.status in ('requested', 'accepted')`
const open = sql<number>`count(tasks.id)`.as('open')
const unclaimed = sql<number>`count(tasks.id) filter (where tasks.owner_id is null)`.as('unclaimed')
const oldestAt = sql<Date | null>`min(tasks.created_at)`.as('oldest_at')
/** What waits for a reason is not forgotten. */
const late = (now: Date) =>
  sql<number>`count(tasks.id) filter (where tasks.due_at <= ${now}
    and (tasks.deferred_until is null or tasks.deferred_until <= ${now}))`.as('late')

function countMine(ctx: Context) {
  return ctx.tx
    .selectFrom('tasks')
    .select([open, late(ctx.now), oldestAt])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where(isOpen)
    .where((eb) => eb.or([eb('owner_id', '=', ctx.actor.id), eb('escalated_to_id', '=', ctx.actor.id)]))
    .executeTakeFirstOrThrow()
}

function countInboxes(ctx: Context) {
  return ctx.tx
    .selectFrom('care_team_members')
    .innerJoin('care_teams', (join) =>
      join
        .onRef('care_teams.practice_id', '=', 'care_team_members.practice_id')
        .onRef('care_teams.id', '=', 'care_team_members.care_team_id'),
    )
    .leftJoin('tasks', (join) =>
      join
        .onRef('tasks.practice_id', '=', 'care_team_members.practice_id')
        .onRef('tasks.care_team_id', '=', 'care_team_members.care_team_id')
        .on(isOpen),
    )
    .select([
      'care_teams.id',
      'care_teams.name_en',
      'care_teams.name_fr',
      'care_teams.owner_id',
      'care_teams.backup_id',
    ])
    .select([open, unclaimed, late(ctx.now), oldestAt])
    .where('care_team_members.practice_id', '=', ctx.actor.practiceId)
    .where('care_team_members.practitioner_id', '=', ctx.actor.id)
    .groupBy([
      'care_teams.id',
      'care_teams.name_en',
      'care_teams.name_fr',
      'care_teams.owner_id',
      'care_teams.backup_id',
    ])
    .orderBy('care_teams.id')
    .limit(limits.careTeams)
    .execute()
}

function countUnfiled(ctx: Context) {
  return visibleConversations(ctx.tx, ctx.actor, ctx.now)
    .innerJoin('filings', (join) =>
      join
        .onRef('filings.practice_id', '=', 'conversations.practice_id')
        .onRef('filings.conversation_id', '=', 'conversations.id'),
    )
    .where(sql<boolean>`filings.status in ('requested', 'failed')`)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
}
