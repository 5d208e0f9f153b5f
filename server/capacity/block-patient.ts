import type { InputOf } from '../../shared/endpoint.ts'
import type { capacity as api } from '../../shared/api/capacity.ts'
import { limits } from '../../shared/limits.ts'
import type { RegionCode } from '../../shared/regions/region.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { practitionerNames } from '../access/names.ts'
import { accessPatient, permitPeople } from '../access/people.ts'
import { startConversation } from '../conversations/start-conversation.ts'
import { readFields } from '../people/typed-fields.ts'
import { conflict, invalid } from '../platform/problems.ts'
import { blockLetter } from '../routing/block-letter.ts'
import { blockInForce, type BlockView, selectBlocks, viewBlock } from './list-blocks.ts'

type Input = InputOf<typeof api.blockPatient>

/**
 * Keeps a patient from writing until a day, and tells them in the same act: a message of its own says why, until when and how to
 * reach the clinic. It is read, reminded of and filed like any other. Twice is once, by the ids that the client makes.
 */
export async function blockPatient(ctx: Context, input: Input): Promise<BlockView> {
  permitPeople(ctx, 'patient.block')
  const reason = readBlock(ctx, input)
  const [patient, earlier, inForce, practice, topic, staff] = await Promise.all([
    accessPatient(ctx, input.patientId, 'patient.manage'),
    selectBlocks(ctx).where('patient_blocks.id', '=', input.blockId).executeTakeFirst(),
    blockInForce(ctx, input.patientId),
    ctx.tx
      .selectFrom('practices')
      .select(['name', 'phone', 'time_zone', 'region'])
      .where('practice_id', '=', ctx.actor.practiceId)
      .executeTakeFirstOrThrow(),
    firstTopic(ctx),
    practitionerNames(ctx),
  ])
  if (earlier !== undefined && (earlier.patient_id !== patient.id || earlier.blocked_by_id !== ctx.actor.id)) {
    throw invalid({ path: 'blockId', code: 'id-already-used' })
  }
  if (earlier === undefined) {
    if (inForce !== undefined) {
      throw conflict('already-blocked', { until: new Date(inForce.ends_at).toISOString() })
    }
    if (topic === undefined) {
      throw conflict('no-topic')
    }
    const letter = blockLetter({
      language: patient.language as 'en' | 'fr',
      clinic: practice.name,
      phone: practice.phone,
      reason,
      until: input.endsAt,
      timeZone: practice.time_zone,
      region: practice.region as RegionCode,
    })
    await startConversation(ctx, {
      membershipId: input.membershipId,
      conversationId: input.conversationId,
      messageId: input.messageId,
      patientId: patient.id,
      topicId: topic.id,
      mode: 'one-way',
      ...letter,
      attachmentIds: [],
    })
    await insertBlock(ctx, input, reason)
  }
  const row = await selectBlocks(ctx).where('patient_blocks.id', '=', input.blockId).executeTakeFirstOrThrow()
  await recordAudit(ctx, 'patient.block', {
    object: { type: 'block', id: row.id },
    patients: [patient.id],
    info: ['block', ...(earlier === undefined ? [] : ['repeat'])],
    envelopes: [{ column: 'patient_blocks.reason_sealed', row: row.id, envelope: row.reason_sealed }],
  })
  return viewBlock(ctx, row, staff)
}

function readBlock(ctx: Context, input: Input): string {
  if (input.endsAt <= ctx.now) {
    throw invalid({ path: 'endsAt', code: 'in-the-past' })
  }
  if (input.endsAt.getTime() - ctx.now.getTime() > limits.blockDays * 86_400_000) {
    throw invalid({ path: 'endsAt', code: 'too-far', limit: limits.blockDays })
  }
  return readFields((fields) => fields.text('reason', input.reason, limits.reasonCharacters))
}

/** The message that tells needs a topic; what it is about stands in its subject. */
function firstTopic(ctx: Context): Promise<{ id: string } | undefined> {
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

function insertBlock(ctx: Context, input: Input, reason: string): Promise<unknown> {
  const { blockId: id, patientId, conversationId, endsAt } = input
  return ctx.tx
    .insertInto('patient_blocks')
    .values({
      practice_id: ctx.actor.practiceId,
      id,
      patient_id: patientId,
      reason_sealed: ctx.keys.seal('patient_blocks.reason_sealed', { id, version: 1, patientId }, reason),
      starts_at: ctx.now,
      ends_at: endsAt,
      blocked_by_id: ctx.actor.id ?? '',
      conversation_id: conversationId,
    })
    .execute()
}
