import { z } from 'zod'
import { consultKinds, decisions } from '../consult.ts'
import { memberEndpoint } from '../endpoint.ts'
import { limits } from '../limits.ts'
import { Body, Empty, Id, LocalTime, PersonReference, typed } from './common.ts'
import { Consult } from './consult.ts'
import { Message } from './conversations.ts'

/** A clinician lets a colleague write in their name. */
export const Delegation = z.object({
  /** In whose name. */
  practitioner: PersonReference,
  /** Who writes. */
  delegate: PersonReference,
  /** What they write waits until the clinician has signed too. */
  needsCoSign: z.boolean(),
  isMine: z.boolean(),
  version: z.number(),
})

const path = '/conversations/:conversationId/consults'
const one = { conversationId: Id, consultId: Id }
const answered = z.object({ consult: Consult, message: Message.nullable() })

export const consults = {
  askClinician: memberEndpoint({
    method: 'POST',
    path,
    summary:
      'Ask a clinician, or those of an inbox, with the answer that is proposed. It becomes their work; who is away is asked through whoever covers them.',
    params: { conversationId: Id },
    body: z.object({
      consultId: Id,
      /** Of one of the two: of a clinician, or of whichever clinician of an inbox decides first. */
      practitionerId: Id.optional(),
      careTeamId: Id.optional(),
      kind: z.enum(consultKinds),
      question: typed(limits.consultCharacters),
      /** The answer that is proposed to the patient, and the id with which it will be sent. */
      text: Body.optional(),
      messageId: Id,
      draftId: Id.optional(),
      /** Files of that draft; they wait with the answer and go out with it. */
      attachmentIds: z.array(Id).max(limits.attachmentsPerMessage).default([]),
      /** The patient is reminded earlier when they do not read the answer. */
      isImportant: z.boolean().optional(),
      seenSequence: z.number().int().nonnegative(),
      /** On the practice’s clock; without one, by when the answer is due. */
      neededBy: LocalTime.optional(),
    }),
    response: z.object({ consult: Consult }),
    audit: 'consult.ask',
  }),
  decideConsult: memberEndpoint({
    method: 'PUT',
    path: `${path}/:consultId/decision`,
    summary:
      'Approve: the proposed answer is sent at once, as written by who proposed it and approved by you. Edit: your own words are sent. Return: it goes back with your words.',
    params: one,
    body: z.object({
      decision: z.enum(decisions),
      /** To the patient when edited, to the colleague when returned. */
      text: Body.optional(),
      /** The newest letter of the patient that was read; one that is newer answers 409. */
      seenSequence: z.number().int().nonnegative(),
    }),
    response: answered,
    audit: 'consult.decide',
    urgency: 'first',
  }),
  withdrawConsult: memberEndpoint({
    method: 'DELETE',
    path: `${path}/:consultId`,
    summary: 'Take back one’s own question; what is to be done comes back with it.',
    params: one,
    response: z.object({ consult: Consult }),
    audit: 'consult.withdraw',
  }),
  sendOnBehalf: memberEndpoint({
    method: 'POST',
    path: '/conversations/:conversationId/messages-on-behalf',
    summary: 'Send in a clinician’s name, as far as they let one: at once, or once they have signed too.',
    params: { conversationId: Id },
    body: z.object({
      practitionerId: Id,
      messageId: Id,
      consultId: Id,
      text: Body,
      draftId: Id.optional(),
      /** Files of that draft; they wait with the answer and go out with it. */
      attachmentIds: z.array(Id).max(limits.attachmentsPerMessage).default([]),
      isImportant: z.boolean().optional(),
      seenSequence: z.number().int().nonnegative(),
      /** Nothing is sent, should the clinician let it go out without signing by now. */
      isToBeSigned: z.boolean().optional(),
    }),
    /** One of the two: what was sent, or what waits. */
    response: z.object({ message: Message.nullable(), consult: Consult.nullable() }),
    audit: 'message.send-on-behalf',
    urgency: 'first',
  }),
  listDelegations: memberEndpoint({
    method: 'GET',
    path: '/delegations',
    summary: 'Who may write in your name, and in whose name you may.',
    response: z.object({ items: z.array(Delegation) }),
    audit: { none: 'Names of colleagues alone.' },
  }),
  saveDelegation: memberEndpoint({
    method: 'PUT',
    path: '/delegations/:practitionerId',
    summary: 'Let a colleague write in your name, or no longer (a clinician who prescribes, for themselves).',
    params: { practitionerId: Id },
    body: z.object({ allows: z.enum(['at-once', 'co-sign', 'nothing']), version: z.number().int() }),
    response: Empty,
    audit: 'delegation.save',
  }),
}
