import { z } from 'zod'
import { attachmentStatuses, mediaKinds, refusals } from '../attachment.ts'
import { Id } from './common.ts'

export const Attachment = z.object({
  id: Id,
  fileName: z.string(),
  mediaType: z.string(),
  kind: z.enum(mediaKinds),
  sizeBytes: z.number(),
  status: z.enum(attachmentStatuses),
  refusal: z.enum(refusals).nullable(),
  hasThumbnail: z.boolean(),
})
