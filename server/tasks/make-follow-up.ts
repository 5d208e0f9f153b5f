import type { InputOf } from '../../shared/endpoint.ts'
import type { tasks as api } from '../../shared/api/tasks.ts'
import { conversationMachine } from '../../shared/conversation.ts'
import { limits } from '../../shared/limits.ts'
import { next } from '../../shared/machine.ts'
import { cleanText, countCharacters } from '../../shared/text.ts'
import { loadCover } from '../absences/load-cover.ts'
import { instantOf } from '../absences/local-time.ts'
import { announce } from '../access/announce.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessConversation } from '../access/conversations.ts'
import { loadCalendar } from '../conversations/load-calendar.ts'
import { writeNote } from '../conversations/write-note.ts'
import { literals } from '../platform/db.ts'
import { conflict, invalid, notFound } from '../platform/problems.ts'
import { chooseResponder } from '../routing/choose-responder.ts'
import { completeTask } from './complete-task.ts'
import { holdColleague } from './hold-colleague.ts'
import { openTask } from './open-task.ts'

type Input = InputOf<typeof api.makeFollowUp>

/**
 * Makes a task of what else is to be done about a conversation, for a colleague or for its inbox, by a time. The patient is
 * still owed an answer, unless it is said that they need none. Twice the same note is once.
 */
export async function makeFollowUp(ctx: Context, input: Input): Promise<{ taskId: string }> {
  const { membershipId, conversationId, noteId, practitionerId, seenSequence } = input
  const [assignee, conversation, cover, calendar] = await Promise.all([
    practitionerId === undefined ? null : holdColleague(ctx, practitionerId),
    accessConversation(ctx, conversationId, 'task.assign'),
    loadCover(ctx),
    loadCalendar(ctx),
  ])
  if (assignee === undefined) {
    throw notFound()
  }
  if (assignee?.takesTasks === false) {
    throw invalid({ path: 'practitionerId', code: 'cannot-take-tasks' })
  }
  assertShort(input.text)
  const dueAt = readDue(ctx, input, calendar.timeZone)
  // A conversation that is closed leaves nothing to do.
  next(conversationMachine, conversation.status, 'close')
  const open = await selectOpen(ctx, conversationId)
  const followUps = open.filter(({ kind }) => kind === 'follow-up')
  const followUp = followUps.find((task) => task.note_id === noteId)
  if (followUp === undefined && followUps.length >= limits.followUpsOpen) {
    throw conflict('too-many-open', { limit: limits.followUpsOpen })
  }
  const responder = chooseResponder(
    cover,
    { personId: practitionerId ?? null, careTeamId: conversation.care_team_id },
    ctx.now,
  )
  if (followUp === undefined) {
    // Its words are a note, which is there before it.
    await writeNote(ctx, { membershipId, conversationId, noteId, text: input.text })
  }
  const taskId = followUp?.id ?? (await openTask(ctx, conversation, { kind: 'follow-up', dueAt, noteId, responder }))
  await recordAudit(ctx, 'task.make', {
    object: { type: 'task', id: taskId },
    patients: [conversation.patient_id],
  })
  const response = open.find(({ kind }) => kind === 'respond')
  if (input.endsResponse && response !== undefined) {
    await completeTask(ctx, {
      membershipId,
      taskId: response.id,
      outcome: 'no-reply-needed',
      version: response.version,
      seenSequence,
    })
  }
  ctx.afterCommit(() => announce(ctx, conversation))
  return { taskId }
}

/** Shorter than a note: it stands in rows of the queue. What else is wrong with it, the note says. */
function assertShort(text: string): void {
  const cleaned = cleanText(text)
  if (cleaned.ok && countCharacters(cleaned.text) > limits.followUpCharacters) {
    throw invalid({ path: 'text', code: 'too-long', limit: limits.followUpCharacters })
  }
}

function readDue(ctx: Context, { dueAt: typed }: Input, timeZone: string): Date {
  const dueAt = instantOf(timeZone, typed)
  if (dueAt === null) {
    throw invalid({ path: 'dueAt', code: 'date' })
  }
  if (dueAt <= ctx.now) {
    throw invalid({ path: 'dueAt', code: 'in-the-past' })
  }
  if (dueAt.getTime() > ctx.now.getTime() + limits.followUpDays * 86_400_000) {
    throw invalid({ path: 'dueAt', code: 'too-far', limit: limits.followUpDays })
  }
  return dueAt
}

/** What is to do there. The conversation is locked: none comes or goes meanwhile. */
function selectOpen(ctx: Context, conversationId: string) {
  return ctx.tx
    .selectFrom('tasks')
    .select(['id', 'kind', 'note_id', 'version'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('conversation_id', '=', conversationId)
    .where('status', 'in', literals('requested', 'accepted'))
    .execute()
}
