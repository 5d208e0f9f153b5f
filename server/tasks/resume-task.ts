import type { InputOf } from '../../shared/endpoint.ts'
import type { tasks as api } from '../../shared/api/tasks.ts'
import { taskMachine } from '../../shared/task.ts'
import { next } from '../../shared/machine.ts'
import type { Context } from '../access/context.ts'
import { practitionerNames } from '../access/names.ts'
import { accessTask } from '../access/tasks.ts'
import { type Changed, changeTask, leaveTask, withoutDeferral } from './change-task.ts'

/** Takes up again what was put off, before its time. It stays whose it is, and the patient keeps the time they were told. */
export async function resumeTask(ctx: Context, input: InputOf<typeof api.resumeTask>): Promise<Changed> {
  const [task, staff] = await Promise.all([accessTask(ctx, input.taskId, 'task.release'), practitionerNames(ctx)])
  // One that has ended is refused.
  next(taskMachine, task.status, 'reassign')
  if (task.deferred_until === null) {
    return leaveTask(ctx, task, staff, 'task.resume')
  }
  return changeTask(ctx, task, staff, { set: withoutDeferral(task), act: 'task.resume', history: [{ act: 'resume' }] })
}
