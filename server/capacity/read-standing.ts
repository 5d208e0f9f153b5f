import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { capacity as api } from '../../shared/api/capacity.ts'
import type { CoachingKind } from '../../shared/capacity.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { isRestricted, visibleConversations } from '../access/conversations.ts'
import { practitionerNames } from '../access/names.ts'
import { canWriteTo } from '../access/patients.ts'
import { accessPatient, canPeople } from '../access/people.ts'
import { startRows } from '../conversations/scheduled-starts.ts'
import { isToShow, viewScheduled } from '../conversations/scheduled-view.ts'
import { literals } from '../platform/db.ts'
import type { Refusal } from '../routing/may-write.ts'
import { blockInForce, viewBlock } from './list-blocks.ts'
import { loadWritingOf, refusalOf } from './load-writing.ts'

/** How a patient uses messages, beside their card: what colleagues should know before they answer. */
export async function readStanding(
  ctx: Context,
  input: InputOf<typeof api.readStanding>,
): Promise<ResultOf<typeof api.readStanding>> {
  const since = new Date(ctx.now.getTime() - limits.coachingShownDays * 86_400_000)
  const [patient, block, facts, coachings, known, staff, waiting, draft] = await Promise.all([
    accessPatient(ctx, input.patientId, 'patient.read'),
    blockInForce(ctx, input.patientId),
    loadWritingOf(ctx, input.patientId),
    ctx.tx
      .selectFrom('coachings')
      .select(['kind', 'at', 'practitioner_id', 'conversation_id'])
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('patient_id', '=', input.patientId)
      .where('at', '>', since)
      .orderBy('at', 'desc')
      .limit(limits.coachingsShown)
      .execute(),
    // That somebody was told is for every colleague; where it was, for those who may know of that conversation.
    visibleConversations(ctx.tx, ctx.actor, ctx.now)
      .select('conversations.id')
      .where('conversations.id', 'in', (query) =>
        query
          .selectFrom('coachings')
          .select('conversation_id')
          .where('practice_id', '=', ctx.actor.practiceId)
          .where('patient_id', '=', input.patientId)
          .where('at', '>', since)
          .orderBy('at', 'desc')
          .limit(limits.coachingsShown),
      )
      .execute(),
    practitionerNames(ctx),
    selectBlockStarts(ctx, input.patientId),
    findBlockDraft(ctx, input.patientId),
  ])
  await recordAudit(ctx, 'patient.standing', {
    object: { type: 'patient', id: patient.id },
    patients: [patient.id],
    info: ['block', 'coaching'],
  })
  return {
    block: block === undefined ? null : viewBlock(ctx, block, staff),
    waiting: waiting.map((row) =>
      viewScheduled(ctx, row, { staff, files: [], withheld: isRestricted(ctx.actor, row) }),
    ),
    takenBack:
      draft === undefined || draft.block_ends_at === null
        ? null
        : { draftId: draft.id, reason: openReason(ctx, draft), endsAt: draft.block_ends_at },
    refusal: tell(refusalOf(facts, { act: 'start', topicId: anyTopic }, ctx.now)),
    coachings: coachings.map((row) => ({
      kind: row.kind as CoachingKind,
      at: new Date(row.at),
      by: staff.get(row.practitioner_id) ?? null,
      conversationId: known.some(({ id }) => id === row.conversation_id) ? row.conversation_id : null,
    })),
    can: {
      block:
        block === undefined &&
        waiting.every(({ state }) => state !== 'waiting') &&
        canPeople(ctx.actor, 'patient.block'),
      lift: block !== undefined && canPeople(ctx.actor, 'patient.lift-block'),
    },
  }
}

/** What is to tell the patient that they are blocked, or did not go out: for who sees it, as any first message. */
async function selectBlockStarts(ctx: Context, patientId: string) {
  if (ctx.actor.kind !== 'practitioner' || !canWriteTo(ctx.actor)) {
    return []
  }
  return startRows(ctx)
    .where('scheduled_sends.patient_id', '=', patientId)
    .where('scheduled_sends.block_id', 'is not', null)
    .where('scheduled_sends.state', 'in', literals('waiting', 'refused'))
    .where(isToShow)
    .orderBy('scheduled_sends.id')
    .limit(limits.refusedSends)
    .execute()
}

/** One's own block of this patient that was taken back, or did not go out. */
function findBlockDraft(ctx: Context, patientId: string) {
  return ctx.tx
    .selectFrom('drafts')
    .select(['id', 'patient_id', 'body_sealed', 'version', 'block_ends_at'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('author_id', '=', ctx.actor.id)
    .where('patient_id', '=', patientId)
    .where('ended_at', 'is', null)
    .where('block_ends_at', 'is not', null)
    .orderBy('saved_at', 'desc')
    .executeTakeFirst()
}

function openReason(
  ctx: Context,
  row: { id: string; patient_id: string; body_sealed: Buffer; version: number },
): string {
  const at = { id: row.id, version: row.version, patientId: row.patient_id }
  return ctx.keys.open('drafts.body_sealed', at, row.body_sealed)
}

/** Of no topic: what is told stops them whatever they would write about. */
const anyTopic = ''

function tell(refusal: Refusal | null) {
  return refusal && { code: refusal.code, until: refusal.until, limit: refusal.limit }
}
