import { z } from 'zod'
import { memberEndpoint } from '../endpoint.ts'
import { limits } from '../limits.ts'
import { roles } from '../people.ts'
import { ageBands, expectedRoles, figures, seenTables, spans, waitingAges } from '../seeing.ts'
import { BothLanguages, DateOn, Id, Instant, Language, page, pageOf, PersonReference } from './common.ts'

/** Days are the practice's own; without them, the last four weeks. */
const days = { from: DateOn.optional(), until: DateOn.optional() }
/** Narrower than what the reader may see: one topic, one inbox, one colleague. */
const narrower = { topicId: Id.optional(), careTeamId: Id.optional(), practitionerId: Id.optional() }

/** Minutes of opening: half took this long or less, nine in ten that. Null of nothing. */
const Times = z.object({ count: z.number(), median: z.number().nullable(), p90: z.number().nullable() })

/** What was counted, of a step of time, a topic, an inbox or a person. */
export const SeenCounts = z.object({
  /** Messages that patients wrote, and how many of them asked for an answer. */
  arrived: z.number(),
  asked: z.number(),
  /** Answered by message or reached by phone; in the time that the patient was told. */
  replied: z.number(),
  repliedInTime: z.number(),
  /** Ended without an answer to the patient. */
  settled: z.number(),
  /** From the message to the answer. */
  reply: Times,
  closed: z.number(),
  visitsAvoided: z.number(),
  visitsBooked: z.number(),
  redirected: z.number(),
  sentToEmergency: z.number(),
  /** Messages that the clinic wrote; while it was closed. */
  sent: z.number(),
  sentAfterHours: z.number(),
  /** How often a colleague opened a conversation. */
  opened: z.number(),
})

const SeenStep = SeenCounts.extend({
  /** First and last day that it stands for. */
  from: DateOn,
  until: DateOn,
  /** From a conversation's first message until it was closed. */
  resolution: Times,
  /** How it stood at the end of the step; null before anything was counted. */
  waiting: z.number().nullable(),
  late: z.number().nullable(),
  oldestAt: Instant.nullable(),
})

const Waiting = z.object({ waiting: z.number(), late: z.number(), oldestAt: Instant.nullable() })

/** Of those that this was expected of: how many there were, and how many in time; null where nothing is expected. */
const Kept = z.object({ minutes: z.number(), of: z.number(), inTime: z.number() }).nullable()

export const Expectation = z.object({
  role: z.enum(expectedRoles),
  /** In minutes of opening, from a message to the first look at it by somebody of this role; null: nothing is expected. */
  triageMinutes: z.number().int().min(5).max(limits.expectedMinutes).nullable(),
  /** In minutes of opening, from the moment that it is theirs until the answer. */
  replyMinutes: z.number().int().min(5).max(limits.expectedMinutes).nullable(),
})

export const seeing = {
  readSeeing: memberEndpoint({
    method: 'GET',
    path: '/seeing',
    summary:
      'What the clinic’s work looked like: counts by step of time, topic, inbox, person and role, and how it stands now. Administrators see the practice, owners their inboxes, everybody their own.',
    query: z.object({ ...days, ...narrower }),
    response: z.object({
      /** When the days were last counted. */
      countedAt: Instant.nullable(),
      from: DateOn,
      until: DateOn,
      span: z.enum(spans),
      scope: z.enum(['practice', 'inboxes', 'own']),
      /** What may be chosen to look closer. */
      choices: z.object({
        topics: z.array(z.object({ id: Id, name: BothLanguages, replyWithinMinutes: z.number() })),
        careTeams: z.array(PersonReference),
        people: z.array(PersonReference),
      }),
      total: SeenCounts.extend({ resolution: Times }),
      steps: z.array(SeenStep),
      topics: z.array(SeenCounts.extend({ id: Id, name: BothLanguages, now: Waiting })),
      inboxes: z.array(SeenCounts.extend({ careTeam: PersonReference, now: Waiting })),
      people: z.array(SeenCounts.extend({ person: PersonReference, now: Waiting })),
      roles: z.array(
        SeenCounts.omit({ reply: true }).extend({
          role: z.enum(roles),
          people: z.number(),
          now: Waiting,
          triage: Kept,
          answer: Kept,
        }),
      ),
      now: Waiting.extend({
        ages: z.array(z.object({ age: z.enum(waitingAges.map(({ key }) => key)), waiting: z.number() })),
        /** Conversations in which the patient has not read for days. */
        unread: z.number(),
      }),
      /** Whether messages were read within days, by groups of patients; null where too few of them were written to. */
      reading: z.array(
        z.object({
          language: Language,
          ageBand: z.enum(ageBands),
          messages: z.number().nullable(),
          unread: z.number().nullable(),
        }),
      ),
    }),
    audit: { none: 'Counts only; no patient is shown.' },
    urgency: 'last',
  }),
  listSeen: memberEndpoint({
    method: 'GET',
    path: '/seeing/conversations',
    summary:
      'The conversations behind a figure. Whose they are is shown only to those who may open them; the others see topic, inbox, colleague and times.',
    query: z.object({
      figure: z.enum(figures),
      ...days,
      ...narrower,
      language: Language.optional(),
      ageBand: z.enum(ageBands).optional(),
      ...page,
    }),
    response: pageOf(
      z.object({
        /** Null for whoever may not open it. */
        conversationId: Id.nullable(),
        patient: z.object({ id: Id, name: z.string() }).nullable(),
        subject: z.string().nullable(),
        topic: BothLanguages,
        careTeam: PersonReference,
        /** Who did it, or has it now. */
        person: PersonReference.nullable(),
        /** When it happened, or since when it waits. */
        at: Instant,
        dueAt: Instant.nullable(),
      }),
    ),
    audit: 'seeing.list',
    urgency: 'last',
  }),
  exportSeeing: memberEndpoint({
    method: 'GET',
    path: '/seeing/export',
    summary: 'One table of the figures as a file of comma-separated values. Nothing in it can be run as a formula.',
    query: z.object({ table: z.enum(seenTables), language: Language.default('en'), ...days, ...narrower }),
    response: z.unknown(),
    audit: 'seeing.export',
    urgency: 'last',
  }),
  listExpectations: memberEndpoint({
    method: 'GET',
    path: '/expectations',
    summary: 'How soon each role is expected to look at messages and to answer them (staff).',
    response: z.object({ items: z.array(Expectation), version: z.number() }),
    audit: { none: 'Not about a patient.' },
  }),
  saveExpectations: memberEndpoint({
    method: 'PUT',
    path: '/expectations',
    summary: 'Write down what is expected of each role (administrator).',
    body: z.object({ items: z.array(Expectation).max(limits.expectations), version: z.number().int().nonnegative() }),
    response: z.object({ items: z.array(Expectation), version: z.number() }),
    audit: 'expectations.save',
  }),
}
