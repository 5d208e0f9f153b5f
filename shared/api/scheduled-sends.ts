import { z } from 'zod'
import { coachingKinds } from '../capacity.ts'
import { conversationModes, outcomes } from '../conversation.ts'
import { memberEndpoint } from '../endpoint.ts'
import { limits } from '../limits.ts'
import { sendTimes } from '../scheduled-send.ts'
import { Body, BothLanguages, Empty, Id, Instant, InstantInput, LocalTime, PersonReference, Subject } from './common.ts'
import { ScheduledSend, Sent } from './conversations.ts'

const place = { conversationId: Id, messageId: Id }

export const scheduledSends = {
  scheduleSend: memberEndpoint({
    method: 'PUT',
    path: '/conversations/:conversationId/scheduled-sends/:messageId',
    summary:
      'Send an answer of the clinic a little later: in the seconds in which it can be taken back, or at a time of the practice’s clock.',
    params: place,
    body: z.object({
      /** Holds the words and files until they go out; made if it is not there. */
      draftId: Id,
      text: Body,
      attachmentIds: z.array(Id).max(limits.attachmentsPerMessage).default([]),
      seenSequence: z.number().int().nonnegative(),
      /** Left out: as soon as it can no longer be taken back. */
      sendAt: LocalTime.optional(),
      /** The patient is reminded earlier when they do not read it. */
      isImportant: z.boolean().optional(),
      /** Close with this, in the same act. */
      outcome: z.enum(outcomes).optional(),
      /** Words on how messages are used, of this kind: they are counted once they are sent. */
      coaching: z.enum(coachingKinds).optional(),
      /** Sends the patient to the booking page, whose address is in the words; `outcome` says how it closes. */
      isBooking: z.boolean().optional(),
      /** Decides this question: approved, when the words are those that were proposed, else edited. */
      consultId: Id.optional(),
      /** In the name of this clinician, who lets it be sent without signing it. */
      onBehalfOfId: Id.optional(),
    }),
    response: ScheduledSend,
    audit: 'message.schedule',
    urgency: 'first',
  }),
  cancelScheduledSend: memberEndpoint({
    method: 'DELETE',
    path: '/conversations/:conversationId/scheduled-sends/:messageId',
    summary: 'Take back an answer before it goes out, or put away one that did not. Its words are a draft again.',
    params: place,
    response: Empty,
    audit: 'message.unschedule',
    urgency: 'first',
  }),
  sendScheduledNow: memberEndpoint({
    method: 'POST',
    path: '/conversations/:conversationId/scheduled-sends/:messageId/sending',
    summary: 'Send an answer of yours that waits, at once.',
    params: place,
    response: Sent,
    audit: 'message.send',
    urgency: 'first',
  }),
  listScheduledSends: memberEndpoint({
    method: 'GET',
    path: '/scheduled-sends',
    summary: 'Your answers that wait to go out or did not, the next one first.',
    response: z.object({
      items: z.array(
        z.object({
          /** Null of the first message of a conversation: it is begun when it goes out. */
          conversationId: Id.nullable(),
          patient: PersonReference,
          send: ScheduledSend,
        }),
      ),
    }),
    audit: 'message.list-scheduled',
  }),
  scheduleStart: memberEndpoint({
    method: 'PUT',
    path: '/scheduled-starts/:messageId',
    summary:
      'Send the first message of a conversation a little later: in the seconds in which it can be taken back, or at a time of the practice’s clock. The conversation is begun then (staff).',
    params: { messageId: Id },
    body: z.object({
      conversationId: Id,
      patientId: Id,
      topicId: Id,
      subject: Subject,
      /** Holds the words and files until they go out; made if it is not there. */
      draftId: Id,
      text: Body,
      attachmentIds: z.array(Id).max(limits.attachmentsPerMessage).default([]),
      /** Left out: as soon as it can no longer be taken back. */
      sendAt: LocalTime.optional(),
      isImportant: z.boolean().optional(),
      mode: z.enum(conversationModes).optional(),
      replyUntil: InstantInput.optional(),
    }),
    response: ScheduledSend,
    audit: 'message.schedule',
    urgency: 'first',
  }),
  cancelScheduledStart: memberEndpoint({
    method: 'DELETE',
    path: '/scheduled-starts/:messageId',
    summary: 'Take back a first message before it goes out, or put away one that did not. It is a draft again (staff).',
    params: { messageId: Id },
    response: Empty,
    audit: 'message.unschedule',
    urgency: 'first',
  }),
  sendScheduledStartNow: memberEndpoint({
    method: 'POST',
    path: '/scheduled-starts/:messageId/sending',
    summary: 'Send a first message of yours that waits, at once (staff).',
    params: { messageId: Id },
    response: Sent,
    audit: 'conversation.start',
    urgency: 'first',
  }),
  listScheduledStarts: memberEndpoint({
    method: 'GET',
    path: '/patients/:patientId/scheduled-starts',
    summary:
      'First messages to a patient that wait to go out or did not: yours, and those of inboxes in which you work.',
    params: { patientId: Id },
    response: z.object({
      items: z.array(
        z.object({
          /** Which it will begin; null to who will not see it. */
          conversationId: Id.nullable(),
          topic: BothLanguages,
          subject: z.string(),
          send: ScheduledSend,
        }),
      ),
    }),
    audit: 'message.list-scheduled',
  }),
  listSendTimes: memberEndpoint({
    method: 'GET',
    path: '/send-times',
    summary: 'Times to send later that are at hand, and until when one may be chosen.',
    response: z.object({
      items: z.array(z.object({ kind: z.enum(sendTimes), local: LocalTime, at: Instant })),
      until: LocalTime,
    }),
    audit: { none: 'Opening hours of the practice.' },
  }),
}
