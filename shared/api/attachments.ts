import { z } from 'zod'
import { memberEndpoint } from '../endpoint.ts'
import { Empty, Id } from './common.ts'
import { Attachment } from './conversations.ts'

/** Uploading and downloading stream bytes, so their routes are Fastify's own; this is what they answer. */
export const attachments = {
  uploadAttachment: memberEndpoint({
    method: 'PUT',
    path: '/drafts/:draftId/attachments/:attachmentId',
    summary:
      'Stream one file into a draft (body: the bytes, application/octet-stream). The name is in `name`, percent-encoded. Repeating a finished upload answers with the same attachment.',
    params: { draftId: Id, attachmentId: Id },
    query: z.object({ name: z.string().min(1).max(1_000) }),
    response: Attachment,
    audit: 'attachment.upload',
  }),
  downloadAttachment: memberEndpoint({
    method: 'GET',
    path: '/attachments/:attachmentId/content',
    summary: 'The bytes of a clean attachment, with ranges. `variant=thumbnail` for the small picture.',
    params: { attachmentId: Id },
    query: z.object({ variant: z.enum(['original', 'thumbnail']).default('original') }),
    response: z.unknown(),
    audit: 'attachment.download',
  }),
  readAttachment: memberEndpoint({
    method: 'GET',
    path: '/attachments/:attachmentId',
    summary: 'The state of an attachment, for progress.',
    params: { attachmentId: Id },
    response: Attachment,
    audit: { none: 'The state of a file in the reader’s own draft or conversation; its content is not shown.' },
  }),
  removeAttachment: memberEndpoint({
    method: 'DELETE',
    path: '/attachments/:attachmentId',
    summary: 'Remove a file from a draft. Sent files stay.',
    params: { attachmentId: Id },
    response: Empty,
    audit: 'attachment.remove',
  }),
}
