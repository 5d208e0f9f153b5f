import { z } from 'zod'
import { memberEndpoint } from '../endpoint.ts'
import { passReasons } from '../task.ts'
import { Empty, Id, Instant, InstantInput } from './common.ts'

/** When this round began: what was passed over since then is not offered again in it. */
const round = { since: InstantInput }

export const focus = {
  takeNext: memberEndpoint({
    method: 'POST',
    path: '/focus/next',
    summary:
      'The next conversation for you: of your work and the inboxes you work in, most urgent, then due first; without what is put off, what a colleague has on the screen, and what you passed over in this round. Colleagues see at once that you have it.',
    body: z.object(round),
    response: z.object({
      next: z.object({ taskId: Id, conversationId: Id }).nullable(),
      /** What is still to be done, this one and what colleagues have on the screen among it. */
      left: z.number(),
    }),
    audit: { none: 'Ids and a number; the conversation itself is read, and that is recorded.' },
  }),
  passOver: memberEndpoint({
    method: 'POST',
    path: '/focus/passes',
    summary: 'Leave what is next for somebody else or for later, and say why. Nothing changes for the task.',
    body: z.object({ taskId: Id, reason: z.enum(passReasons) }),
    response: Empty,
    audit: 'focus.pass',
  }),
  readRound: memberEndpoint({
    method: 'GET',
    path: '/focus/round',
    summary:
      'What you did in a round or in a time for messages, in numbers: what is left, how long it took against your own pace until then, and how often you open what you answer.',
    query: z.object({ ...round, until: InstantInput.optional() }),
    response: z.object({
      answered: z.number(),
      assigned: z.number(),
      deferred: z.number(),
      passed: z.number(),
      /** What waits for you now. */
      left: z.number(),
      /** From its beginning until the last thing that was done in it; null when nothing was. */
      tookMinutes: z.number().nullable(),
      /** How long so many answers take at the pace that was known when it began; null before there was one. */
      forecastMinutes: z.number().nullable(),
      touches: z.object({ answered: z.number(), median: z.number() }).nullable(),
      at: Instant,
    }),
    audit: { none: 'Numbers of one’s own work; no patient is shown.' },
  }),
}
