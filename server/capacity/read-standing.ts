import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { capacity as api } from '../../shared/api/capacity.ts'
import type { CoachingKind } from '../../shared/capacity.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { visibleConversations } from '../access/conversations.ts'
import { practitionerNames } from '../access/names.ts'
import { accessPatient, canPeople } from '../access/people.ts'
import type { Refusal } from '../routing/may-write.ts'
import { blockInForce, viewBlock } from './list-blocks.ts'
import { loadWritingOf, refusalOf } from './load-writing.ts'

/** How a patient uses messages, beside their card: what colleagues should know before they answer. */
export async function readStanding(
  ctx: Context,
  input: InputOf<typeof api.readStanding>,
): Promise<ResultOf<typeof api.readStanding>> {
  const since = new Date(ctx.now.getTime() - limits.coachingShownDays * 86_400_000)
  const [patient, block, facts, coachings, known, staff] = await Promise.all([
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
  ])
  await recordAudit(ctx, 'patient.standing', {
    object: { type: 'patient', id: patient.id },
    patients: [patient.id],
    info: ['block', 'coaching'],
  })
  return {
    block: block === undefined ? null : viewBlock(ctx, block, staff),
    refusal: tell(refusalOf(facts, { act: 'start', topicId: anyTopic }, ctx.now)),
    coachings: coachings.map((row) => ({
      kind: row.kind as CoachingKind,
      at: new Date(row.at),
      by: staff.get(row.practitioner_id) ?? null,
      conversationId: known.some(({ id }) => id === row.conversation_id) ? row.conversation_id : null,
    })),
    can: {
      block: block === undefined && canPeople(ctx.actor, 'patient.block'),
      lift: block !== undefined && canPeople(ctx.actor, 'patient.lift-block'),
    },
  }
}

/** Of no topic: what is told stops them whatever they would write about. */
const anyTopic = ''

function tell(refusal: Refusal | null) {
  return refusal && { code: refusal.code, until: refusal.until, limit: refusal.limit }
}
