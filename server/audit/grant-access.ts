import type { audit as api } from '../../shared/api/audit.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { cleanText, countCharacters } from '../../shared/text.ts'
import { recordAudit } from '../access/audit.ts'
import { permitAudit } from '../access/audit-log.ts'
import type { Context } from '../access/context.ts'
import { accessPatient } from '../access/people.ts'
import { uuidv7 } from '../platform/ids.ts'
import { invalid } from '../platform/problems.ts'

/**
 * Lets a clinician see one patient outside their inboxes for an hour, for a reason that they state. The terms never change
 * afterwards; every act under it names it, the privacy officer finds it among what is to be reviewed, and the patient sees it.
 */
export async function grantAccess(
  ctx: Context,
  input: InputOf<typeof api.grantAccess>,
): Promise<ResultOf<typeof api.grantAccess>> {
  permitAudit(ctx, 'access.grant')
  const patient = await accessPatient(ctx, input.patientId, 'patient.read')
  const id = uuidv7(ctx.now)
  const expiresAt = new Date(ctx.now.getTime() + limits.accessGrantMinutes * 60_000)
  const place = { id, version: 1, patientId: patient.id }
  const envelope = ctx.keys.seal('access_grants.reason_sealed', place, readReason(input.reason))
  await Promise.all([
    ctx.tx
      .insertInto('access_grants')
      .values({
        practice_id: ctx.actor.practiceId,
        id,
        patient_id: patient.id,
        practitioner_id: ctx.actor.id ?? '',
        reason_sealed: envelope,
        granted_at: ctx.now,
        expires_at: expiresAt,
      })
      .execute(),
    recordAudit(ctx, 'access.grant', {
      object: { type: 'access-grant', id },
      patients: [patient.id],
      grant: id,
      envelopes: [{ column: 'access_grants.reason_sealed', row: id, envelope }],
    }),
  ])
  return { expiresAt }
}

function readReason(typed: string): string {
  const cleaned = cleanText(typed)
  if (!cleaned.ok) {
    throw invalid({ path: 'reason', code: cleaned.problem })
  }
  if (countCharacters(cleaned.text) > limits.reasonCharacters) {
    throw invalid({ path: 'reason', code: 'too-long', limit: limits.reasonCharacters })
  }
  return cleaned.text
}
