import type { people as api } from '../../shared/api/people.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { next } from '../../shared/machine.ts'
import { membershipMachine, type MembershipStatus, type Role, workingRoles } from '../../shared/people.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessPractitioner } from '../access/people.ts'
import { conflict } from '../platform/problems.ts'
import { releaseTasksOf } from '../tasks/release-tasks-of.ts'
import { type PractitionerView, readPractitioner } from './list-practitioners.ts'
import { lockPractice } from './lock-practice.ts'
import { fieldCodes, isFresh } from './stale-form.ts'
import { readFields } from './typed-fields.ts'

type Input = InputOf<typeof api.changePractitioner>

/**
 * Changes a colleague's name, role or standing. The membership is read on every request, so suspending and ending are
 * felt at once, on every device; what they had claimed goes back to the inboxes.
 */
export async function changePractitioner(ctx: Context, input: Input): Promise<PractitionerView> {
  const name = readFields((fields) => (input.name === undefined ? undefined : fields.name('name', input.name)))
  const [, row] = await Promise.all([lockPractice(ctx), accessPractitioner(ctx, input.practitionerId)])
  const before = {
    name: ctx.keys.openForPractice('practitioners.name_sealed', row, row.name_sealed),
    role: row.role as Role,
    version: row.version,
  }
  const sent: Partial<typeof before> & { event?: string; version: number } = {
    name,
    role: input.role,
    event: input.event,
    version: input.version,
  }
  let envelope: Buffer | undefined
  if (isFresh<{ name: string; role: Role; event?: string }>(before, sent)) {
    const status = row.status as MembershipStatus
    const after = {
      name: name ?? before.name,
      role: input.role ?? before.role,
      status: input.event === undefined ? status : next(membershipMachine, status, input.event),
    }
    envelope = await writePractitioner(ctx, row.id, after, before.version + 1)
    if (!canWork(after)) {
      await releaseTasksOf(ctx, row.id)
    }
    await assertOtherAdministrator(ctx)
  }
  const after = await readPractitioner(ctx, row.id)
  await recordAudit(ctx, 'practitioner.change', {
    object: { type: 'practitioner', id: row.id, version: after.version },
    info: fieldCodes({ name, role: input.role, [input.event ?? 'event']: input.event }),
    ...(envelope && { envelopes: [{ column: 'practitioners.name_sealed', row: row.id, envelope }] }),
  })
  return after
}

function canWork({ role, status }: { role: Role; status: MembershipStatus }): boolean {
  return status === 'confirmed' && workingRoles.includes(role)
}

/** The name is sealed again, and returned: the version of the row is bound into it. */
async function writePractitioner(
  ctx: Context,
  id: string,
  after: { name: string; role: Role; status: MembershipStatus },
  version: number,
): Promise<Buffer> {
  const practiceId = ctx.actor.practiceId
  const envelope = ctx.keys.sealForPractice('practitioners.name_sealed', { id, version }, after.name)
  await Promise.all([
    ctx.tx
      .updateTable('practitioners')
      .set({ name_sealed: envelope, version })
      .where('practice_id', '=', practiceId)
      .where('id', '=', id)
      .execute(),
    ctx.tx
      .updateTable('memberships')
      .set({ role: after.role, status: after.status })
      .where('practice_id', '=', practiceId)
      .where('id', '=', id)
      .execute(),
  ])
  return envelope
}

/** A practice without an administrator could never change again: checked after the change, under the practice's lock. */
export async function assertOtherAdministrator(ctx: Context): Promise<void> {
  const administrator = await ctx.tx
    .selectFrom('memberships')
    .select('id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('role', '=', 'administrator')
    .where('status', '=', 'confirmed')
    .executeTakeFirst()
  if (administrator === undefined) {
    throw conflict('last-administrator')
  }
}
