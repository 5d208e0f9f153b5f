import { sql } from 'kysely'
import type { ConsultKind, ConsultStatus } from '../../shared/consult.ts'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'

export type ConsultRow = Awaited<ReturnType<typeof selectConsults>>[number]

/** Questions to clinicians with whose the work is now, newest first. */
function everyConsult(ctx: Context) {
  return ctx.tx
    .selectFrom('consults')
    .innerJoin('tasks', (join) =>
      join.onRef('tasks.practice_id', '=', 'consults.practice_id').onRef('tasks.id', '=', 'consults.task_id'),
    )
    .leftJoin('care_teams as asked_team', (join) =>
      join
        .onRef('asked_team.practice_id', '=', 'consults.practice_id')
        .onRef('asked_team.id', '=', 'consults.asked_care_team_id'),
    )
    .selectAll('consults')
    .select(['asked_team.name_en as asked_team_en', 'asked_team.name_fr as asked_team_fr'])
    .select(['tasks.owner_id', 'tasks.escalated_to_id'])
    .select(isOpen.as('is_open'))
    .select(newer.as('newer'))
    .select(worksInAsked(ctx.actor.id).as('works_in_asked'))
    .where('consults.practice_id', '=', ctx.actor.practiceId)
    .$narrowType<{ kind: ConsultKind; status: ConsultStatus; attachment_ids: string[] }>()
}

/** Nothing has been decided, and the conversation was not answered or closed in another way. */
const isOpen = sql<boolean>`(consults.status = 'requested' and tasks.status in ('requested', 'accepted'))`
/** Whether the question is for an inbox in which they work. */
const worksInAsked = (id: string | null) => sql<boolean>`exists (select from care_team_members m
  where m.practice_id = consults.practice_id and m.care_team_id = consults.asked_care_team_id and m.practitioner_id = ${id}::uuid)`
const newer = sql<number>`(select count(*)::int from messages m where m.practice_id = consults.practice_id
  and m.conversation_id = consults.conversation_id and m.author_kind = 'patient' and m.sequence > consults.up_to_sequence)`

export function selectConsults(ctx: Context, conversationId: string) {
  return everyConsult(ctx)
    .where('consults.conversation_id', '=', conversationId)
    .orderBy('consults.asked_at', 'desc')
    .orderBy('consults.id', 'desc')
    .limit(limits.consultsShown)
    .execute()
}

/** Of each of these conversations the one that waits. */
export function selectOpenConsults(ctx: Context, conversationIds: string[]) {
  return (
    everyConsult(ctx)
      // One parameter, however many they are: the plan is made once.
      .where(sql<boolean>`consults.conversation_id = any(${conversationIds}::uuid[])`)
      .where(isOpen)
      .execute()
  )
}

/** By its id, in this conversation; the caller holds the conversation's lock where it decides on it. */
export function findConsult(ctx: Context, conversationId: string, id: string) {
  return everyConsult(ctx)
    .where('consults.conversation_id', '=', conversationId)
    .where('consults.id', '=', id)
    .executeTakeFirst()
}
