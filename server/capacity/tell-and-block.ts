import type { RegionCode } from '../../shared/regions/region.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessPatient, permitPeople } from '../access/people.ts'
import type { Sent } from '../conversations/send.ts'
import { startConversation } from '../conversations/start-conversation.ts'
import { conflict } from '../platform/problems.ts'
import { blockLetter } from '../routing/block-letter.ts'
import { blockInForce, selectBlocks } from './list-blocks.ts'

export type Block = {
  blockId: string
  patientId: string
  reason: string
  endsAt: Date
  conversationId: string
  messageId: string
}

/**
 * A patient is kept from writing from now on, and told in the same act: a message of its own says why, until when and how to reach
 * the clinic. Twice the same ids is once.
 */
export async function tellAndBlock(ctx: Context, block: Block): Promise<Sent> {
  permitPeople(ctx, 'patient.block')
  const [patient, earlier, inForce, practice, topic] = await Promise.all([
    accessPatient(ctx, block.patientId, 'patient.manage'),
    selectBlocks(ctx).where('patient_blocks.id', '=', block.blockId).executeTakeFirst(),
    blockInForce(ctx, block.patientId),
    ctx.tx
      .selectFrom('practices')
      .select(['name', 'phone', 'time_zone', 'region'])
      .where('practice_id', '=', ctx.actor.practiceId)
      .executeTakeFirstOrThrow(),
    firstTopic(ctx),
  ])
  if (inForce !== undefined && inForce.id !== block.blockId) {
    throw conflict('already-blocked', { until: new Date(inForce.ends_at).toISOString() })
  }
  if (topic === undefined) {
    throw conflict('no-topic')
  }
  const letter = blockLetter({
    language: patient.language as 'en' | 'fr',
    clinic: practice.name,
    phone: practice.phone,
    reason: block.reason,
    until: block.endsAt,
    timeZone: practice.time_zone,
    region: practice.region as RegionCode,
  })
  const sent = await startConversation(ctx, {
    membershipId: ctx.actor.id ?? '',
    conversationId: block.conversationId,
    messageId: block.messageId,
    patientId: patient.id,
    topicId: topic.id,
    mode: 'one-way',
    ...letter,
    attachmentIds: [],
  })
  if (earlier === undefined) {
    await insertBlock(ctx, block)
  }
  return sent
}

/** The message that tells needs a topic; what it is about stands in its subject. */
export function firstTopic(ctx: Context): Promise<{ id: string } | undefined> {
  return ctx.tx
    .selectFrom('topics')
    .select('id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .orderBy('is_open', 'desc')
    .orderBy('position')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
}

async function insertBlock(ctx: Context, block: Block): Promise<void> {
  const { blockId: id, patientId, conversationId, endsAt, reason } = block
  const reason_sealed = ctx.keys.seal('patient_blocks.reason_sealed', { id, version: 1, patientId }, reason)
  await Promise.all([
    ctx.tx
      .insertInto('patient_blocks')
      .values({
        practice_id: ctx.actor.practiceId,
        id,
        patient_id: patientId,
        reason_sealed,
        starts_at: ctx.now,
        ends_at: endsAt,
        blocked_by_id: ctx.actor.id ?? '',
        conversation_id: conversationId,
      })
      .execute(),
    recordAudit(ctx, 'patient.block', {
      object: { type: 'block', id },
      patients: [patientId],
      info: ['block'],
      envelopes: [{ column: 'patient_blocks.reason_sealed', row: id, envelope: reason_sealed }],
    }),
  ])
}
