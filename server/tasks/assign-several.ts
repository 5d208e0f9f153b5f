import type { bulk as api } from '../../shared/api/bulk.ts'
import type { BulkRefusal } from '../../shared/conversation.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { next } from '../../shared/machine.ts'
import { taskMachine } from '../../shared/task.ts'
import { type Cover, loadCover } from '../absences/load-cover.ts'
import type { Context } from '../access/context.ts'
import { type PersonReference, practitionerNames } from '../access/names.ts'
import { can, openTasksOf, type TaskRow } from '../access/tasks.ts'
import { accessSeveral, type NotDone, recordSeveral } from '../conversations/access-several.ts'
import { headsOf } from '../conversations/heads-of.ts'
import { forbidden, invalid, notFound } from '../platform/problems.ts'
import { changeTask } from './change-task.ts'
import { findInbox, type Inbox } from './find-inbox.ts'
import { forgetGiven, type Given, keepGiven, lockGiven } from './given-tasks.ts'
import { holdColleague } from './hold-colleague.ts'
import { moveToInbox } from './move-to-inbox.ts'
import { addresseeOf } from './plan-cover.ts'
import { putWith } from './put-with.ts'

type Input = InputOf<typeof api.assignSeveral>
type Conversation = { id: string; care_team_id: string }
type To = { personId: string | null; inbox: Inbox | null; cover: Cover; staff: Map<string, PersonReference> }

/**
 * Gives what is to do in several conversations to a colleague or to an inbox, in one transaction; says of the others why not.
 * Whoever acts for one who is away gets it at once, as when one is given. What is to do in a conversation that was put into
 * another is given as what is to do there. Twice is once: what an act has given, it keeps.
 */
export async function assignSeveral(ctx: Context, input: Input): Promise<ResultOf<typeof api.assignSeveral>> {
  if (!can(ctx.actor, 'task.list', null)) {
    throw forbidden()
  }
  const asked = new Map(input.conversations.map(({ conversationId, tasks }) => [conversationId, tasks]))
  const headOf = await headsOf(ctx, [...asked.keys()])
  const askedIn = (headId: string) => [...asked.keys()].filter((id) => headOf.get(id) === headId)
  const to = await findTarget(ctx, input)
  const { rows, refused } = await accessSeveral(ctx, [...headOf.values()], 'task.assign')
  const [open, given] = await Promise.all([openTasksOf(ctx, rows), lockGiven(ctx, input.assignmentId)])
  const judged = rows.map((row) => ({
    row,
    ...judge(
      askedIn(row.id).flatMap((id) => asked.get(id) ?? []),
      {
        open: wholeOf(row, open),
        given: given.filter(({ conversation_id: id }) => id === row.id),
        isThere: (task) => isThere(task, to),
      },
    ),
  }))
  const notDone: NotDone[] = [
    ...refused,
    ...judged.flatMap(({ row, code }) => (code === null ? [] : [{ conversationId: row.id, code }])),
  ].flatMap(({ conversationId, code }) => askedIn(conversationId).map((id) => ({ conversationId: id, code })))
  await forgetGiven(ctx)
  await Promise.all([
    ...judged.flatMap(({ row, code, tasks }) =>
      code === null && tasks.length > 0
        ? [give(ctx, { assignmentId: input.assignmentId, conversation: row, tasks, whole: wholeOf(row, open), to })]
        : [],
    ),
    recordSeveral(ctx, { whole: 'task.assign-several', each: 'task.reassign' }, notDone),
  ])
  const done = judged.flatMap(({ row, code }) => (code === null ? askedIn(row.id) : []))
  return { done: done.map((conversationId) => ({ conversationId })), notDone }
}

/** Held before the conversations are locked, as everybody does who holds both. */
async function findTarget(ctx: Context, { practitionerId, careTeamId }: Input): Promise<To> {
  if ((practitionerId === undefined) === (careTeamId === undefined)) {
    throw invalid({ path: 'practitionerId', code: practitionerId === undefined ? 'missing' : 'malformed' })
  }
  const [colleague, inbox, staff, cover] = await Promise.all([
    practitionerId === undefined ? null : holdColleague(ctx, practitionerId),
    careTeamId === undefined ? null : findInbox(ctx, careTeamId),
    practitionerNames(ctx),
    loadCover(ctx),
  ])
  if (colleague === undefined || inbox === undefined) {
    throw notFound()
  }
  if (colleague?.takesTasks === false) {
    throw invalid({ path: 'practitionerId', code: 'cannot-take-tasks' })
  }
  return { personId: practitionerId ?? null, inbox, cover, staff }
}

type Facts = { open: readonly TaskRow[]; given: readonly Given[]; isThere: (task: TaskRow) => boolean }

/** Which of the chosen tasks of a conversation are given; all of them, or none where one is no longer as it was shown. */
function judge(
  chosen: readonly { taskId: string; version: number }[],
  { open, given, isThere: isHere }: Facts,
): { code: BulkRefusal | null; tasks: TaskRow[] } {
  if (given.length > 0) {
    return { code: given.some((row) => row.undone_at !== null) ? 'changed-meanwhile' : null, tasks: [] }
  }
  const shown = chosen.map(({ taskId, version }) => ({ version, task: open.find(({ id }) => id === taskId) }))
  const tasks = shown.flatMap(({ task }) => (task === undefined || isHere(task) ? [] : [task]))
  if (shown.some(({ task }) => task === undefined)) {
    return { code: 'ended', tasks: [] }
  }
  if (shown.some(({ task, version }) => task?.version !== version)) {
    return { code: 'changed-meanwhile', tasks: [] }
  }
  return { code: tasks.length === 0 ? 'already-so' : null, tasks }
}

/** Theirs already, or in the inbox with nobody: giving it again would take it from no one. */
function isThere(task: TaskRow, { personId, inbox }: To): boolean {
  const addressee = addresseeOf(task)
  return inbox === null
    ? addressee.personId === personId
    : addressee.personId === null && addressee.careTeamId === inbox.id && task.owner_id === null
}

function wholeOf({ id }: Conversation, open: readonly TaskRow[]): TaskRow[] {
  return open.filter((task) => task.conversation_id === id || task.merged_into_id === id)
}

type Giving = { assignmentId: string; conversation: Conversation; tasks: TaskRow[]; whole: TaskRow[]; to: To }

/** Another inbox takes the conversation with it, and whatever else is to do there. */
async function give(ctx: Context, { assignmentId, conversation, tasks, whole, to }: Giving): Promise<void> {
  const toId = to.inbox === null || to.inbox.id === conversation.care_team_id ? null : to.inbox.id
  await keepGiven(ctx, { assignmentId, conversation }, toId === null ? tasks : whole)
  if (toId !== null) {
    const from = { conversation_id: conversation.id, care_team_id: conversation.care_team_id }
    await moveToInbox(ctx, from, { toId, except: tasks.map(({ id }) => id) })
  }
  await Promise.all(
    tasks.map((task) => {
      const careTeamId = to.inbox?.id ?? task.home_care_team_id
      const put = putWith(ctx, to.cover, task, { personId: to.personId, careTeamId })
      return changeTask(ctx, task, to.staff, {
        set: {
          status: next(taskMachine, task.status, 'reassign'),
          ...put.set,
          // The conversation is in that inbox now.
          ...(to.inbox !== null && { for_care_team_id: null }),
        },
        act: 'task.reassign',
        history: put.history,
      })
    }),
  )
}
