import { sql } from 'kysely'
import type { Context } from '../access/context.ts'
import type { FilingRow } from './load-record.ts'
import { selectTriageRows } from './triage-rows.ts'

export type RecordRows = Awaited<ReturnType<typeof selectRecordRows>>

/** Every row a record is made from, in one flight. What was written after the request is left out. */
export async function selectRecordRows(ctx: Context, filing: FilingRow) {
  const { practice_id: practiceId, conversation_id: conversationId } = filing
  const inConversation = { practice_id: practiceId, conversation_id: conversationId }
  const [
    practice,
    conversation,
    patient,
    messages,
    readings,
    attachments,
    tasks,
    events,
    practitioners,
    careTeams,
    triage,
    together,
    splits,
  ] = await Promise.all([
    ctx.tx.selectFrom('practices').selectAll().where('practice_id', '=', practiceId).executeTakeFirstOrThrow(),
    ctx.tx
      .selectFrom('conversations')
      .innerJoin('topics', (join) =>
        join
          .onRef('topics.practice_id', '=', 'conversations.practice_id')
          .onRef('topics.id', '=', 'conversations.topic_id'),
      )
      .selectAll('conversations')
      .select(['topics.keyword', 'topics.name_en', 'topics.name_fr'])
      .where('conversations.practice_id', '=', practiceId)
      .where('conversations.id', '=', conversationId)
      .executeTakeFirstOrThrow(),
    ctx.tx
      .selectFrom('patients')
      .selectAll()
      .where('practice_id', '=', practiceId)
      .where('id', '=', filing.patient_id)
      .executeTakeFirstOrThrow(),
    ctx.tx
      .selectFrom('messages')
      .selectAll()
      .where((eb) => eb.and(inConversation))
      .where('sequence', '<=', filing.up_to_sequence)
      .orderBy('sequence')
      .execute(),
    ctx.tx
      .selectFrom('readings')
      .selectAll()
      .where((eb) => eb.and(inConversation))
      .where('read_at', '<=', filing.requested_at)
      .orderBy('read_at')
      .execute(),
    ctx.tx
      .selectFrom('attachments')
      .selectAll()
      .where((eb) => eb.and(inConversation))
      .where('message_id', 'is not', null)
      .orderBy('id')
      .execute(),
    ctx.tx
      .selectFrom('tasks')
      .selectAll()
      .where((eb) => eb.and(inConversation))
      .where('created_at', '<=', filing.requested_at)
      // What colleagues have to do besides stays between them, as notes do; so does what was done with it.
      .where('kind', '<>', 'follow-up')
      .orderBy('created_at')
      .orderBy('id')
      .execute(),
    ctx.tx
      .selectFrom('task_events')
      .selectAll()
      .where((eb) => eb.and(inConversation))
      .where('at', '<=', filing.requested_at)
      .orderBy('at')
      .orderBy('id')
      .execute(),
    ctx.tx
      .selectFrom('practitioners')
      .leftJoin('memberships', 'memberships.id', 'practitioners.id')
      .select(['practitioners.id', 'practitioners.version', 'practitioners.name_sealed', 'memberships.role'])
      .where('practitioners.practice_id', '=', practiceId)
      .orderBy('practitioners.id')
      .execute(),
    ctx.tx
      .selectFrom('care_teams')
      .select(['id', 'name_en', 'name_fr'])
      .where('practice_id', '=', practiceId)
      .orderBy('id')
      .execute(),
    selectTriageRows(ctx, filing),
    selectTogether(ctx, filing),
    selectSplits(ctx, filing),
  ])
  return named({
    practice,
    conversation,
    patient,
    messages,
    readings,
    attachments,
    tasks,
    events: events.filter(({ task_id }) => tasks.some(({ id }) => id === task_id)),
    practitioners,
    careTeams,
    triage,
    together,
    splits,
    requested_by_id: filing.requested_by_id,
  })
}

/** With which others of the patient it was put together when the filing was asked for. */
function selectTogether(ctx: Context, { practice_id, conversation_id, requested_at }: FilingRow) {
  return ctx.tx
    .selectFrom('merges')
    .innerJoin('conversations as other', (join) =>
      join
        .onRef('other.practice_id', '=', 'merges.practice_id')
        .on((eb) =>
          eb.or([eb('other.id', '=', eb.ref('merges.head_id')), eb('other.id', '=', eb.ref('merges.conversation_id'))]),
        ),
    )
    .select(['merges.head_id', 'other.id', 'other.subject_sealed'])
    .where('merges.practice_id', '=', practice_id)
    .where((eb) =>
      eb.or([eb('merges.conversation_id', '=', conversation_id), eb('merges.head_id', '=', conversation_id)]),
    )
    .where('other.id', '<>', conversation_id)
    .where('merges.merged_at', '<=', requested_at)
    .where((eb) => eb.or([eb('merges.parted_at', 'is', null), eb('merges.parted_at', '>', requested_at)]))
    .orderBy('merges.merged_at')
    .orderBy('merges.id')
    .execute()
}

/** What was answered apart from where it was written when the filing was asked for. */
function selectSplits(ctx: Context, { practice_id, conversation_id, requested_at }: FilingRow) {
  return ctx.tx
    .selectFrom('splits')
    .innerJoin('conversations as other', (join) =>
      join
        .onRef('other.practice_id', '=', 'splits.practice_id')
        .on((eb) =>
          eb.or([
            eb('other.id', '=', eb.ref('splits.original_id')),
            eb('other.id', '=', eb.ref('splits.conversation_id')),
          ]),
        ),
    )
    .select(['splits.original_id', 'other.id', 'other.subject_sealed'])
    .select(
      sql<string[]>`array(select m.message_id from split_messages m
        where m.practice_id = splits.practice_id and m.conversation_id = splits.conversation_id)`.as('message_ids'),
    )
    .where('splits.practice_id', '=', practice_id)
    .where((eb) =>
      eb.or([eb('splits.conversation_id', '=', conversation_id), eb('splits.original_id', '=', conversation_id)]),
    )
    .where('other.id', '<>', conversation_id)
    .where('splits.split_at', '<=', requested_at)
    .orderBy('splits.split_at')
    .orderBy('splits.conversation_id')
    .execute()
}

/** Only the colleagues and inboxes that the record names go into it. */
function named<
  R extends {
    conversation: { care_team_id: string; closed_by_id: string | null; started_by_id: string }
    messages: {
      author_id: string | null
      on_behalf_of_id: string | null
      approved_by_id: string | null
      retracted_by_id: string | null
    }[]
    readings: { reader_id: string }[]
    tasks: { owner_id: string | null; care_team_id: string }[]
    events: { actor_id: string | null; from_id: string | null; to_id: string | null }[]
    triage: {
      routings: { care_team_id: string | null; practitioner_id: string | null }[]
      moves: { moved_by_id: string }[]
    }
    practitioners: { id: string }[]
    careTeams: { id: string }[]
    requested_by_id: string | null
  },
>(rows: R): R {
  const ids = new Set<string | null>([
    rows.conversation.care_team_id,
    rows.conversation.closed_by_id,
    rows.conversation.started_by_id,
    rows.requested_by_id,
    ...rows.messages.flatMap((m) => [m.author_id, m.on_behalf_of_id, m.approved_by_id, m.retracted_by_id]),
    ...rows.readings.map((r) => r.reader_id),
    ...rows.tasks.flatMap((t) => [t.owner_id, t.care_team_id]),
    ...rows.triage.routings.flatMap((r) => [r.care_team_id, r.practitioner_id]),
    ...rows.triage.moves.map((m) => m.moved_by_id),
    ...rows.events.flatMap((e) => [e.actor_id, e.from_id, e.to_id]),
  ])
  return {
    ...rows,
    practitioners: rows.practitioners.filter(({ id }) => ids.has(id)),
    careTeams: rows.careTeams.filter(({ id }) => ids.has(id)),
  }
}
