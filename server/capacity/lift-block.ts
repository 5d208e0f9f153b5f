import type { InputOf } from '../../shared/endpoint.ts'
import type { capacity as api } from '../../shared/api/capacity.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { practitionerNames } from '../access/names.ts'
import { accessPatient, permitPeople } from '../access/people.ts'
import { notFound } from '../platform/problems.ts'
import { type BlockView, selectBlocks, viewBlock } from './list-blocks.ts'

/** Lets a patient write again at once. Twice is once; one that has ended by itself stays as it is. */
export async function liftBlock(ctx: Context, input: InputOf<typeof api.liftBlock>): Promise<BlockView> {
  permitPeople(ctx, 'patient.lift-block')
  const find = () =>
    selectBlocks(ctx)
      .where('patient_blocks.id', '=', input.blockId)
      .where('patient_blocks.patient_id', '=', input.patientId)
      .executeTakeFirst()
  const [, before, staff] = await Promise.all([
    accessPatient(ctx, input.patientId, 'patient.manage'),
    find(),
    practitionerNames(ctx),
  ])
  if (before === undefined) {
    throw notFound()
  }
  if (before.lifted_at === null && new Date(before.ends_at) > ctx.now) {
    await ctx.tx
      .updateTable('patient_blocks')
      .set({ lifted_at: ctx.now, lifted_by_id: ctx.actor.id })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', before.id)
      .execute()
  }
  await recordAudit(ctx, 'patient.lift-block', {
    object: { type: 'block', id: before.id },
    patients: [input.patientId],
    info: ['block'],
  })
  return viewBlock(ctx, (await find()) ?? before, staff)
}
