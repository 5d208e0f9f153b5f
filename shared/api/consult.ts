import { z } from 'zod'
import { consultKinds, consultStatuses } from '../consult.ts'
import { Attachment } from './attachment.ts'
import { Id, Instant, PersonReference } from './common.ts'

/** A question to a clinician with the answer that is proposed, as a row of the queue shows it. */
export const ConsultSummary = z.object({
  id: Id,
  kind: z.enum(consultKinds),
  askedBy: PersonReference,
  asked: PersonReference,
  /** The clinician in whose name the answer is to go. */
  onBehalfOf: PersonReference.nullable(),
  /** Empty where a message only waits to be signed too. */
  question: z.string(),
  proposal: z.string().nullable(),
  neededBy: Instant,
})

export const Consult = ConsultSummary.extend({
  status: z.enum(consultStatuses),
  /** It waits: nothing has been decided, and the conversation was not answered in another way. */
  isOpen: z.boolean(),
  askedAt: Instant,
  /** The newest message that the one who asked had seen. */
  sequence: z.number(),
  /** Letters of the patient that came after it. */
  newer: z.number(),
  /** Of the answer, once it is sent. */
  messageId: Id,
  decidedAt: Instant.nullable(),
  decidedBy: PersonReference.nullable(),
  /** Files that wait with the proposed answer, and go out with it. */
  attachments: z.array(Attachment),
  /** With what words it was returned. */
  answer: z.string().nullable(),
  /** The patient is reminded earlier when they do not read the answer. */
  isImportant: z.boolean(),
  can: z.object({ decide: z.boolean(), withdraw: z.boolean() }),
})
