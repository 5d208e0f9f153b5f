import { z } from 'zod'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { filings as api } from '../../shared/api/filings.ts'
import type { FilingStatus } from '../../shared/filing.ts'
import { limits } from '../../shared/limits.ts'
import { workingRoles } from '../../shared/people.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessConversation, visibleConversations } from '../access/conversations.ts'
import { announce } from '../access/announce.ts'
import { patientReference } from '../access/names.ts'
import { readCursor, writeCursor } from '../platform/cursor.ts'
import { forbidden } from '../platform/problems.ts'
import { requestFiling } from './request-filing.ts'
import { literals } from '../platform/db.ts'

const Cursor = z.tuple([z.iso.datetime(), z.uuid()])

/** Files a conversation to the chart as it stands now. Asking again tries again. */
export async function fileConversation(
  ctx: Context,
  input: InputOf<typeof api.fileConversation>,
): Promise<ResultOf<typeof api.fileConversation>> {
  const conversation = await accessConversation(ctx, input.conversationId, 'conversation.file')
  const requested = await requestFiling(ctx, conversation, input.filingId)
  await recordAudit(ctx, 'filing.request', {
    object: { type: 'filing', id: requested.filingId },
    patients: [conversation.patient_id],
  })
  // The worker follows changes: it files now, and not at its next round.
  ctx.afterCommit(() => announce(ctx, conversation))
  return requested
}

/** Visible debt: what is not in the chart yet, oldest first, whoever closed it, of what the reader may know of. */
export async function listUnfiled(
  ctx: Context,
  input: InputOf<typeof api.listUnfiled>,
): Promise<ResultOf<typeof api.listUnfiled>> {
  if (ctx.actor.kind !== 'practitioner' || ![...workingRoles, 'administrator'].includes(ctx.actor.role)) {
    throw forbidden()
  }
  const size = input.limit ?? limits.pageRows
  const rows = await selectUnfiled(ctx, size, readCursor(input.cursor, Cursor))
  const shown = rows.slice(0, size)
  await ctx.keys.load(shown.map((row) => row.patient_id))
  await recordAudit(ctx, 'filing.list', { patients: [...new Set(shown.map((row) => row.patient_id))], info: ['list'] })
  const last = shown.at(-1)
  return {
    items: shown.map((row) => ({
      conversationId: row.conversation_id,
      patient: patientReference(ctx, { ...row, id: row.patient_id, version: row.patient_version }),
      topic: { en: row.name_en, fr: row.name_fr },
      closedAt: row.closed_at,
      status: row.status,
      requestedAt: row.requested_at,
      attempts: row.attempts,
      problem: row.problem,
    })),
    nextCursor:
      rows.length > size && last !== undefined ? writeCursor([last.requested_at.toISOString(), last.id]) : null,
  }
}

function selectUnfiled(ctx: Context, size: number, after: [string, string] | undefined) {
  return visibleConversations(ctx.tx, ctx.actor, ctx.now)
    .innerJoin('filings', (join) =>
      join
        .onRef('filings.practice_id', '=', 'conversations.practice_id')
        .onRef('filings.conversation_id', '=', 'conversations.id'),
    )
    .innerJoin('topics', (join) =>
      join.onRef('topics.practice_id', '=', 'filings.practice_id').onRef('topics.id', '=', 'conversations.topic_id'),
    )
    .innerJoin('patients', (join) =>
      join.onRef('patients.practice_id', '=', 'filings.practice_id').onRef('patients.id', '=', 'filings.patient_id'),
    )
    .select([
      'filings.id',
      'filings.conversation_id',
      'filings.patient_id',
      'filings.status',
      'filings.requested_at',
      'filings.attempts',
      'filings.problem',
      'conversations.closed_at',
      'topics.name_en',
      'topics.name_fr',
      'patients.version as patient_version',
      'patients.family_name_sealed',
      'patients.given_name_sealed',
    ])
    .where('filings.practice_id', '=', ctx.actor.practiceId)
    .where('filings.status', 'in', literals('requested', 'failed'))
    .$if(after !== undefined, (query) =>
      query.where((eb) =>
        eb(
          eb.refTuple('filings.requested_at', 'filings.id'),
          '>',
          eb.tuple(new Date(after?.[0] ?? 0), after?.[1] ?? ''),
        ),
      ),
    )
    .orderBy('filings.requested_at')
    .orderBy('filings.id')
    .limit(size + 1)
    .$narrowType<{ status: FilingStatus }>()
    .execute()
}
