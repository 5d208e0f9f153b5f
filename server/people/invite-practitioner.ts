import type { people as api } from '../../shared/api/people.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessPractitioner } from '../access/people.ts'
import { makeInvitation } from '../accounts/make-invitation.ts'
import { invalid } from '../platform/problems.ts'
import { releaseTasksOf } from '../tasks/release-tasks-of.ts'
import { assertOtherAdministrator } from './change-practitioner.ts'
import { joinUrl } from './join-url.ts'
import { lockPractice } from './lock-practice.ts'
import { readFields } from './typed-fields.ts'

/** A new code for a colleague. Whoever was confirmed is out until they use it, so their work goes back to the inboxes. */
export async function invitePractitioner(
  ctx: Context,
  input: InputOf<typeof api.invitePractitioner>,
): Promise<ResultOf<typeof api.invitePractitioner>> {
  const [, colleague] = await Promise.all([lockPractice(ctx), accessPractitioner(ctx, input.practitionerId)])
  const email = await readEmail(ctx, colleague.id, input.email)
  const invitation = await makeInvitation(ctx, { membershipId: colleague.id, practiceId: ctx.actor.practiceId, email })
  if (colleague.status === 'confirmed') {
    await assertOtherAdministrator(ctx)
    await releaseTasksOf(ctx, colleague.id)
  }
  await recordAudit(ctx, 'practitioner.invite', { object: { type: 'practitioner', id: colleague.id } })
  return { ...invitation, url: joinUrl(ctx) }
}

/** Without one, the address of the earlier invitation counts; whoever set the practice up never had any. */
async function readEmail(ctx: Context, membershipId: string, typed: string | undefined): Promise<string | undefined> {
  if (typed !== undefined) {
    return readFields((fields) => fields.email('email', typed))
  }
  const earlier = await ctx.tx
    .selectFrom('invitations')
    .select('id')
    .where('membership_id', '=', membershipId)
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('email_hash', 'is not', null)
    .executeTakeFirst()
  if (earlier === undefined) {
    throw invalid({ path: 'email', code: 'missing' })
  }
  return undefined
}
