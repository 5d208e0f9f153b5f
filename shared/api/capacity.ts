import { z } from 'zod'
import { coachingKinds, pauseStates, refusalCodes } from '../capacity.ts'
import type { outcomes } from '../conversation.ts'
import { memberEndpoint } from '../endpoint.ts'
import { limits } from '../limits.ts'
import { Body, BothLanguages, Empty, Id, Instant, InstantInput, PersonReference, typed } from './common.ts'
import { Message, ScheduledSend } from './conversations.ts'

/** What a patient reads while the clinic takes fewer messages: why, and what to do instead. */
const Words = z.object({ reason: BothLanguages, instead: BothLanguages })

export const Refusal = z.object({
  code: z.enum(refusalCodes),
  /** When they may write again, where that is known. */
  until: Instant.nullable(),
  limit: z.number().nullable(),
  words: Words.nullable(),
  /** Of a block: why, in the patient's own language. */
  reason: z.string().nullable(),
})

const pauseFields = {
  /** At most one of the two: about this topic, or from the patients whose usual clinician this is. */
  topicId: Id.nullable(),
  practitionerId: Id.nullable(),
  /** Null: no new conversations at all; else so many that patients may begin in a day. */
  aDay: z.number().int().min(1).max(limits.pauseADay).nullable(),
  stopsAnswers: z.boolean(),
  words: Words,
}
export const Pause = z.object({
  id: Id,
  ...pauseFields,
  practitioner: PersonReference.nullable(),
  topic: BothLanguages.nullable(),
  startsAt: Instant,
  endsAt: Instant,
  state: z.enum(pauseStates),
  createdBy: PersonReference.nullable(),
  version: z.number(),
})

const limitFields = {
  openConversations: z.number().int().min(1).max(100).nullable(),
  messagesADay: z.number().int().min(1).max(200).nullable(),
  coolDownMinutes: z
    .number()
    .int()
    .min(1)
    .max(7 * 24 * 60)
    .nullable(),
}
export const PatientLimits = z.object({ ...limitFields, version: z.number() })

export const Block = z.object({
  id: Id,
  patient: PersonReference,
  reason: z.string(),
  startsAt: Instant,
  endsAt: Instant,
  blockedBy: PersonReference.nullable(),
  liftedAt: Instant.nullable(),
  liftedBy: PersonReference.nullable(),
})

const CoachingText = z.object({
  kind: z.enum(coachingKinds),
  text: BothLanguages,
  /** False: the product's own, reviewed words. */
  isOwn: z.boolean(),
  /** Times it was sent in the last 90 days. */
  sent: z.number(),
  version: z.number(),
})

export const capacity = {
  readWriting: memberEndpoint({
    method: 'GET',
    path: '/writing',
    summary:
      'Whether the patient may write now: what keeps them from a new conversation, by topic, and from answering.',
    response: z.object({
      /** Why no topic is open to them; null when one is. */
      start: Refusal.nullable(),
      topics: z.array(z.object({ topicId: Id, start: Refusal.nullable(), answer: Refusal.nullable() })),
      bookingUrl: z.string().nullable(),
    }),
    audit: 'patient.writing',
  }),
  listPauses: memberEndpoint({
    method: 'GET',
    path: '/pauses',
    summary: 'Pauses in force, to come, and of the last 90 days (staff).',
    response: z.object({ items: z.array(Pause) }),
    audit: { none: 'Not about a patient.' },
  }),
  savePause: memberEndpoint({
    method: 'PUT',
    path: '/pauses/:pauseId',
    summary: 'Plan or change a pause of messages, or a number a day (administrator). `version` 0 creates.',
    params: { pauseId: Id },
    body: z.object({
      ...pauseFields,
      startsAt: InstantInput,
      endsAt: InstantInput,
      version: z.number().int().nonnegative(),
    }),
    response: Pause,
    audit: 'pause.save',
  }),
  endPause: memberEndpoint({
    method: 'DELETE',
    path: '/pauses/:pauseId',
    summary: 'End a pause now, or call it off before it begins (administrator).',
    params: { pauseId: Id },
    response: Pause,
    audit: 'pause.end',
  }),
  readPatientLimits: memberEndpoint({
    method: 'GET',
    path: '/patient-limits',
    summary: 'What one patient may do at most (staff).',
    response: PatientLimits,
    audit: { none: 'Not about a patient.' },
  }),
  savePatientLimits: memberEndpoint({
    method: 'PUT',
    path: '/patient-limits',
    summary: 'Change what one patient may do at most (administrator).',
    body: z.object({ ...limitFields, version: z.number().int().nonnegative() }),
    response: PatientLimits,
    audit: 'patient-limits.save',
  }),
  readStanding: memberEndpoint({
    method: 'GET',
    path: '/patients/:patientId/standing',
    summary:
      'How a patient uses messages: whether they may write, and how often they were told how it is meant (staff).',
    params: { patientId: Id },
    response: z.object({
      block: Block.nullable(),
      /** What is to tell them that they are blocked, or did not go out: yours, and that of inboxes in which you work. */
      waiting: z.array(ScheduledSend),
      /** Your own block of them that was taken back, or did not go out. */
      takenBack: z.object({ draftId: Id, reason: z.string(), endsAt: Instant }).nullable(),
      /** What keeps them from any new conversation now; null when they may begin one. */
      refusal: Refusal.pick({ code: true, until: true, limit: true }).nullable(),
      /** The newest first, of a year; the conversation is named to those who may know of it. */
      coachings: z.array(
        z.object({
          kind: z.enum(coachingKinds),
          at: Instant,
          by: PersonReference.nullable(),
          conversationId: Id.nullable(),
        }),
      ),
      can: z.object({ block: z.boolean(), lift: z.boolean() }),
    }),
    audit: 'patient.standing',
  }),
  blockPatient: memberEndpoint({
    method: 'PUT',
    path: '/patients/:patientId/blocks/:blockId',
    summary:
      'Stop a patient’s messages until a day. They are told why, until when, and how to reach the clinic (clinicians).',
    params: { patientId: Id, blockId: Id },
    body: z.object({
      /** In the patient's language: they read it. */
      reason: typed(limits.reasonCharacters),
      endsAt: InstantInput,
      /** Of the message that tells them. */
      conversationId: Id,
      messageId: Id,
    }),
    response: Block,
    audit: 'patient.block',
  }),
  scheduleBlock: memberEndpoint({
    method: 'PUT',
    path: '/patients/:patientId/scheduled-blocks/:messageId',
    summary:
      'The same, once it can no longer be taken back: until then they know nothing of it and write as before (clinicians).',
    params: { patientId: Id, messageId: Id },
    body: z.object({
      blockId: Id,
      /** In the patient's language: they read it. */
      reason: typed(limits.reasonCharacters),
      endsAt: InstantInput,
      /** Of the message that tells them. */
      conversationId: Id,
      /** Holds the reason until then; made if it is not there. */
      draftId: Id,
    }),
    response: ScheduledSend,
    audit: 'message.schedule',
    urgency: 'first',
  }),
  liftBlock: memberEndpoint({
    method: 'DELETE',
    path: '/patients/:patientId/blocks/:blockId',
    summary: 'Let a patient write again before the day has come (clinicians, administrator).',
    params: { patientId: Id, blockId: Id },
    response: Block,
    audit: 'patient.lift-block',
  }),
  listBlocks: memberEndpoint({
    method: 'GET',
    path: '/blocks',
    summary: 'Every block, the newest end first (privacy officer, administrator).',
    response: z.object({ items: z.array(Block) }),
    audit: 'patient.list-blocks',
  }),
  listCoachingTexts: memberEndpoint({
    method: 'GET',
    path: '/coaching-texts',
    summary: 'What is told to patients who use messages for what they are not meant for, and how often it was (staff).',
    response: z.object({ items: z.array(CoachingText) }),
    audit: { none: 'Counts only; no patient is shown.' },
  }),
  saveCoachingText: memberEndpoint({
    method: 'PUT',
    path: '/coaching-texts/:kind',
    summary: 'Put the practice’s own words in place of the product’s (administrator).',
    params: { kind: z.enum(coachingKinds) },
    body: z.object({ text: BothLanguages, version: z.number().int().nonnegative() }),
    response: CoachingText,
    audit: 'coaching-text.save',
  }),
  coachPatient: memberEndpoint({
    method: 'POST',
    path: '/conversations/:conversationId/coaching',
    summary: 'Reply with words on how messages are meant to be used; they can be changed before, and are counted.',
    params: { conversationId: Id },
    body: z.object({ messageId: Id, kind: z.enum(coachingKinds), text: Body }),
    response: z.object({ message: Message }),
    audit: 'conversation.coach',
  }),
  redirectToBooking: memberEndpoint({
    method: 'POST',
    path: '/conversations/:conversationId/booking',
    summary: 'Send the patient to the practice’s booking page, and close with that outcome.',
    params: { conversationId: Id },
    body: z.object({
      messageId: Id,
      text: Body,
      outcome: z.enum(['redirected', 'visit-booked'] satisfies (typeof outcomes)[number][]),
    }),
    response: Empty,
    audit: 'conversation.book',
  }),
}
