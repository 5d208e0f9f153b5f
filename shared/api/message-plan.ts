import { z } from 'zod'
import { memberEndpoint } from '../endpoint.ts'
import { limits } from '../limits.ts'
import { Empty, Instant } from './common.ts'

const ClockTime = z.string().regex(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/)
/** A stretch of one weekday (ISO: 1 Monday to 7 Sunday) on the practice's clock. */
export const MessageBlock = z.object({ weekday: z.number().int().min(1).max(7), from: ClockTime, until: ClockTime })

const MessagePlan = z.object({
  blocks: z.array(MessageBlock),
  version: z.number(),
  /** One e-mail when such a time begins says how many messages wait. */
  gathersNotices: z.boolean(),
  /** The last one did not arrive. */
  hasNoticeProblem: z.boolean(),
  /** Since when there is a calendar of them at a private address. */
  feed: z.object({ madeAt: Instant }).nullable(),
  /** The one that is on now, or the next. */
  next: z.object({ startsAt: Instant, endsAt: Instant }).nullable(),
  /** The one of today that ended last. */
  last: z.object({ startsAt: Instant, endsAt: Instant }).nullable(),
  /** What waits, and how long it takes, all and each, by one's own last answers; null before there are enough of them. */
  forecast: z.object({
    waiting: z.number(),
    minutes: z.number().nullable(),
    eachMinutes: z.number().nullable(),
  }),
})

export const messagePlan = {
  readMessagePlan: memberEndpoint({
    method: 'GET',
    path: '/message-plan',
    summary: 'The times of the week in which you answer messages, the next one, and how much waits for it.',
    response: MessagePlan,
    audit: { none: 'Times and numbers of one’s own work; no patient is shown.' },
  }),
  saveMessagePlan: memberEndpoint({
    method: 'PUT',
    path: '/message-plan',
    summary: 'Save these times as a whole.',
    body: z.object({
      blocks: z.array(MessageBlock).max(limits.messageBlocks),
      version: z.number().int().nonnegative(),
      /** Left out: as it is. */
      gathersNotices: z.boolean().optional(),
    }),
    response: MessagePlan,
    audit: 'message-plan.save',
  }),
  makeCalendarFeed: memberEndpoint({
    method: 'POST',
    path: '/message-plan/feed',
    summary:
      'Make a private address of an iCalendar with these times, shown once; one made before ends. It names no patient and nothing of a message.',
    response: z.object({ url: z.string() }),
    audit: 'calendar-feed.make',
  }),
  endCalendarFeed: memberEndpoint({
    method: 'DELETE',
    path: '/message-plan/feed',
    summary: 'End the private address: it answers no more.',
    response: Empty,
    audit: 'calendar-feed.end',
  }),
}
