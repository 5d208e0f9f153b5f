import type { Party } from '../../shared/absence.ts'
import type { Context } from '../access/context.ts'
import { literals } from '../platform/db.ts'
import { lookAtClocks } from './look-at-clocks.ts'

/**
 * Who is away or who acts for them has changed: the next run looks again at what this party has, and at all that somebody
 * has in another's place, because a chain may lead over this one. The caller holds the practice's lock, so that no two write
 * many tasks at once.
 */
export async function lookAgain(ctx: Context, party: Party): Promise<void> {
  await Promise.all([lookAtClocks(ctx), placeAgain(ctx, party)])
}

function placeAgain(ctx: Context, party: Party): Promise<unknown> {
  return ctx.tx
    .updateTable('tasks')
    .set({ cover_at: ctx.now })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('status', 'in', literals('requested', 'accepted'))
    .where((eb) =>
      eb.or([
        eb('covering_for_id', 'is not', null),
        eb('covering_for_care_team_id', 'is not', null),
        party.kind === 'care-team'
          ? eb('care_team_id', '=', party.id)
          : eb.or([eb('owner_id', '=', party.id), eb('escalated_to_id', '=', party.id)]),
      ]),
    )
    .execute()
}
