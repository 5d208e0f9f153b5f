import type { audit as api } from '../../shared/api/audit.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import { permitAudit } from '../access/audit-log.ts'
import type { Context } from '../access/context.ts'
import { practitionerNames } from '../access/names.ts'
import { isUuidv7 } from '../platform/ids.ts'
import { invalid } from '../platform/problems.ts'
import { namePatients } from './name-patients.ts'
import { openGrants } from './open-grants.ts'

/** The reasons that were stated, for the privacy officer to review. */
export async function listGrants(
  ctx: Context,
  input: InputOf<typeof api.listGrants>,
): Promise<ResultOf<typeof api.listGrants>> {
  permitAudit(ctx, 'access.list')
  const { cursor, limit: size = limits.pageRows, open = false } = input
  if (cursor !== undefined && !isUuidv7(cursor)) {
    throw invalid({ path: 'cursor', code: 'malformed' })
  }
  const [staff, grants] = await Promise.all([
    practitionerNames(ctx),
    openGrants(ctx, { isOpen: open, before: cursor, count: size + 1 }),
  ])
  const shown = [...grants.values()].slice(0, size)
  const patients = await namePatients(
    ctx,
    shown.map(({ patientId }) => patientId),
  )
  await recordAudit(ctx, 'access.list', { patients: [...patients.keys()], info: ['reason', 'demographics'] })
  return {
    items: shown.flatMap(({ patientId, practitionerId, reviewedById, ...grant }) => {
      const [patient, practitioner] = [patients.get(patientId), staff.get(practitionerId)]
      const reviewedBy = staff.get(reviewedById ?? '') ?? null
      return patient && practitioner ? [{ ...grant, patient, practitioner, reviewedBy }] : []
    }),
    nextCursor: grants.size > size ? (shown.at(-1)?.id ?? null) : null,
  }
}
