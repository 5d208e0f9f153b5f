import type { InputOf } from '../../shared/endpoint.ts'
import type { tasks as api } from '../../shared/api/tasks.ts'
import { next } from '../../shared/machine.ts'
import { taskMachine } from '../../shared/task.ts'
import type { Context } from '../access/context.ts'
import { loadCover } from '../absences/load-cover.ts'
import { practitionerNames } from '../access/names.ts'
import { accessTask } from '../access/tasks.ts'
import { conflict, forbidden } from '../platform/problems.ts'
import { chooseStandIn } from '../routing/choose-responder.ts'
import { type Changed, changedMeanwhile, changeTask, leaveTask } from './change-task.ts'
import { holdColleague } from './hold-colleague.ts'

/**
 * Claims a task for whoever asks. Of two who claim at once, the second is told whose it is. Who is away claims nothing: it
 * would go to who acts for them.
 */
export async function acceptTask(ctx: Context, input: InputOf<typeof api.acceptTask>): Promise<Changed> {
  const { actor } = ctx
  const [self, task, staff, cover] = await Promise.all([
    holdColleague(ctx, actor.id),
    accessTask(ctx, input.taskId, 'task.accept'),
    practitionerNames(ctx),
    loadCover(ctx),
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
  if (actor.id !== null && chooseStandIn(cover, actor.id, ctx.now).id !== actor.id) {
    throw conflict('you-are-away')
  }
  return changeTask(ctx, task, staff, {
    set: {
      status: next(taskMachine, task.status, 'accept'),
      owner_id: actor.id,
      // Whoever has it in somebody's place still has it for them; whoever takes it from another takes it for themselves.
      ...(task.owner_id !== null && task.owner_id !== actor.id && { covering_for_id: null }),
      ...(task.owner_id !== null && { covering_for_care_team_id: null }),
      cover_at: ctx.now,
    },
    act: 'task.accept',
    history: [{ act: 'accept', fromId: task.owner_id ?? task.care_team_id, toId: actor.id }],
  })
}
