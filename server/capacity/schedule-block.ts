import type { InputOf } from '../../shared/endpoint.ts'
import type { capacity as api } from '../../shared/api/capacity.ts'
import type { Context } from '../access/context.ts'
import { accessPatient, permitPeople } from '../access/people.ts'
import { hashRequest } from '../conversations/deliver.ts'
import { answerScheduledAgain, findScheduled, viewOwnScheduled } from '../conversations/put-off.ts'
import { putOffStart, refuseTaken } from '../conversations/schedule-start.ts'
import { readSendAt } from '../conversations/schedule-send.ts'
import { findWaitingBlock } from '../conversations/scheduled-starts.ts'
import type { ScheduledView } from '../conversations/scheduled-view.ts'
import { hasLeft } from '../conversations/send-scheduled.ts'
import { findTopic } from '../conversations/start-conversation.ts'
import { conflict, forbidden, invalid } from '../platform/problems.ts'
import { readBlock } from './block-patient.ts'
import { blockInForce, selectBlocks } from './list-blocks.ts'
import { firstTopic } from './tell-and-block.ts'

type Input = InputOf<typeof api.scheduleBlock>

/**
 * A patient is to be kept from writing, and to be told so, when it can no longer be taken back: until then they know nothing of it
 * and write as before. The same id is put off once.
 */
export async function scheduleBlock(ctx: Context, input: Input): Promise<ScheduledView> {
  permitPeople(ctx, 'patient.block')
  const { actor } = ctx
  if (actor.kind !== 'practitioner') {
    throw forbidden()
  }
  const reason = readBlock(ctx, input)
  const [patient, earlier, waiting, inForce, taken, first, isGone] = await Promise.all([
    accessPatient(ctx, input.patientId, 'patient.manage'),
    findScheduled(ctx, input.messageId),
    findWaitingBlock(ctx, input.patientId),
    blockInForce(ctx, input.patientId),
    selectBlocks(ctx).where('patient_blocks.id', '=', input.blockId).executeTakeFirst(),
    firstTopic(ctx),
    hasLeft(ctx, input.patientId),
  ])
  const asked = { text: JSON.stringify([input.blockId, input.endsAt, reason]), attachmentIds: [] }
  const requestHash = hashRequest(asked, input.conversationId)
  if (earlier !== undefined) {
    return answerScheduledAgain(ctx, earlier, { isSamePlace: earlier.act === 'start', requestHash })
  }
  if (taken !== undefined) {
    throw invalid({ path: 'blockId', code: 'id-already-used' })
  }
  await refuseTaken(ctx, input)
  if (inForce !== undefined || waiting !== undefined) {
    throw conflict('already-blocked', { until: (inForce?.ends_at ?? waiting?.block_ends_at)?.toISOString() })
  }
  const topic = first === undefined ? undefined : await findTopic(ctx, first.id)
  if (first === undefined || topic === undefined) {
    throw conflict('no-topic')
  }
  if (!topic.is_live) {
    throw conflict('practice-not-open-yet')
  }
  if (isGone) {
    throw conflict('patient-left')
  }
  await putOffStart(ctx, {
    ...input,
    patientId: patient.id,
    topicId: first.id,
    subject: '',
    text: reason,
    attachmentIds: [],
    mode: 'one-way',
    block: { id: input.blockId, endsAt: input.endsAt },
    requestHash,
    isUndo: true,
    sendAt: await readSendAt(ctx, undefined),
    actor,
  })
  return viewOwnScheduled(ctx, await findScheduled(ctx, input.messageId))
}
