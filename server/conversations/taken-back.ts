import type { CoachingKind } from '../../shared/capacity.ts'
import type { Outcome } from '../../shared/conversation.ts'
import { limits } from '../../shared/limits.ts'
import type { FormAct } from '../../shared/scheduled-send.ts'
import type { Context } from '../access/context.ts'
import type { Work } from './load-work.ts'

type Row = Awaited<ReturnType<typeof selectTakenBack>>[number]

/** The reader's own words that were taken back, or did not go out, and are more than an answer; the newest first. */
export function selectTakenBack(ctx: Context, conversationId: string) {
  return ctx.tx
    .selectFrom('drafts')
    .select(['id', 'patient_id', 'body_sealed', 'version', 'act', 'coaching_kind', 'outcome'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('conversation_id', '=', conversationId)
    .where('author_id', '=', ctx.actor.id)
    .where('ended_at', 'is', null)
    .where('act', 'is not', null)
    .orderBy('saved_at', 'desc')
    .limit(limits.refusedSends)
    .$narrowType<{ act: FormAct; coaching_kind: CoachingKind | null; outcome: Outcome | null }>()
    .execute()
}

/** The patient's key must be loaded. */
export function viewTakenBack(ctx: Context, row: Row): Work['takenBack'][number] {
  const at = { id: row.id, version: row.version, patientId: row.patient_id }
  return {
    draftId: row.id,
    act: row.act,
    coaching: row.coaching_kind,
    outcome: row.outcome,
    text: ctx.keys.open('drafts.body_sealed', at, row.body_sealed),
  }
}
