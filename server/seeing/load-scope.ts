import type { Context } from '../access/context.ts'
import { forbidden } from '../platform/problems.ts'
import { type Asked, chooseScope, type Scope } from './scope.ts'

/** The scope of a request, with the ids of the inboxes that the reader answers for; 403 when they may not look there. */
export async function loadScope(ctx: Context, asked: Asked): Promise<Scope & { ownedIds: string[] }> {
  if (ctx.actor.kind !== 'practitioner') {
    throw forbidden()
  }
  const me = ctx.actor.id
  const owned = await ctx.tx
    .selectFrom('care_teams')
    .select('id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where((eb) => eb.or([eb('owner_id', '=', me), eb('backup_id', '=', me)]))
    .orderBy('id')
    .execute()
  const ownedIds = owned.map(({ id }) => id)
  const scope = chooseScope(ctx.actor, ownedIds, asked)
  if (scope === null) {
    throw forbidden()
  }
  return { ...scope, ownedIds }
}
