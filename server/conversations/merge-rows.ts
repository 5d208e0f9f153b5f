import { sql } from 'kysely'
import type { ResultOf } from '../../shared/endpoint.ts'
import type { conversations as api } from '../../shared/api/conversations.ts'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import type { PersonReference } from '../access/names.ts'
import { selectOthers, viewOther } from './other-conversation.ts'

type Merges = ResultOf<typeof api.readConversation>['merges']
export type MergeRow = Awaited<ReturnType<typeof selectMerges>>[number]

/** Each time this conversation was put together with another, those that stand first; the other only for who may know of it. */
export function selectMerges(ctx: Context, conversationId: string) {
  return ctx.tx
    .selectFrom('merges')
    .leftJoin(selectOthers(ctx).as('other'), (join) =>
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
