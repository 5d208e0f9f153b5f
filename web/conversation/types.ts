import type { OutputOf } from '../api/routes.ts'

/** A conversation as either audience reads it. */
export type Conversation = OutputOf<'GET /api/as/:membershipId/conversations/:conversationId'>
export type Message = Conversation['messages'][number]
export type Attachment = Message['attachments'][number]
export type PersonReference = Message['author']
/** What a send answers. */
export type Sent = OutputOf<'POST /api/as/:membershipId/conversations/:conversationId/messages'>
/** An answer on its way out, or one that did not go out. */
export type ScheduledSend =
  OutputOf<'PUT /api/as/:membershipId/conversations/:conversationId/scheduled-sends/:messageId'>
/** Who is reading: names, receipts and hints differ. */
export type Side = 'patient' | 'clinic'
