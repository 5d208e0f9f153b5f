import type { InputOf } from '../../shared/endpoint.ts'
import type { capacity as api } from '../../shared/api/capacity.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { practitionerNames } from '../access/names.ts'
import { accessPatient, permitPeople } from '../access/people.ts'
import { readFields } from '../people/typed-fields.ts'
import { invalid } from '../platform/problems.ts'
import { type BlockView, selectBlocks, viewBlock } from './list-blocks.ts'
import { tellAndBlock } from './tell-and-block.ts'

type Input = InputOf<typeof api.blockPatient>

/** Keeps a patient from writing until a day, and tells them at once. Twice is once, by the ids that the client makes. */
export async function blockPatient(ctx: Context, input: Input): Promise<BlockView> {
  permitPeople(ctx, 'patient.block')
  const reason = readBlock(ctx, input)
  const [patient, earlier, staff] = await Promise.all([
    accessPatient(ctx, input.patientId, 'patient.manage'),
    selectBlocks(ctx).where('patient_blocks.id', '=', input.blockId).executeTakeFirst(),
    practitionerNames(ctx),
  ])
  if (earlier !== undefined && (earlier.patient_id !== patient.id || earlier.blocked_by_id !== ctx.actor.id)) {
    throw invalid({ path: 'blockId', code: 'id-already-used' })
  }
  if (earlier === undefined) {
    await tellAndBlock(ctx, { ...input, reason })
  } else {
    await recordAudit(ctx, 'patient.block', {
      object: { type: 'block', id: earlier.id },
      patients: [patient.id],
      info: ['block', 'repeat'],
      envelopes: [{ column: 'patient_blocks.reason_sealed', row: earlier.id, envelope: earlier.reason_sealed }],
    })
  }
  const row = await selectBlocks(ctx).where('patient_blocks.id', '=', input.blockId).executeTakeFirstOrThrow()
  return viewBlock(ctx, row, staff)
}

/** The reason, of a block that ends at a time that may be chosen. */
export function readBlock(ctx: Context, input: Pick<Input, 'reason' | 'endsAt'>): string {
  if (input.endsAt <= ctx.now) {
    throw invalid({ path: 'endsAt', code: 'in-the-past' })
  }
  if (input.endsAt.getTime() - ctx.now.getTime() > limits.blockDays * 86_400_000) {
    throw invalid({ path: 'endsAt', code: 'too-far', limit: limits.blockDays })
  }
  return readFields((fields) => fields.text('reason', input.reason, limits.reasonCharacters))
}
