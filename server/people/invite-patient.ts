import type { people as api } from '../../shared/api/people.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessPatient } from '../access/people.ts'
import { makeInvitation } from '../accounts/make-invitation.ts'
import { conflict } from '../platform/problems.ts'
import { joinUrl } from './join-url.ts'
import { openCard } from './patient-card.ts'

/** The code with which a patient signs up, together with their date of birth. The row's lock keeps two clicks apart. */
export async function invitePatient(
  ctx: Context,
  input: InputOf<typeof api.invitePatient>,
): Promise<ResultOf<typeof api.invitePatient>> {
  const patient = await accessPatient(ctx, input.patientId, 'patient.manage')
  const practiceId = ctx.actor.practiceId
  await ensureMembership(ctx, patient.id)
  const { birthDate } = openCard(ctx.keys, patient)
  const invitation = await makeInvitation(ctx, { membershipId: patient.id, practiceId, birthDate })
  await recordAudit(ctx, 'patient.invite', { object: { type: 'patient', id: patient.id }, patients: [patient.id] })
  return { ...invitation, url: joinUrl(ctx) }
}

/** The directory is one for all practices: an id that stands there for anybody else is never touched. */
async function ensureMembership(ctx: Context, patientId: string): Promise<void> {
  await ctx.tx
    .insertInto('memberships')
    .values({
      id: patientId,
      practice_id: ctx.actor.practiceId,
      kind: 'patient',
      status: 'invited',
      created_at: ctx.now,
    })
    .onConflict((conflicting) => conflicting.column('id').doNothing())
    .execute()
  const own = await ctx.tx
    .selectFrom('memberships')
    .select('id')
    .where('id', '=', patientId)
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('kind', '=', 'patient')
    .executeTakeFirst()
  if (own === undefined) {
    throw conflict('id-already-used')
  }
}
