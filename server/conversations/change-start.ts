import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { scheduledSends as api } from '../../shared/api/scheduled-sends.ts'
import type { Context } from '../access/context.ts'
import { canWriteTo } from '../access/patients.ts'
import { forbidden, notFound } from '../platform/problems.ts'
import { endScheduled } from './cancel-scheduled.ts'
import { announceStart, lockStart, sendStart, sendStartAgain, type StartRow } from './scheduled-starts.ts'
import type { Sent } from './send.ts'

/** Takes a first message back before it goes out; it is its author's draft again. Whoever will see its conversation may do it. */
export async function cancelScheduledStart(
  ctx: Context,
  input: InputOf<typeof api.cancelScheduledStart>,
): Promise<ResultOf<typeof api.cancelScheduledStart>> {
  const row = await accessStart(ctx, input.messageId)
  await endScheduled(ctx, row)
  announceStart(ctx, row)
  return {}
}

/** The author waits no longer. The same click, sent twice, gets the first answer again. */
export async function sendScheduledStartNow(
  ctx: Context,
  input: InputOf<typeof api.sendScheduledStartNow>,
): Promise<Sent> {
  const row = await accessStart(ctx, input.messageId)
  if (row.author_id !== ctx.actor.id) {
    throw forbidden()
  }
  return row.state === 'sent' ? sendStartAgain(ctx, row) : sendStart(ctx, row)
}

async function accessStart(ctx: Context, id: string): Promise<StartRow> {
  if (ctx.actor.kind !== 'practitioner' || !canWriteTo(ctx.actor)) {
    throw forbidden()
  }
  const row = await lockStart(ctx, id)
  if (row === undefined) {
    throw notFound()
  }
  return row
}
