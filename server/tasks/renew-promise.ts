import { sql } from 'kysely'
import type { Context } from '../access/context.ts'
import type { Renewal } from '../routing/renew-expectation.ts'

/** Keeps what the patient was told now, if anything, and when to look again. The caller holds the row's lock. */
export function renewPromise(ctx: Context, taskId: string, { tell, lookAgainAt }: Renewal): Promise<unknown> {
  return ctx.tx
    .updateTable('tasks')
    .set({
      expect_at: lookAgainAt,
      ...(tell !== null && { expected_at: tell, renewals: sql<number>`renewals + 1` }),
    })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', taskId)
    .execute()
}
