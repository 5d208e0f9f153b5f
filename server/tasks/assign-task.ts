import type { InputOf } from '../../shared/endpoint.ts'
import type { tasks as api } from '../../shared/api/tasks.ts'
import { next } from '../../shared/machine.ts'
import { taskMachine } from '../../shared/task.ts'
import { loadCover } from '../absences/load-cover.ts'
import type { Context } from '../access/context.ts'
import { practitionerNames } from '../access/names.ts'
import { accessTask, type TaskRow } from '../access/tasks.ts'
import { invalid, notFound } from '../platform/problems.ts'
import { type Changed, changedMeanwhile, changeTask } from './change-task.ts'
import { findInbox } from './find-inbox.ts'
import { holdColleague } from './hold-colleague.ts'
import { moveToInbox } from './move-to-inbox.ts'
import { putWith } from './put-with.ts'

type Input = InputOf<typeof api.assignTask>

/**
 * Gives a task to a colleague or to an inbox, or changes its priority. Another inbox takes the conversation with it; whoever
 * acts for one who is away gets it at once.
 */
export async function assignTask(ctx: Context, input: Input): Promise<Changed> {
  if (input.practitionerId === undefined && input.careTeamId === undefined && input.priority === undefined) {
    throw invalid({ path: 'practitionerId', code: 'missing' })
  }
  const [assignee, inbox, task, staff, cover] = await Promise.all([
    input.practitionerId === undefined ? null : holdColleague(ctx, input.practitionerId),
    input.careTeamId === undefined ? null : findInbox(ctx, input.careTeamId),
    accessTask(ctx, input.taskId, 'task.assign'),
    practitionerNames(ctx),
    loadCover(ctx),
  ])
  if (assignee === undefined || inbox === undefined) {
    throw notFound()
  }
  if (assignee?.takesTasks === false) {
    throw invalid({ path: 'practitionerId', code: 'cannot-take-tasks' })
  }
  if (task.version !== input.version) {
    throw changedMeanwhile(ctx, task, staff)
  }
  const ownerId = input.practitionerId ?? (inbox === null ? task.owner_id : null)
  const isElsewhere = inbox !== null && inbox.id !== task.home_care_team_id
  // An inbox that was asked gives it back to the conversation's: that is no move.
  const isMoved = isElsewhere && inbox.id !== task.conversation_care_team_id
  const isReassigned = isElsewhere || ownerId !== task.owner_id
  const priority = input.priority ?? task.priority
  if (isMoved) {
    await moveToInbox(ctx, task, { toId: inbox.id, except: [task.id] })
  }
  const put = isReassigned
    ? putWith(ctx, cover, task, { personId: ownerId, careTeamId: inbox?.id ?? task.home_care_team_id })
    : null
  return changeTask(ctx, task, staff, {
    set: {
      // A task that has ended is refused here, also when only its priority was to change.
      status: isReassigned ? next(taskMachine, task.status, 'reassign') : stillOpen(task),
      priority,
      ...put?.set,
      ...(isElsewhere && { for_care_team_id: null }),
    },
    act: 'task.reassign',
    history: [
      ...(put?.history ?? []),
      ...(priority === task.priority ? [] : [{ act: 'prioritize' as const, priority }]),
    ],
  })
}

function stillOpen(task: TaskRow): TaskRow['status'] {
  next(taskMachine, task.status, 'reassign')
  return task.status
}
