import { z } from 'zod'
import { conversationStatuses, outcomes } from '../conversation.ts'
import { memberEndpoint } from '../endpoint.ts'
import { limits } from '../limits.ts'
import { priorities } from '../task.ts'
import { Cursor, DateOn, Empty, Id, Instant, InstantInput, Language, pageOf, PersonReference, typed } from './common.ts'
import { ConversationSummary } from './conversations.ts'
import { queueStatuses } from './tasks.ts'

/** Where found words stand in a text: [start, end) in UTF-16 code units. */
const Marks = z.array(z.tuple([z.number().int(), z.number().int()]))

/** A message with the words, or, without words, a conversation with its newest message. */
export const Found = z.object({
  /** Null of a conversation without words to look for. */
  messageId: Id.nullable(),
  at: Instant,
  author: PersonReference,
  /** Some of the message around the words; empty for who sees topic and subject alone. */
  excerpt: z.object({ text: z.string(), marks: Marks }),
  subjectMarks: Marks,
  hasAttachment: z.boolean(),
  conversation: ConversationSummary.pick({
    id: true,
    topic: true,
    subject: true,
    status: true,
    stage: true,
    stagePerson: true,
    careTeam: true,
    outcome: true,
    lastMessageAt: true,
  }),
  patient: z.object({ id: Id, name: z.string(), birthDate: DateOn, language: Language }),
})

/** Conditions beside the words; all of them hold. */
export const searchFilters = {
  patientId: Id.optional(),
  topicId: Id.optional(),
  /** With words: who wrote the message. Without: who wrote last, closed the conversation, or has it to do. */
  practitionerId: Id.optional(),
  status: z.enum(conversationStatuses).optional(),
  outcome: z.enum(outcomes).optional(),
  labelId: Id.optional(),
  hasAttachment: z.literal(true).optional(),
}

/** A part of a queue as it is kept: one's own work, or that of an inbox. */
const SavedQueue = z.object({
  careTeamId: Id.optional(),
  status: z.enum(queueStatuses),
  labelId: Id.optional(),
  priority: z.enum(priorities).optional(),
})

/** Conditions as they are kept: days are those of the practice's calendar, and `lastDays` moves with it. */
export const SavedFilters = z.object({
  words: z.string().max(limits.searchCharacters).default(''),
  ...searchFilters,
  lastDays: z.number().int().min(1).max(limits.savedViewDays).optional(),
  from: DateOn.optional(),
  until: DateOn.optional(),
  /** A view of a queue has this alone. */
  queue: SavedQueue.optional(),
})
const SavedView = z.object({
  id: Id,
  name: z.string(),
  filters: SavedFilters,
  /** Whose messages are looked for, with the name. */
  patient: PersonReference.nullable(),
  version: z.number(),
})

/** whole: nothing is missing. preparing: messages are still being made ready. stopped: it took long; the next page goes on. */
export const searchCoverages = ['whole', 'preparing', 'stopped'] as const

export const search = {
  search: memberEndpoint({
    method: 'POST',
    path: '/search',
    summary:
      'Messages that have all these words, at any place in a word, whatever their accents and case, newest first; without words, conversations. Only of what the reader may see. A POST because words never stand in an address.',
    body: z.object({
      words: z.string().max(limits.searchCharacters).optional(),
      ...searchFilters,
      from: InstantInput.optional(),
      until: InstantInput.optional(),
      cursor: Cursor.optional(),
      limit: z.number().int().min(1).max(limits.pageRows).optional(),
    }),
    response: pageOf(Found).extend({ coverage: z.enum(searchCoverages) }),
    audit: 'conversation.search',
    urgency: 'last',
  }),
  listViews: memberEndpoint({
    method: 'GET',
    path: '/search/views',
    summary: 'Your own saved views, by name.',
    response: z.object({ items: z.array(SavedView) }),
    audit: 'view.list',
  }),
  saveView: memberEndpoint({
    method: 'PUT',
    path: '/search/views/:viewId',
    summary: 'Keep a search, or a part of a queue, under a name (`version` 0), or change one of yours.',
    params: { viewId: Id },
    body: z.object({
      name: typed(limits.savedViewNameCharacters),
      filters: SavedFilters,
      version: z.number().int().nonnegative(),
    }),
    response: SavedView,
    audit: 'view.save',
  }),
  removeView: memberEndpoint({
    method: 'DELETE',
    path: '/search/views/:viewId',
    summary: 'Remove one of your saved views.',
    params: { viewId: Id },
    response: Empty,
    audit: 'view.remove',
  }),
}
