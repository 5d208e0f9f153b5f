import { z } from 'zod'
import { conversationModes } from '../conversation.ts'
import { draftForms } from '../draft.ts'
import { memberEndpoint } from '../endpoint.ts'
import { BothLanguages, Body, Empty, Id, Instant, Subject } from './common.ts'
import { Attachment } from './attachment.ts'

export const Draft = z.object({
  id: Id,
  conversationId: Id.nullable(),
  topicId: Id.nullable(),
  topic: BothLanguages.nullable(),
  patientId: Id,
  subject: z.string(),
  text: z.string(),
  /** A colleague’s words that the patient is to read soon. */
  isImportant: z.boolean(),
  /** What a first message that was to go out later begins its conversation with. */
  mode: z.enum(conversationModes).nullable(),
  replyUntil: Instant.nullable(),
  attachments: z.array(Attachment),
  savedAt: Instant,
  version: z.number(),
})

export const drafts = {
  saveDraft: memberEndpoint({
    method: 'PUT',
    path: '/drafts/:draftId',
    summary:
      'Create or save a draft (the id is made by the client). `version` is the one last seen, 0 for a new draft.',
    params: { draftId: Id },
    body: z.object({
      conversationId: Id.optional(),
      topicId: Id.optional(),
      patientId: Id.optional(),
      subject: Subject.default(''),
      text: Body,
      /** Of a colleague: the patient is to read it soon. Left out, it stays as it is. */
      isImportant: z.boolean().optional(),
      /** The words are an internal note of a colleague’s about a conversation: no answer, and never sent. */
      isNote: z.boolean().default(false),
      /** Which form beside the conversation they are written in; of a note alone. */
      form: z.enum(draftForms).optional(),
      /** The question that they decide. */
      consultId: Id.optional(),
      version: z.number().int().nonnegative(),
    }),
    response: z.object({ version: z.number(), savedAt: Instant }),
    audit: 'draft.save',
    urgency: 'first',
  }),
  listDrafts: memberEndpoint({
    method: 'GET',
    path: '/drafts',
    summary: 'Your drafts of messages, newest first.',
    response: z.object({ items: z.array(Draft) }),
    audit: 'draft.list',
  }),
  readDraft: memberEndpoint({
    method: 'GET',
    path: '/drafts/:draftId',
    summary: 'One of your drafts.',
    params: { draftId: Id },
    response: Draft,
    audit: 'draft.read',
  }),
  discardDraft: memberEndpoint({
    method: 'DELETE',
    path: '/drafts/:draftId',
    summary: 'Throw a draft away, with its files.',
    params: { draftId: Id },
    response: Empty,
    audit: 'draft.discard',
  }),
}
