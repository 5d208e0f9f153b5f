import { next } from '../../shared/machine.ts'
import { taskMachine } from '../../shared/task.ts'
import type { Cover } from '../absences/load-cover.ts'
import type { Context } from '../access/context.ts'
import type { PersonReference } from '../access/names.ts'
import { accessTask, type TaskRow } from '../access/tasks.ts'
import { chooseResponder } from '../routing/choose-responder.ts'
import { changeTask } from '../tasks/change-task.ts'
import { openTask } from '../tasks/open-task.ts'
import { putWith } from '../tasks/put-with.ts'
import { findResponseTask } from '../tasks/request-response.ts'

type Conversation = { id: string; patient_id: string; care_team_id: string }
type Asked = { practitionerId: string | null; careTeamId: string | null; neededBy: Date }
type Around = { cover: Cover; staff: Map<string, PersonReference> }

/**
 * The obligation to answer goes to who is asked, a clinician or an inbox, or to who acts for them, and is due when their answer is needed if that is
 * sooner. What the patient was told stays. Where nobody had to answer, it is opened. The caller holds the conversation's lock.
 */
export async function giveTask(
  ctx: Context,
  conversation: Conversation,
  to: Asked,
  { cover, staff }: Around,
): Promise<{ taskId: string; dueAt: Date }> {
  const careTeamId = to.careTeamId ?? conversation.care_team_id
  const forCareTeamId = careTeamId === conversation.care_team_id ? null : careTeamId
  const open = await findResponseTask(ctx, conversation.id)
  if (open === undefined) {
    const addressee = { personId: to.practitionerId, careTeamId }
    const responder = chooseResponder(cover, addressee, ctx.now)
    const taskId = await openTask(ctx, conversation, {
      kind: 'respond',
      dueAt: to.neededBy,
      responder,
      forCareTeamId,
    })
    return { taskId, dueAt: to.neededBy }
  }
  const task = await accessTask(ctx, open.id, 'task.assign')
  const place = { personId: to.practitionerId, careTeamId, forCareTeamId, dueAt: earlier(task.due_at, to.neededBy) }
  await moveTask(ctx, task, place, { cover, staff })
  return { taskId: task.id, dueAt: task.due_at }
}

/** Back to who asked, due as before; to its inbox when they can no longer act. */
export async function giveTaskBack(
  ctx: Context,
  consult: { task_id: string; asked_by_id: string; task_due_at: Date },
  around: Around,
): Promise<void> {
  const task = await accessTask(ctx, consult.task_id, 'task.assign')
  const { asked_by_id: personId, task_due_at: dueAt } = consult
  const careTeamId = task.conversation_care_team_id
  await moveTask(ctx, task, { personId, careTeamId, forCareTeamId: null, dueAt }, around)
}

type Place = { personId: string | null; careTeamId: string; forCareTeamId: string | null; dueAt: Date }

function moveTask(ctx: Context, task: TaskRow, to: Place, { cover, staff }: Around) {
  const told = task.expected_at ?? task.due_at
  const put = putWith(ctx, cover, task, to)
  return changeTask(ctx, task, staff, {
    set: {
      status: next(taskMachine, task.status, 'reassign'),
      ...put.set,
      for_care_team_id: to.forCareTeamId,
      // A later time that the patient was told is kept beside its own.
      expected_at: told > to.dueAt ? told : null,
      ...(to.dueAt.getTime() !== task.due_at.getTime() && dueAgain(to.dueAt)),
    },
    act: 'task.reassign',
    history: put.history,
  })
}

/** By another time, others are told anew that it is late. */
function dueAgain(dueAt: Date) {
  return { due_at: dueAt, escalate_at: dueAt, escalation_level: 0, escalated_to_id: null, escalated_at: null }
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other
}
