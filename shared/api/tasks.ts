import { z } from 'zod'
import { memberEndpoint } from '../endpoint.ts'
import { contactOutcomes, priorities } from '../task.ts'
import { DateOn, Id, Instant, Language, page, pageOf, PersonReference } from './common.ts'
import { ConversationSummary, Task } from './conversations.ts'

/** A row of the queue: enough to decide without opening the conversation. */
export const QueueItem = z.object({
  task: Task,
  conversation: ConversationSummary,
  patient: z.object({ id: Id, name: z.string(), birthDate: DateOn, language: Language }),
  isMine: z.boolean(),
  notesCount: z.number(),
  presentCount: z.number(),
})

const changed = z.object({ task: Task })

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
      'Open tasks: yours (no careTeamId) or an inbox’s; most urgent, then due first. status=closed lists closed conversations instead.',
    query: z.object({
      careTeamId: Id.optional(),
      priority: z.enum(priorities).optional(),
      status: z.enum(['open', 'closed']).default('open'),
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
    summary: 'Complete without a reply, or record how the patient was reached another way.',
    params: { taskId: Id },
    body: z.object({ outcome: z.enum([...contactOutcomes, 'no-reply-needed']), version: z.number().int() }),
    response: changed,
    audit: 'task.complete',
  }),
}
