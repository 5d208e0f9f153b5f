import { sql } from 'kysely'
import type { ResultOf } from '../../shared/endpoint.ts'
import type { conversations as api } from '../../shared/api/conversations.ts'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import { visibleConversations } from '../access/conversations.ts'
import type { PersonReference } from '../access/names.ts'

type Merges = ResultOf<typeof api.readConversation>['merges']
export type MergeRow = Awaited<ReturnType<typeof selectMerges>>[number]

/** Each time this conversation was put together with another, those that stand first; the other only for who may know of it. */
export function selectMerges(ctx: Context, conversationId: string) {
  const others = visibleConversations(ctx.tx, ctx.actor, ctx.now)
    .innerJoin('topics', (join) =>
      join
        .onRef('topics.practice_id', '=', 'conversations.practice_id')
        .onRef('topics.id', '=', 'conversations.topic_id'),
    )
    .select(['conversations.id', 'conversations.patient_id', 'conversations.subject_sealed'])
    .select(['topics.name_en', 'topics.name_fr'])
  return ctx.tx
    .selectFrom('merges')
    .leftJoin(others.as('other'), (join) =>
      join.on(
        'other.id',
        '=',
        sql<string>`case when merges.head_id = ${conversationId} then merges.conversation_id else merges.head_id end`,
      ),
    )
    .select(['merges.head_id', 'merges.merged_at', 'merges.merged_by_id', 'merges.parted_at', 'merges.parted_by_id'])
    .select(['other.id', 'other.patient_id', 'other.subject_sealed', 'other.name_en', 'other.name_fr'])
    .where('merges.practice_id', '=', ctx.actor.practiceId)
    .where((eb) =>
      eb.or([eb('merges.conversation_id', '=', conversationId), eb('merges.head_id', '=', conversationId)]),
    )
    .orderBy(sql`merges.parted_at is not null`)
    .orderBy('merges.merged_at', 'desc')
    .limit(limits.mergesShown)
    .execute()
}

/** The patient's key must be loaded. Patients are told that the clinic did it, not who. */
export function viewMerges(
  ctx: Context,
  conversationId: string,
  rows: readonly MergeRow[],
  staff: Map<string, PersonReference>,
): Merges {
  const by = (id: string | null) =>
    id === null || ctx.actor.kind === 'patient'
      ? null
      : (staff.get(id) ?? { id, kind: 'practitioner', name: '', role: null })
  return rows.map((row) => ({
    way: row.head_id === conversationId ? 'from' : 'into',
    other: viewOther(ctx, row),
    mergedAt: row.merged_at,
    mergedBy: by(row.merged_by_id),
    partedAt: row.parted_at,
    partedBy: by(row.parted_by_id),
  }))
}

function viewOther(ctx: Context, row: MergeRow): Merges[number]['other'] {
  const { id, patient_id: patientId, subject_sealed, name_en, name_fr } = row
  if (id === null || patientId === null || subject_sealed === null || name_en === null || name_fr === null) {
    return null
  }
  return {
    id,
    topic: { en: name_en, fr: name_fr },
    subject: ctx.keys.open('conversations.subject_sealed', { id, version: 1, patientId }, subject_sealed),
  }
}
