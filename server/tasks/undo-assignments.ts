import type { bulk as api } from '../../shared/api/bulk.ts'
import type { BulkRefusal } from '../../shared/conversation.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { next } from '../../shared/machine.ts'
import { taskMachine } from '../../shared/task.ts'
import type { Context } from '../access/context.ts'
import { accessAgain } from '../access/conversations.ts'
import { type PersonReference, practitionerNames } from '../access/names.ts'
import { can, openTasksOf, type TaskRow } from '../access/tasks.ts'
import { accessSeveral, type NotDone, recordSeveral } from '../conversations/access-several.ts'
import { forbidden, notFound } from '../platform/problems.ts'
import { changeTask } from './change-task.ts'
import { type Given, lockGiven, placeBefore } from './given-tasks.ts'
import { holdColleagues } from './hold-colleague.ts'
import { moveToInbox } from './move-to-inbox.ts'

type Colleagues = ReadonlyMap<string, { takesTasks: boolean }>

/**
 * Takes back what one gave away at once: each task is with whoever had it, claimed or put off as it was. Where anybody acted
 * since it stays, and is named. Who acts for whom is looked at again at once, should that have changed. Twice is once.
 */
export async function undoAssignments(
  ctx: Context,
  { assignmentId }: InputOf<typeof api.undoAssignments>,
): Promise<ResultOf<typeof api.undoAssignments>> {
  if (!can(ctx.actor, 'task.list', null)) {
    throw forbidden()
  }
  const given = await lockGiven(ctx, assignmentId)
  if (given.length === 0) {
    throw notFound()
  }
  const colleagues = await holdColleagues(
    ctx,
    given.flatMap(({ owner_id: id }) => (id === null ? [] : [id])),
  )
  const ids = given.map((row) => row.conversation_id)
  // What one gave away one may see no more: whoever gave it may take it back all the same.
  const { rows, refused } = await accessSeveral(ctx, ids, 'task.assign', (inside, id, action) =>
    accessAgain(inside, id, action, { assignmentId }),
  )
  const [open, staff] = await Promise.all([openTasksOf(ctx, rows), practitionerNames(ctx)])
  const judged = rows.map((row) => {
    const before = given.filter(({ conversation_id: id }) => id === row.id)
    return { row, before, code: refusalOf(before, open) }
  })
  const notDone: NotDone[] = [
    ...refused,
    ...judged.flatMap(({ row, code }) => (code === null ? [] : [{ conversationId: row.id, code }])),
  ]
  await Promise.all([
    ...judged.flatMap(({ row, before, code }) =>
      code === null ? [giveBack(ctx, { conversation: row, before, open, staff, colleagues })] : [],
    ),
    recordSeveral(ctx, { whole: 'task.undo-assignments', each: 'task.reassign' }, notDone),
  ])
  return { done: judged.flatMap(({ row, code }) => (code === null ? [{ conversationId: row.id }] : [])), notDone }
}

function refusalOf(before: readonly Given[], open: readonly TaskRow[]): BulkRefusal | null {
  const left = before.filter((row) => row.undone_at === null)
  const isAsLeft = ({ task_id: taskId, version }: Given) =>
    open.some((task) => task.id === taskId && task.version === version)
  return left.every(isAsLeft) ? null : 'changed-meanwhile'
}

type Back = {
  conversation: { id: string; care_team_id: string }
  before: readonly Given[]
  open: readonly TaskRow[]
  staff: Map<string, PersonReference>
  colleagues: Colleagues
}

async function giveBack(ctx: Context, { conversation, before, open, staff, colleagues }: Back): Promise<void> {
  const left = before.filter((row) => row.undone_at === null)
  const [first] = left
  if (first === undefined) {
    return
  }
  const ids = left.map((row) => row.task_id)
  if (first.home_care_team_id !== conversation.care_team_id) {
    const from = { conversation_id: conversation.id, care_team_id: conversation.care_team_id }
    await moveToInbox(ctx, from, { toId: first.home_care_team_id, except: ids })
  }
  await Promise.all([
    ...left.map((row) => {
      const task = open.find(({ id }) => id === row.task_id)
      return task && restore(ctx, { task, row, staff, colleagues })
    }),
    ctx.tx
      .updateTable('given_tasks')
      .set({ undone_at: ctx.now })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('giver_id', '=', ctx.actor.id)
      .where('assignment_id', '=', first.assignment_id)
      .where('task_id', 'in', ids)
      .execute(),
  ])
}

type One = { task: TaskRow; row: Given; staff: Map<string, PersonReference>; colleagues: Colleagues }

/** Whoever had it works here still; otherwise it is in the inbox. */
function restore(ctx: Context, { task, row, staff, colleagues }: One) {
  const ownerId = row.owner_id !== null && colleagues.get(row.owner_id)?.takesTasks === true ? row.owner_id : null
  const assigned = next(taskMachine, task.status, 'reassign')
  const wasClaimed = row.status === 'accepted' && ownerId !== null
  const { deferral_reason, ...place } = placeBefore(row)
  return changeTask(ctx, task, staff, {
    set: {
      ...place,
      deferral_reason: deferral_reason as TaskRow['deferral_reason'],
      status: wasClaimed ? next(taskMachine, assigned, 'accept') : assigned,
      owner_id: ownerId,
      home_care_team_id: row.home_care_team_id,
      cover_at: ctx.now,
    },
    act: 'task.reassign',
    history: [
      {
        act: 'reassign',
        fromId: task.owner_id ?? task.care_team_id,
        toId: ownerId ?? row.care_team_id,
      },
    ],
  })
}
