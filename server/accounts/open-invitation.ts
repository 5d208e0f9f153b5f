import { timingSafeEqual } from 'node:crypto'
import { sql, type Selectable } from 'kysely'
import type { enrolment as api } from '../../shared/api/enrolment.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { DirectoryContext } from '../access/context.ts'
import type { Invitations } from '../platform/db-types.ts'
import { Problem } from '../platform/problems.ts'
import { makeChallenge } from './challenge.ts'
import { birthDateHash, inviteCodeHash, inviteEmailHash } from './make-invitation.ts'
import { openThrottle } from './throttle.ts'

type Input = InputOf<typeof api.openInvitation>

/**
 * Opens an invitation with its code and what only its person knows with it. An unknown code, a wrong date, one that is
 * used, void or too old: the same answer after the same statements. It gives a ticket for the form that follows.
 */
export async function openInvitation(
  ctx: DirectoryContext,
  input: Input,
): Promise<ResultOf<typeof api.openInvitation>> {
  const throttle = await openThrottle(ctx, { purpose: 'invitation' })
  const found = await findInvitation(ctx, input.code)
  const isRight = isOpen(found, ctx.now) && provesIt(ctx, found, input)
  if (!isRight || found === undefined) {
    await countTry(ctx, found?.id)
    await throttle.failed()
    await recordAudit(ctx, 'invitation.refuse', {
      outcome: 4,
      ...(found !== undefined && { object: { type: 'invitation', id: found.id } }),
    })
    throw new Problem(422, 'invitation-refused')
  }
  await throttle.passed()
  const ticket = await makeChallenge(ctx, {
    kind: 'enrolment',
    payload: found.id,
    lastsMinutes: limits.enrolmentMinutes,
  })
  await recordAudit(ctx, 'invitation.open', { object: { type: 'invitation', id: found.id } })
  return {
    ticket,
    kind: found.kind,
    practice: { name: found.practice_name, phone: found.practice_phone },
    expiresAt: new Date(ctx.now.getTime() + limits.enrolmentMinutes * 60_000),
  }
}

type Found = Selectable<Invitations> & {
  kind: 'patient' | 'practitioner'
  practice_name: string
  practice_phone: string
}

/** Locked, so that wrong dates sent together are counted one by one. */
async function findInvitation(ctx: DirectoryContext, code: string): Promise<Found | undefined> {
  const { rows } = await sql<Found>`
    select i.*, m.kind, p.name as practice_name, p.phone as practice_phone
    from invitations i
    join memberships m on m.id = i.membership_id
    cross join lateral priv.practice_cards(array[i.practice_id]) p
    where i.code_hash = ${inviteCodeHash(ctx.house, code)}
    for no key update of i`.execute(ctx.tx)
  return rows[0]
}

/** Whether an invitation can still be accepted. */
export function isOpen(
  invitation: Pick<Selectable<Invitations>, 'used_at' | 'voided_at' | 'tries_left' | 'expires_at'> | undefined,
  now: Date,
): boolean {
  return (
    invitation !== undefined &&
    invitation.used_at === null &&
    invitation.voided_at === null &&
    invitation.tries_left > 0 &&
    invitation.expires_at > now
  )
}

const nobody = '00000000-0000-7000-8000-000000000000'

/** Everything the invitation asks for is given and right. The hashes are made also when there is nothing to compare. */
function provesIt(ctx: DirectoryContext, found: Found | undefined, { birthDate, email }: Input): boolean {
  const membershipId = found?.membership_id ?? nobody
  const date = birthDateHash(ctx.house, membershipId, birthDate ?? '-')
  const address = inviteEmailHash(ctx.house, membershipId, email ?? '-')
  const asked: [Buffer | null, Buffer][] = [
    [found?.birth_date_hash ?? null, date],
    [found?.email_hash ?? null, address],
  ]
  const compared = asked.filter(([stored]) => stored !== null)
  return compared.length > 0 && compared.every(([stored, given]) => stored !== null && timingSafeEqual(stored, given))
}

/** One try less; the statement runs for unknown codes too, and then finds no row. */
async function countTry(ctx: DirectoryContext, invitationId: string = nobody): Promise<void> {
  await ctx.tx
    .updateTable('invitations')
    .set((eb) => ({ tries_left: eb('tries_left', '-', 1) }))
    .where('id', '=', invitationId)
    .where('tries_left', '>', 0)
    .execute()
}
