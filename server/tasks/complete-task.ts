import type { InputOf } from '../../shared/endpoint.ts'
import { completionOutcomes, type tasks as api } from '../../shared/api/tasks.ts'
import { next } from '../../shared/machine.ts'
import { contactTries, taskMachine } from '../../shared/task.ts'
import type { Context } from '../access/context.ts'
import { practitionerNames } from '../access/names.ts'
import { accessTask } from '../access/tasks.ts'
import { makeResponsible } from '../conversations/make-responsible.ts'
import { invalid } from '../platform/problems.ts'
import { type Changed, changedMeanwhile, changeTask, leaveTask } from './change-task.ts'
import { recordAttempt } from './record-attempt.ts'

/** Ends a task without a message: no reply is needed, or the patient was reached another way, with how that went. */
export async function completeTask(ctx: Context, input: InputOf<typeof api.completeTask>): Promise<Changed> {
  const [task, staff] = await Promise.all([accessTask(ctx, input.taskId, 'task.complete'), practitionerNames(ctx)])
  if (task.status === 'completed' && task.ended_by_id === ctx.actor.id && task.outcome === input.outcome) {
    return leaveTask(ctx, task, staff, 'task.complete')
  }
  const tried = task.kind === 'contact-patient' ? contactTries.find((one) => one === input.outcome) : undefined
  if (tried !== undefined && task.version === input.version + 1 && task.last_attempt === tried) {
    return leaveTask(ctx, task, staff, 'task.complete')
  }
  // A message that they have not seen may be what needs an answer; it adds itself to the task and changes no version.
  const hasUnseen =
    task.kind === 'respond' && input.seenSequence !== undefined && input.seenSequence < task.last_sequence
  if (task.version !== input.version || hasUnseen) {
    throw changedMeanwhile(ctx, task, staff)
  }
  if (!completionOutcomes[task.kind].includes(input.outcome)) {
    throw invalid({ path: 'outcome', code: 'not-for-this-task' })
  }
  if (tried !== undefined) {
    next(taskMachine, task.status, 'complete')
    return recordAttempt(ctx, task, staff, tried)
  }
  const status = next(taskMachine, task.status, 'complete')
  if (task.kind === 'respond') {
    await makeResponsible(ctx, task.conversation_id, task.covering_for_id ?? ctx.actor.id)
  }
  return changeTask(ctx, task, staff, {
    set: {
      status,
      outcome: input.outcome,
      ended_at: ctx.now,
      ended_by_id: ctx.actor.id,
    },
    act: 'task.complete',
    history: [{ act: 'complete', fromId: task.owner_id ?? task.care_team_id }],
  })
}
