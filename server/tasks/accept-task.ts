import type { InputOf } from '../../shared/endpoint.ts'
import type { tasks as api } from '../../shared/api/tasks.ts'
import { next } from '../../shared/machine.ts'
import { taskMachine } from '../../shared/task.ts'
import type { Context } from '../access/context.ts'
import { practitionerNames } from '../access/names.ts'
import { accessTask } from '../access/tasks.ts'
import { forbidden } from '../platform/problems.ts'
import { type Changed, changedMeanwhile, changeTask, leaveTask } from './change-task.ts'
import { holdColleague } from './hold-colleague.ts'

/** Claims a task for whoever asks. Of two who claim at once, the second is told whose it is. */
export async function acceptTask(ctx: Context, input: InputOf<typeof api.acceptTask>): Promise<Changed> {
  const { actor } = ctx
  const [self, task, staff] = await Promise.all([
    holdColleague(ctx, actor.id),
    accessTask(ctx, input.taskId, 'task.accept'),
    practitionerNames(ctx),
  ])
  if (self?.takesTasks !== true) {
    throw forbidden()
  }
  if (task.status === 'accepted' && task.owner_id === actor.id) {
    return leaveTask(ctx, task, staff, 'task.accept')
  }
  if (task.version !== input.version || task.status === 'accepted') {
    throw changedMeanwhile(ctx, task, staff)
  }
  return changeTask(ctx, task, staff, {
    set: { status: next(taskMachine, task.status, 'accept'), owner_id: actor.id },
    act: 'task.accept',
    history: [{ act: 'accept', fromId: task.owner_id ?? task.care_team_id, toId: actor.id }],
  })
}
