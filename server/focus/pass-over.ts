import type { focus as api } from '../../shared/api/focus.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessTask } from '../access/tasks.ts'
import { forbidden } from '../platform/problems.ts'

/** Leaves what is next for somebody else or for later. The task is not touched: whoever has to act by when stays as it is. */
export async function passOver(
  ctx: Context,
  input: InputOf<typeof api.passOver>,
): Promise<ResultOf<typeof api.passOver>> {
  const { actor } = ctx
  const task = await accessTask(ctx, input.taskId, 'task.accept')
  if (actor.kind !== 'practitioner') {
    throw forbidden()
  }
  await Promise.all([
    forgetRounds(ctx),
    ctx.tx
      .insertInto('passes')
      .values({
        practice_id: actor.practiceId,
        practitioner_id: actor.id,
        at: ctx.now,
        task_id: task.id,
        reason: input.reason,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
    recordAudit(ctx, 'focus.pass', {
      object: { type: 'task', id: task.id, version: task.version },
      patients: [task.patient_id],
      info: [input.reason],
    }),
  ])
  return {}
}

/** What was passed over in rounds that are over counts no more. */
function forgetRounds(ctx: Context): Promise<unknown> {
  return ctx.tx
    .deleteFrom('passes')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('practitioner_id', '=', ctx.actor.id)
    .where('at', '<', new Date(ctx.now.getTime() - limits.roundMs))
    .execute()
}
