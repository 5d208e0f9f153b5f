import { z } from 'zod'
import { memberEndpoint } from '../endpoint.ts'
import { goalKinds, goalStates } from '../goal.ts'
import { limits } from '../limits.ts'
import { Id, Instant, PersonReference } from './common.ts'

const fields = {
  isOn: z.boolean(),
  kind: z.enum(goalKinds),
  /** `age`: nothing older than so many working days; `count`: no more than so many waiting. */
  most: z.number().int().nonnegative().max(limits.goalWaiting),
  /** By when, 'HH:MM' on the practice's clock; null: until the clinic closes. */
  by: z
    .string()
    .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
    .nullable(),
  /** On which days, from 1, Monday, to 7. Of these, a day on which the clinic is closed has no goal. */
  weekdays: z.array(z.number().int().min(1).max(7)).max(7),
}
/** 0: never saved. */
const Goal = z.object({ ...fields, version: z.number() })
const body = z.object({ ...fields, version: z.number().int().nonnegative() })

const GoalDay = z.object({
  state: z.enum(goalStates),
  /** When the goal is to be reached today. */
  dueAt: Instant,
  /** Of what the goal is about: done today, still to be done for it, and waiting now. */
  done: z.number(),
  left: z.number(),
  waiting: z.number(),
  /** What was waiting at each hour of the day; null for those to come. */
  steps: z.array(z.object({ at: Instant, waiting: z.number().nullable() })),
})

export const goals = {
  listGoals: memberEndpoint({
    method: 'GET',
    path: '/goals',
    summary:
      'Your own clearing goal, which nobody else can read, and those of the inboxes that you work in or may set it for (working staff, administrators).',
    response: z.object({
      /** Null for somebody who does not work in inboxes. */
      mine: Goal.nullable(),
      inboxes: z.array(
        z.object({
          careTeam: PersonReference,
          goal: Goal,
          /** The reader works in it, and sees how the day stands. */
          isMember: z.boolean(),
          canChange: z.boolean(),
        }),
      ),
    }),
    audit: { none: 'Times and numbers; no patient is shown.' },
    urgency: 'last',
  }),
  readGoalDay: memberEndpoint({
    method: 'GET',
    path: '/goals/today',
    summary:
      'How far your own work, or an inbox that you work in, is from its goal of today. `day` is null when the goal is not for today, or the clinic is closed.',
    query: z.object({ careTeamId: Id.optional() }),
    response: z.object({ goal: Goal.nullable(), day: GoalDay.nullable() }),
    audit: { none: 'Numbers of one’s own work or inbox; no patient is shown.' },
  }),
  saveOwnGoal: memberEndpoint({
    method: 'PUT',
    path: '/goals/mine',
    summary: 'Say what you want to have cleared by when, for yourself alone. `version` 0 for the first time.',
    body,
    response: Goal,
    audit: 'goal.save',
  }),
  saveInboxGoal: memberEndpoint({
    method: 'PUT',
    path: '/goals/inboxes/:careTeamId',
    summary:
      'Say what an inbox wants to have cleared by when (its owner, administrators). `version` 0 for the first time.',
    params: { careTeamId: Id },
    body,
    response: Goal,
    audit: 'goal.save',
  }),
}
