import { z } from 'zod'
import { memberEndpoint } from '../endpoint.ts'
import { limits } from '../limits.ts'
import { Empty, Id } from './common.ts'
import { Attachment } from './attachment.ts'

/** A name as it is typed, percent-encoded as UTF-8: a header holds nothing else safely. */
export const FileName = z
  .string()
  .min(1)
  .max(limits.fileNameHeaderCharacters)
  .transform((encoded, context) => {
    try {
      return decodeURIComponent(encoded)
    } catch {
      context.addIssue({ code: 'custom', message: 'not percent-encoded' })
      return z.NEVER
    }
  })

/** Uploading and downloading stream bytes, so their routes are Fastify's own; this is what they answer. */
export const attachments = {
  uploadAttachment: memberEndpoint({
    method: 'PUT',
    path: '/drafts/:draftId/attachments/:attachmentId',
    summary:
      'Stream one file into a draft (body: the bytes, application/octet-stream). Its name is in the header `x-file-name`, percent-encoded: a name may tell what is in the file, and addresses end up in logs. Repeating a finished upload answers with the same attachment.',
    params: { draftId: Id, attachmentId: Id },
    headers: z.object({ 'x-file-name': FileName }),
    response: Attachment,
    audit: 'attachment.upload',
    isFile: true,
  }),
  downloadAttachment: memberEndpoint({
    method: 'GET',
    path: '/attachments/:attachmentId/content',
    summary: 'The bytes of a clean attachment, with ranges. `variant=thumbnail` for the small picture.',
    params: { attachmentId: Id },
    query: z.object({ variant: z.enum(['original', 'thumbnail']).default('original') }),
    response: z.unknown(),
    audit: 'attachment.download',
    isFile: true,
  }),
  readAttachment: memberEndpoint({
    method: 'GET',
    path: '/attachments/:attachmentId',
    summary: 'The state of an attachment, for progress.',
    params: { attachmentId: Id },
    response: Attachment,
    audit: 'attachment.read',
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
