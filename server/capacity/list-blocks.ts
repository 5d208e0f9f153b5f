import type { ResultOf } from '../../shared/endpoint.ts'
import type { capacity as api } from '../../shared/api/capacity.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { patientReference, type PersonReference, practitionerNames } from '../access/names.ts'
import { permitPeople } from '../access/people.ts'

export type BlockView = ResultOf<typeof api.blockPatient>
type BlockRow = Awaited<ReturnType<ReturnType<typeof selectBlocks>['executeTakeFirstOrThrow']>>

/** Who was kept from writing, why and by whom: nobody is without somebody else knowing. */
export async function listBlocks(ctx: Context): Promise<{ items: BlockView[] }> {
  permitPeople(ctx, 'patient.list-blocks')
  const [rows, staff] = await Promise.all([
    selectBlocks(ctx)
      .orderBy('patient_blocks.ends_at', 'desc')
      .orderBy('patient_blocks.id', 'desc')
      .limit(limits.blocksListed)
      .execute(),
    practitionerNames(ctx),
  ])
  const patients = [...new Set(rows.map(({ patient_id }) => patient_id))]
  await Promise.all([
    ctx.keys.load(patients),
    recordAudit(ctx, 'patient.list-blocks', { patients, info: ['list', 'block'] }),
  ])
  return { items: rows.map((row) => viewBlock(ctx, row, staff)) }
}

export function selectBlocks(ctx: Context) {
  return ctx.tx
    .selectFrom('patient_blocks')
    .innerJoin('patients', (join) =>
      join
        .onRef('patients.practice_id', '=', 'patient_blocks.practice_id')
        .onRef('patients.id', '=', 'patient_blocks.patient_id'),
    )
    .selectAll('patient_blocks')
    .select(['patients.version as patient_version', 'patients.family_name_sealed', 'patients.given_name_sealed'])
    .where('patient_blocks.practice_id', '=', ctx.actor.practiceId)
}

/** The one in force, if there is one. */
export function blockInForce(ctx: Context, patientId: string): Promise<BlockRow | undefined> {
  return selectBlocks(ctx)
    .where('patient_blocks.patient_id', '=', patientId)
    .where('patient_blocks.lifted_at', 'is', null)
    .where('patient_blocks.ends_at', '>', ctx.now)
    .executeTakeFirst()
}

/** The patient's key must be loaded. */
export function viewBlock(ctx: Context, row: BlockRow, staff: ReadonlyMap<string, PersonReference>): BlockView {
  const at = { id: row.id, version: 1, patientId: row.patient_id }
  return {
    id: row.id,
    patient: patientReference(ctx, { ...row, id: row.patient_id, version: row.patient_version }),
    reason: ctx.keys.open('patient_blocks.reason_sealed', at, row.reason_sealed),
    startsAt: new Date(row.starts_at),
    endsAt: new Date(row.ends_at),
    blockedBy: staff.get(row.blocked_by_id) ?? null,
    liftedAt: row.lifted_at === null ? null : new Date(row.lifted_at),
    liftedBy: row.lifted_by_id === null ? null : (staff.get(row.lifted_by_id) ?? null),
  }
}
