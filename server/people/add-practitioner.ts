import { sql } from 'kysely'
import type { people as api } from '../../shared/api/people.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { permitPeople } from '../access/people.ts'
import { makeInvitation } from '../accounts/make-invitation.ts'
import { conflict, invalid } from '../platform/problems.ts'
import { joinUrl } from './join-url.ts'
import { readPractitioner } from './list-practitioners.ts'
import { lockPractice } from './lock-practice.ts'
import { assertNewId } from './new-id.ts'
import { readFields } from './typed-fields.ts'

/** A colleague is invited, and a member once they have used the code with this e-mail address. */
export async function addPractitioner(
  ctx: Context,
  input: InputOf<typeof api.addPractitioner>,
): Promise<ResultOf<typeof api.addPractitioner>> {
  permitPeople(ctx, 'practitioner.manage')
  const { practitionerId: id, role } = input
  assertNewId('practitionerId', id)
  const { name, email } = readFields((fields) => ({
    name: fields.name('name', input.name),
    email: fields.email('email', input.email),
  }))
  const [, count] = await Promise.all([lockPractice(ctx), countPractitioners(ctx)])
  if (count >= limits.practitioners) {
    throw conflict('limit-reached', { limit: limits.practitioners })
  }
  const envelope = await insertInvited(ctx, id, { name, role })
  const invitation = await makeInvitation(ctx, { membershipId: id, practiceId: ctx.actor.practiceId, email })
  await recordAudit(ctx, 'practitioner.add', {
    object: { type: 'practitioner', id, version: 1 },
    info: [role],
    envelopes: [{ column: 'practitioners.name_sealed', row: id, envelope }],
  })
  return { practitioner: await readPractitioner(ctx, id), invitation: { ...invitation, url: joinUrl(ctx) } }
}

async function countPractitioners(ctx: Context): Promise<number> {
  const { count } = await ctx.tx
    .selectFrom('practitioners')
    .select(sql<number>`count(*)`.as('count'))
    .where('practice_id', '=', ctx.actor.practiceId)
    .executeTakeFirstOrThrow()
  return count
}

/**
 * The directory is one for all practices: an id that stands there belongs to somebody, and nothing of it is touched.
 * Returns the sealed name.
 */
async function insertInvited(
  ctx: Context,
  id: string,
  colleague: { name: string; role: InputOf<typeof api.addPractitioner>['role'] },
): Promise<Buffer> {
  const practiceId = ctx.actor.practiceId
  const membership = await ctx.tx
    .insertInto('memberships')
    .values({
      id,
      practice_id: practiceId,
      kind: 'practitioner',
      role: colleague.role,
      status: 'invited',
      created_at: ctx.now,
    })
    .onConflict((conflicting) => conflicting.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (membership === undefined) {
    throw invalid({ path: 'practitionerId', code: 'id-already-used' })
  }
  const envelope = ctx.keys.sealForPractice('practitioners.name_sealed', { id, version: 1 }, colleague.name)
  await ctx.tx
    .insertInto('practitioners')
    .values({ practice_id: practiceId, id, name_sealed: envelope, created_at: ctx.now })
    .execute()
  return envelope
}
