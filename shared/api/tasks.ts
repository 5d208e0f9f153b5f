import { z } from 'zod'
import { memberEndpoint } from '../endpoint.ts'
import { limits } from '../limits.ts'
import { contactOutcomes, deferralReasons, lateSteps, priorities, taskKinds, type TaskKind } from '../task.ts'
import { orphanKinds } from '../orphan.ts'
import {
  BothLanguages,
  DateOn,
  Empty,
  Id,
  Instant,
  Language,
  LocalTime,
  page,
  pageOf,
  PersonReference,
  typed,
} from './common.ts'
import { ConsultSummary } from './consult.ts'
import { ConversationSummary, Task } from './conversations.ts'

/** open: somebody has to act. answered: nobody has, and it waits to be closed. */
export const queueStatuses = ['open', 'answered', 'closed'] as const

/** A row of the queue: enough to decide without opening the conversation. */
export const QueueItem = z.object({
  /** The open task; of a conversation without one its last, and null when the clinic wrote and nobody ever had to answer. */
  task: Task.nullable(),
  conversation: ConversationSummary,
  patient: z.object({ id: Id, name: z.string(), birthDate: DateOn, language: Language }),
  isMine: z.boolean(),
  /** The question to a clinician that waits there. */
  consult: ConsultSummary.nullable(),
  labelIds: z.array(Id),
  /** A rule asked the patient for more, and nobody has written since. */
  isAwaitingPatient: z.boolean(),
  /** What is to be done, where the row stands there for a follow-up; empty for who may not read notes. */
  followUp: z.string(),
  notesCount: z.number(),
  /** Colleagues who have it on the screen now, without the reader. */
  presentCount: z.number(),
  /** When an answer that waits goes out: until then the task is open. */
  answerAt: Instant.nullable(),
})

/** An open conversation, or an inbox, on which nobody would act. */
export const Orphan = z.object({
  kinds: z.array(z.enum(orphanKinds)).min(1),
  foundAt: Instant.nullable(),
  /** Null for an inbox by itself. */
  conversation: z
    .object({
      id: Id,
      patient: PersonReference,
      topic: BothLanguages,
      lastMessageAt: Instant,
      /** With whom it lies, who cannot act. */
      owner: PersonReference.nullable(),
    })
    .nullable(),
  careTeam: PersonReference,
  /** What is open in an inbox that lacks its people. */
  open: z.number().nullable(),
})

/** An open task past its due time: whose, since when, and who has been told. Nothing that was written. */
export const LateItem = z.object({
  taskId: Id,
  conversationId: Id,
  /** Whether the reader may open the conversation. */
  canOpen: z.boolean(),
  patient: PersonReference,
  topic: BothLanguages,
  kind: z.enum(taskKinds),
  priority: z.enum(priorities),
  careTeam: PersonReference,
  owner: PersonReference.nullable(),
  dueAt: Instant,
  step: z.enum(lateSteps),
  /** Of the inbox's people, who was told last; and when the last step was taken. */
  escalatedTo: PersonReference.nullable(),
  escalatedAt: Instant.nullable(),
})

const changed = z.object({ task: Task })

export const completions = [...contactOutcomes, 'no-reply-needed', 'done'] as const
export type Completion = (typeof completions)[number]
/** How a task may end without a message. A patient who was reached needs no written answer; a missed call is none. */
export const completionOutcomes: Record<TaskKind, readonly Completion[]> = {
  respond: ['no-reply-needed', 'reached'],
  'contact-patient': contactOutcomes,
  'follow-up': ['done'],
}

export const tasks = {
  listInboxes: memberEndpoint({
    method: 'GET',
    path: '/inboxes',
    summary: 'Your work and the inboxes you work in, with how much is open, late, and the oldest.',
    response: z.object({
      mine: z.object({ open: z.number(), late: z.number(), oldestAt: Instant.nullable() }),
      inboxes: z.array(
        z.object({
          careTeam: PersonReference,
          open: z.number(),
          unclaimed: z.number(),
          late: z.number(),
          oldestAt: Instant.nullable(),
          /** Whether the reader is its owner or its backup, and is told of what is late in it. */
          answersFor: z.boolean(),
        }),
      ),
      unfiled: z.number(),
    }),
    audit: { none: 'Counts only; no patient is shown.' },
  }),
  listQueue: memberEndpoint({
    method: 'GET',
    path: '/queue',
    summary:
      'Open tasks: yours (no careTeamId) or an inbox’s; most urgent, then due first. status=answered lists open conversations in which nobody has anything to do, status=closed closed ones, newest first. labelId leaves those with this label.',
    query: z.object({
      careTeamId: Id.optional(),
      priority: z.enum(priorities).optional(),
      status: z.enum(queueStatuses).default('open'),
      labelId: Id.optional(),
      ...page,
    }),
    response: pageOf(QueueItem),
    audit: 'queue.list',
  }),
  acceptTask: memberEndpoint({
    method: 'PUT',
    path: '/tasks/:taskId/acceptance',
    summary: 'Claim a task. Somebody else’s claim answers 409 and says whose.',
    params: { taskId: Id },
    body: z.object({ version: z.number().int() }),
    response: changed,
    audit: 'task.accept',
  }),
  releaseTask: memberEndpoint({
    method: 'DELETE',
    path: '/tasks/:taskId/acceptance',
    summary: 'Return a task to its inbox.',
    params: { taskId: Id },
    response: changed,
    audit: 'task.release',
  }),
  assignTask: memberEndpoint({
    method: 'PUT',
    path: '/tasks/:taskId/owner',
    summary: 'Assign to a person or to another inbox.',
    params: { taskId: Id },
    body: z.object({
      practitionerId: Id.optional(),
      careTeamId: Id.optional(),
      priority: z.enum(priorities).optional(),
      version: z.number().int(),
    }),
    response: changed,
    audit: 'task.reassign',
  }),
  completeTask: memberEndpoint({
    method: 'PUT',
    path: '/tasks/:taskId/completion',
    summary:
      'Complete without a reply, or record how the patient was reached another way. A try that did not reach them keeps the task open for the next. With `seenSequence`, an answer that is owed ends only when no message came after it.',
    params: { taskId: Id },
    body: z.object({
      outcome: z.enum(completions),
      version: z.number().int(),
      seenSequence: z.number().int().nonnegative().optional(),
    }),
    response: changed,
    audit: 'task.complete',
  }),
  makeFollowUp: memberEndpoint({
    method: 'POST',
    path: '/conversations/:conversationId/follow-ups',
    summary:
      'Make a task of what else is to be done about an open conversation, by a time on the practice’s clock, for a colleague or (none named) its inbox. The words are kept as a note. The patient is still owed an answer unless endsResponse (staff); with `seenSequence`, that ends only when no message came after it.',
    params: { conversationId: Id },
    body: z.object({
      noteId: Id,
      text: typed(limits.followUpCharacters),
      practitionerId: Id.optional(),
      dueAt: LocalTime,
      endsResponse: z.boolean().default(false),
      seenSequence: z.number().int().nonnegative().optional(),
    }),
    response: z.object({ taskId: Id }),
    audit: 'task.make',
  }),
  deferTask: memberEndpoint({
    method: 'PUT',
    path: '/tasks/:taskId/deferral',
    summary:
      'Put a task off until a time on the practice’s clock, with the reason and, for other reasons, words that are kept as a note. Past the time that the patient was told it needs tellsPatient: they are told a later one at once.',
    params: { taskId: Id },
    body: z.object({
      until: LocalTime,
      reason: z.enum(deferralReasons),
      noteId: Id,
      text: typed(limits.noteCharacters).default(''),
      tellsPatient: z.boolean().default(false),
      version: z.number().int(),
    }),
    response: changed,
    audit: 'task.defer',
  }),
  resumeTask: memberEndpoint({
    method: 'DELETE',
    path: '/tasks/:taskId/deferral',
    summary: 'Take up again what was put off, before its time.',
    params: { taskId: Id },
    response: changed,
    audit: 'task.resume',
  }),
  listLate: memberEndpoint({
    method: 'GET',
    path: '/late',
    summary:
      'Open tasks past their due time, the longest first, with whom each lies and who has been told: an administrator’s whole practice, and the inboxes that the reader owns or backs up.',
    query: z.object(page),
    response: pageOf(LateItem),
    audit: 'late.list',
  }),
  listOrphans: memberEndpoint({
    method: 'GET',
    path: '/orphans',
    summary:
      'Open conversations and inboxes on which nobody would act, as the nightly check found them, if they still are (administrator).',
    response: z.object({ checkedAt: Instant.nullable(), items: z.array(Orphan) }),
    audit: 'orphan.list',
  }),
  mendOrphan: memberEndpoint({
    method: 'PUT',
    path: '/orphans/:conversationId/owner',
    summary: 'Give such a conversation to a colleague, or to its inbox when none is named (administrator).',
    params: { conversationId: Id },
    body: z.object({ practitionerId: Id.optional() }),
    response: Empty,
    audit: 'orphan.mend',
  }),
}
