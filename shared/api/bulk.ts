import { z } from 'zod'
import { bulkRefusals, outcomes } from '../conversation.ts'
import { memberEndpoint } from '../endpoint.ts'
import { limits } from '../limits.ts'
import { taskKinds } from '../task.ts'
import { Id } from './common.ts'

/** As the row showed it: what has changed since is left alone. */
const Asked = z
  .array(z.object({ conversationId: Id, version: z.number().int() }))
  .min(1)
  .max(limits.bulkRows)
/** What is to be given away, by conversation: the tasks as the rows showed them. */
const Chosen = z
  .array(
    z.object({
      conversationId: Id,
      tasks: z
        .array(z.object({ taskId: Id, version: z.number().int() }))
        .min(1)
        .max(taskKinds.length),
    }),
  )
  .min(1)
  .max(limits.bulkRows)
const NotDone = z.array(z.object({ conversationId: Id, code: z.enum(bulkRefusals) }))
const Done = z.object({ done: z.array(z.object({ conversationId: Id })), notDone: NotDone })
/** With the version that each now has, by which the act is taken back. */
const Changed = z.object({
  done: z.array(z.object({ conversationId: Id, version: z.number() })),
  notDone: NotDone,
})

/** Acts on several conversations at once. Each is judged by itself: what may not be done to one is done to the others. */
export const bulk = {
  labelSeveral: memberEndpoint({
    method: 'PUT',
    path: '/bulk/labels/:labelId',
    summary:
      'Put a label on several conversations, or take it off (isOn false). `done` are those that this changed: taking it off these undoes it (staff).',
    params: { labelId: Id },
    body: z.object({ conversationIds: z.array(Id).min(1).max(limits.bulkRows), isOn: z.boolean() }),
    response: Done,
    audit: 'label.several',
  }),
  assignSeveral: memberEndpoint({
    method: 'PUT',
    path: '/bulk/assignments/:assignmentId',
    summary:
      'Give tasks of several conversations to a colleague, or to another inbox (the conversations go with them). What has changed or ended since is left alone. The same id again does nothing twice (staff).',
    params: { assignmentId: Id },
    body: z.object({ conversations: Chosen, practitionerId: Id.optional(), careTeamId: Id.optional() }),
    response: Done,
    audit: 'task.assign-several',
  }),
  undoAssignments: memberEndpoint({
    method: 'DELETE',
    path: '/bulk/assignments/:assignmentId',
    summary:
      'Take back what you gave away at once: each is with whoever had it, unless somebody acted on it since (staff).',
    params: { assignmentId: Id },
    response: Done,
    audit: 'task.undo-assignments',
  }),
  closeSeveral: memberEndpoint({
    method: 'PUT',
    path: '/bulk/closures',
    summary:
      'Close several conversations with one outcome, and file them to the chart. One in which somebody still has to do something stays open unless endsTasks says that this ends too (staff).',
    body: z.object({ conversations: Asked, outcome: z.enum(outcomes), endsTasks: z.boolean().default(false) }),
    response: Changed,
    audit: 'conversation.close-several',
  }),
  undoClosures: memberEndpoint({
    method: 'PUT',
    path: '/bulk/reopenings',
    summary:
      'Take back what you closed: each is open again, with what was to be done in it, unless something happened in it since (staff).',
    body: z.object({ conversations: Asked }),
    response: Changed,
    audit: 'conversation.undo-closures',
  }),
}
