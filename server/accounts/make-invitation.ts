import { membershipMachine, type MembershipStatus } from '../../shared/people.ts'
import { limits } from '../../shared/limits.ts'
import { next } from '../../shared/machine.ts'
import type { Context, House } from '../access/context.ts'
import { newInviteCode, normaliseInviteCode } from '../platform/crypto/invite-code.ts'
import { normaliseEmail } from '../platform/crypto/lookup.ts'
import { uuidv7 } from '../platform/ids.ts'
import { notFound } from '../platform/problems.ts'

/**
 * Makes the code with which one member signs up and voids the earlier ones. The member is invited from then on: who was
 * confirmed before loses access until the code is used. The caller records the act. The code is shown once, kept hashed.
 */
export async function makeInvitation(
  ctx: Pick<Context, 'tx' | 'now' | 'house'>,
  invited: {
    membershipId: string
    practiceId: string
    /** 'YYYY-MM-DD': asked for with a patient's code. */
    birthDate?: string
    /** Asked for with a colleague's code; left out, the one of the earlier invitation stays. */
    email?: string
  },
): Promise<{ code: string; expiresAt: Date }> {
  await markInvited(ctx, invited)
  const code = newInviteCode()
  const codeHash = inviteCodeHash(ctx.house, code)
  const proof = await proofOf(ctx, invited)
  if (codeHash === null || (proof.birth_date_hash === null && proof.email_hash === null)) {
    throw new Error('an invitation opens with a code and a birth date or an e-mail')
  }
  await ctx.tx
    .updateTable('invitations')
    .set({ voided_at: ctx.now })
    .where('membership_id', '=', invited.membershipId)
    .where('used_at', 'is', null)
    .where('voided_at', 'is', null)
    .execute()
  const expiresAt = new Date(ctx.now.getTime() + limits.invitationDays * 86_400_000)
  await ctx.tx
    .insertInto('invitations')
    .values({
      id: uuidv7(ctx.now),
      membership_id: invited.membershipId,
      practice_id: invited.practiceId,
      code_hash: codeHash,
      ...proof,
      tries_left: limits.invitationTries,
      created_at: ctx.now,
      expires_at: expiresAt,
    })
    .execute()
  return { code, expiresAt }
}

/** What a typed code is looked up by; null when it cannot be one. */
export function inviteCodeHash(house: House, typed: string): Buffer | null {
  const code = normaliseInviteCode(typed)
  return code === null ? null : house.deployment.lookup('invitation-code', code)
}

/** Bound to the membership, so that two people born on one day do not show as such. */
export function birthDateHash(house: House, membershipId: string, birthDate: string): Buffer {
  return house.deployment.lookup('invitation-birth-date', `${membershipId}/${birthDate}`)
}

export function inviteEmailHash(house: House, membershipId: string, email: string): Buffer {
  return house.deployment.lookup('invitation-email', `${membershipId}/${normaliseEmail(email)}`)
}

/** The membership's row lock puts two invitations of one person in order: the second voids the first. */
async function markInvited(
  ctx: Pick<Context, 'tx'>,
  invited: { membershipId: string; practiceId: string },
): Promise<void> {
  const membership = await ctx.tx
    .selectFrom('memberships')
    .select('status')
    .where('id', '=', invited.membershipId)
    .where('practice_id', '=', invited.practiceId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (membership === undefined) {
    throw notFound()
  }
  const status = next(membershipMachine, membership.status as MembershipStatus, 'invite')
  await ctx.tx.updateTable('memberships').set({ status }).where('id', '=', invited.membershipId).execute()
}

async function proofOf(
  ctx: Pick<Context, 'tx' | 'house'>,
  invited: { membershipId: string; birthDate?: string; email?: string },
): Promise<{ birth_date_hash: Buffer | null; email_hash: Buffer | null }> {
  const { membershipId, birthDate, email } = invited
  if (birthDate === undefined && email === undefined) {
    const earlier = await ctx.tx
      .selectFrom('invitations')
      .select(['birth_date_hash', 'email_hash'])
      .where('membership_id', '=', membershipId)
      .orderBy('created_at', 'desc')
      .limit(1)
      .executeTakeFirst()
    return earlier ?? { birth_date_hash: null, email_hash: null }
  }
  return {
    birth_date_hash: birthDate === undefined ? null : birthDateHash(ctx.house, membershipId, birthDate),
    email_hash: email === undefined ? null : inviteEmailHash(ctx.house, membershipId, email),
  }
}
