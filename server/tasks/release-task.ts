import type { InputOf } from '../../shared/endpoint.ts'
import type { tasks as api } from '../../shared/api/tasks.ts'
import { next } from '../../shared/machine.ts'
import { taskMachine } from '../../shared/task.ts'
import type { Context } from '../access/context.ts'
import { loadCover } from '../absences/load-cover.ts'
import { practitionerNames } from '../access/names.ts'
import { accessTask } from '../access/tasks.ts'
import { chooseResponder } from '../routing/choose-responder.ts'
import { type Changed, changedMeanwhile, changeTask, leaveTask } from './change-task.ts'
import { addresseeOf } from './plan-cover.ts'

/**
 * Returns one's own task to its inbox, whether it was claimed or only assigned. What an inbox does for somebody who is away
 * stays theirs; a person who was to do it gives it to the inbox for good.
 */
export async function releaseTask(ctx: Context, input: InputOf<typeof api.releaseTask>): Promise<Changed> {
  const [task, staff, cover] = await Promise.all([
    accessTask(ctx, input.taskId, 'task.release'),
    practitionerNames(ctx),
    loadCover(ctx),
  ])
  if (task.status === 'requested' && task.owner_id === null) {
    return leaveTask(ctx, task, staff, 'task.release')
  }
  if (task.owner_id !== ctx.actor.id) {
    throw changedMeanwhile(ctx, task, staff)
  }
  const isInboxToAct = chooseResponder(cover, addresseeOf(task), ctx.now).ownerId === null
  return changeTask(ctx, task, staff, {
    set: {
      status: next(taskMachine, task.status, task.status === 'accepted' ? 'release' : 'reassign'),
      owner_id: null,
      ...(!isInboxToAct && { covering_for_id: null, covering_for_care_team_id: null }),
      cover_at: ctx.now,
    },
    act: 'task.release',
    history: [{ act: 'release', fromId: ctx.actor.id, toId: task.care_team_id }],
  })
}
