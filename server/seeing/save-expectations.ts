import type { seeing as api } from '../../shared/api/seeing.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { permitPeople } from '../access/people.ts'
import { lockPractice } from '../people/lock-practice.ts'
import { isFresh } from '../people/stale-form.ts'
import { invalid } from '../platform/problems.ts'
import { expectedRoles } from '../../shared/seeing.ts'
import { type Expectations, loadExpectations } from './list-expectations.ts'

/** Replaces what is expected of every role, in one form: a role that is left out is expected nothing. */
export async function saveExpectations(
  ctx: Context,
  input: InputOf<typeof api.saveExpectations>,
): Promise<Expectations> {
  permitPeople(ctx, 'expectations.save')
  const items = inOrder(input.items)
  await lockPractice(ctx)
  const before = await loadExpectations(ctx)
  if (isFresh<{ items: Expectations['items'] }>(before, { items, version: input.version })) {
    await ctx.tx.deleteFrom('expectations').where('practice_id', '=', ctx.actor.practiceId).execute()
    await ctx.tx
      .insertInto('expectations')
      .values(
        items.map((item) => ({
          practice_id: ctx.actor.practiceId,
          role: item.role,
          triage_minutes: item.triageMinutes,
          reply_minutes: item.replyMinutes,
          version: before.version + 1,
        })),
      )
      .execute()
  }
  const after = await loadExpectations(ctx)
  await recordAudit(ctx, 'expectations.save', {
    object: { type: 'practice', id: ctx.actor.practiceId, version: after.version },
  })
  return after
}

function inOrder(items: Expectations['items']): Expectations['items'] {
  const twice = items.findIndex(({ role }, index) => items.findIndex((other) => other.role === role) < index)
  if (twice >= 0) {
    throw invalid({ path: `items.${twice}.role`, code: 'duplicate' })
  }
  return expectedRoles.map(
    (role) => items.find((item) => item.role === role) ?? { role, triageMinutes: null, replyMinutes: null },
  )
}
