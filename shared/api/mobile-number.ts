import { z } from 'zod'
import { memberEndpoint } from '../endpoint.ts'
import { limits } from '../limits.ts'
import { mobileStates, noticeChannels, noticeChoices, noticeEndings, noticeKinds, textProblems } from '../notice.ts'
import { Id, Instant, typed } from './common.ts'

/** How a patient is told that there is a message, and the phone that texts go to. */
export const MobileNumber = z.object({
  /** Whether texts can be had at this clinic now. */
  isOffered: z.boolean(),
  hasAddress: z.boolean(),
  choice: z.enum(noticeChoices),
  number: z
    .object({
      /** The last four digits: the whole number never leaves again. */
      ending: z.string(),
      state: z.enum(mobileStates),
      /** Why nothing is sent there, or why the code is not on its way. */
      problem: z.enum(textProblems).nullable(),
      /** Until when the code that was sent works; null when there is none. */
      codeExpiresAt: Instant.nullable(),
    })
    .nullable(),
})

const codeResults = ['proven', 'wrong-code', 'code-expired'] as const

export const mobileNumber = {
  readMobileNumber: memberEndpoint({
    method: 'GET',
    path: '/mobile-number',
    summary: 'How the caller is told that there is a message, and the end of the number texts go to (patient).',
    response: MobileNumber,
    audit: { none: 'Shows the caller’s own settings, and of the number its last four digits.' },
  }),
  saveMobileNumber: memberEndpoint({
    method: 'PUT',
    path: '/mobile-number',
    summary:
      'Give a number for texts, or the same once more: a code goes there. Nothing else does before it is typed (patient).',
    body: z.object({ number: typed(limits.phoneCharacters) }),
    response: MobileNumber,
    audit: 'mobile-number.save',
  }),
  proveMobileNumber: memberEndpoint({
    method: 'POST',
    path: '/mobile-number/proofs',
    summary: 'Type the code that came by text. A wrong one counts; after a few the code is void (patient).',
    body: z.object({ code: z.string().max(limits.codeCharacters) }),
    response: MobileNumber.extend({ result: z.enum(codeResults) }),
    audit: 'mobile-number.prove',
  }),
  chooseNotices: memberEndpoint({
    method: 'PATCH',
    path: '/mobile-number',
    summary: 'Choose between e-mail, text, and both (patient with a proven number).',
    body: z.object({ choice: z.enum(noticeChoices) }),
    response: MobileNumber,
    audit: 'mobile-number.choose',
  }),
  removeMobileNumber: memberEndpoint({
    method: 'DELETE',
    path: '/mobile-number',
    summary: 'Take the number away: no text goes there any more (patient).',
    response: MobileNumber,
    audit: 'mobile-number.remove',
  }),
  listNotices: memberEndpoint({
    method: 'GET',
    path: '/conversations/:conversationId/notices',
    summary: 'What was tried to tell the patient of a conversation, the newest first, and how it ended (staff).',
    params: { conversationId: Id },
    response: z.object({
      items: z.array(
        z.object({
          id: Id,
          kind: z.enum(noticeKinds),
          channel: z.enum(noticeChannels),
          ending: z.enum(noticeEndings),
          /** Why it failed, or why it is still on its way; worded by channel. */
          problem: z.string().nullable(),
          madeAt: Instant,
          /** When it ended that way. */
          endedAt: Instant.nullable(),
        }),
      ),
    }),
    audit: 'notice.list',
  }),
}
