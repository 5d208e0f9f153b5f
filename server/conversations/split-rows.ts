import { sql } from 'kysely'
import type { ResultOf } from '../../shared/endpoint.ts'
import type { conversations as api } from '../../shared/api/conversations.ts'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import type { PatientName, PersonReference } from '../access/names.ts'
import { selectAttachments } from '../attachments/attachment-view.ts'
import { type MessageView, selectMessages, selectReadings, viewMessages } from './message-view.ts'
import { selectOthers, viewOther } from './other-conversation.ts'

type Splits = ResultOf<typeof api.readConversation>['splits']
type SplitRow = Awaited<ReturnType<typeof selectSplits>>[number]
type Reader = { staff: Map<string, PersonReference>; patient: PatientName; withheld: boolean }

/** Each time messages went from or into this conversation, the oldest first; the other only for who may know of it. */
export function selectSplits(ctx: Context, conversationId: string) {
  return ctx.tx
    .selectFrom('splits')
    .innerJoin('conversations as part', (join) =>
      join.onRef('part.practice_id', '=', 'splits.practice_id').onRef('part.id', '=', 'splits.conversation_id'),
    )
    .leftJoin(selectOthers(ctx).as('other'), (join) =>
      join.on(
        'other.id',
        '=',
        sql<string>`case when splits.original_id = ${conversationId} then splits.conversation_id else splits.original_id end`,
      ),
    )
    .select(['splits.conversation_id', 'splits.original_id', 'splits.split_at', 'splits.split_by_id'])
    .select(sql<boolean>`part.merged_into_id is not distinct from splits.original_id`.as('is_undone'))
    .select(['other.id', 'other.patient_id', 'other.subject_sealed', 'other.name_en', 'other.name_fr'])
    .select(
      sql<string[]>`array(select m.message_id from split_messages m
        where m.practice_id = splits.practice_id and m.conversation_id = splits.conversation_id)`.as('message_ids'),
    )
    .where('splits.practice_id', '=', ctx.actor.practiceId)
    .where((eb) =>
      eb.or([eb('splits.conversation_id', '=', conversationId), eb('splits.original_id', '=', conversationId)]),
    )
    .orderBy('splits.split_at')
    .orderBy('splits.conversation_id')
    .limit(limits.splitsShown)
    .execute()
}

/** The patient's key must be loaded. Whoever reads a conversation reads what is answered in it, wherever it was written. */
export function viewSplits(ctx: Context, conversationId: string, rows: SplitRow[], reader: Reader): Promise<Splits> {
  return Promise.all(
    rows.map(async (row) => {
      const isOriginal = row.original_id === conversationId
      const isPatient = ctx.actor.kind === 'patient'
      return {
        way: isOriginal ? ('into' as const) : ('from' as const),
        other: viewOther(ctx, row),
        at: row.split_at,
        by: isPatient ? null : (reader.staff.get(row.split_by_id) ?? colleague(row.split_by_id)),
        isUndone: row.is_undone,
        messageIds: row.message_ids,
        messages: isOriginal ? [] : await moved(ctx, row, reader),
      }
    }),
  )
}

function colleague(id: string): PersonReference {
  return { id, kind: 'practitioner', name: '', role: null }
}

async function moved(ctx: Context, row: SplitRow, { patient, withheld }: Reader): Promise<MessageView[]> {
  const [messages, readings, attachments] = await Promise.all([
    selectMessages(ctx, row.original_id, undefined, undefined, row.message_ids),
    selectReadings(ctx, row.original_id),
    selectAttachments(ctx, { conversationId: row.original_id }),
  ])
  return viewMessages(ctx, messages, { patient, attachments, readings, withheld }).toReversed()
}
