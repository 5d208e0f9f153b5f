import { limits } from '../../shared/limits.ts'
import { contactStep, type ContactTry } from '../../shared/task.ts'
import type { Context } from '../access/context.ts'
import type { PersonReference } from '../access/names.ts'
import type { TaskRow } from '../access/tasks.ts'
import { loadCalendar } from '../conversations/load-calendar.ts'
import { invalid } from '../platform/problems.ts'
import { addBusinessMinutes } from '../routing/business-hours.ts'
import { type Changed, changeTask } from './change-task.ts'

/**
 * A try to reach the patient that did not reach them ends nothing: the next is due on the next working day, by telephone or,
 * after so many tries or at a wrong number, by letter. It is late anew when that passes.
 */
export async function recordAttempt(
  ctx: Context,
  task: TaskRow,
  staff: Map<string, PersonReference>,
  outcome: ContactTry,
): Promise<Changed> {
  if (contactStep({ attempts: task.attempts, lastAttempt: task.last_attempt }) === 'letter') {
    throw invalid({ path: 'outcome', code: 'not-for-this-task' })
  }
  const dueAt = addBusinessMinutes(await loadCalendar(ctx), ctx.now, limits.contactPatientMinutes)
  return changeTask(ctx, task, staff, {
    set: {
      attempts: task.attempts + 1,
      last_attempt: outcome,
      due_at: dueAt,
      escalate_at: dueAt,
      escalation_level: 0,
      escalated_to_id: null,
      escalated_at: null,
    },
    act: 'task.complete',
    history: [{ act: outcome, fromId: task.owner_id ?? task.care_team_id }],
  })
}
