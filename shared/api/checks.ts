import { z } from 'zod'
import { memberEndpoint } from '../endpoint.ts'
import { checkStates, checkWarnings } from '../checks.ts'
import { limits } from '../limits.ts'
import { Id, Instant, PersonReference } from './common.ts'

/** On the practice's clock, 'HH:MM'; weekdays from 1, Monday, to 7. */
const time = { weekday: z.number().int().min(1).max(7), at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/) }

export const CheckRoster = z.object({
  careTeam: PersonReference,
  isOn: z.boolean(),
  /** So long after its time a check is missed and the backup is told; so long after that, the owner. */
  graceMinutes: z.number(),
  times: z.array(
    z.object({
      ...time,
      /** Who is asked; null: whoever works in the inbox. */
      person: PersonReference.nullable(),
      warnings: z.array(z.enum(checkWarnings)),
    }),
  ),
  canChange: z.boolean(),
  /** Who answers for the inbox reads its last checks. */
  canReadChecks: z.boolean(),
  /** 0: never saved. */
  version: z.number(),
})

const Asked = z.object({
  dueAt: Instant,
  /** Who is to do it, or stands in; null: whoever works in the inbox. */
  person: PersonReference.nullable(),
})

export const InboxCheck = z.object({
  careTeam: PersonReference,
  /** The last one that was done. */
  last: z.object({ dueAt: Instant, doneAt: Instant, by: PersonReference.nullable() }).nullable(),
  /** Its time has come, and nobody has done it. */
  due: Asked.extend({ lateAt: Instant, isMissed: z.boolean() }).nullable(),
  next: Asked.nullable(),
  /** Who was told that it is missed. */
  told: z.array(PersonReference),
  /** The reader was told, or nobody could be and the reader manages the practice. */
  isAlarm: z.boolean(),
  /** The reader works in the inbox. */
  isMember: z.boolean(),
  /** Looking the inbox through now counts as a check. */
  canBeDone: z.boolean(),
})

export const checks = {
  listCheckRosters: memberEndpoint({
    method: 'GET',
    path: '/check-rosters',
    summary: 'At which times each inbox is checked, by whom, and what may be amiss with a time (staff).',
    response: z.object({ items: z.array(CheckRoster) }),
    audit: { none: 'Not about a patient.' },
  }),
  saveCheckRoster: memberEndpoint({
    method: 'PUT',
    path: '/check-rosters/:careTeamId',
    summary:
      'Say at which times an inbox is checked and by whom (its owner, administrators). `version` 0 for the first time.',
    params: { careTeamId: Id },
    body: z.object({
      isOn: z.boolean(),
      graceMinutes: z.number().int().min(limits.checkGraceLeastMinutes).max(limits.checkGraceMostMinutes),
      times: z.array(z.object({ ...time, practitionerId: Id.nullable() })).max(limits.checkTimes),
      version: z.number().int().nonnegative(),
    }),
    response: CheckRoster,
    audit: 'check-roster.save',
  }),
  listInboxChecks: memberEndpoint({
    method: 'GET',
    path: '/inbox-checks',
    summary:
      'Of the inboxes you work in (administrators: of all), and of those whose missed check you were told of: the last check, one that is due, and the next.',
    response: z.object({ items: z.array(InboxCheck) }),
    audit: { none: 'Not about a patient.' },
  }),
  checkInbox: memberEndpoint({
    method: 'PUT',
    path: '/inbox-checks/:careTeamId',
    summary:
      'You have the first page of an inbox’s open work before you. It counts as the check that is due once you have been shown all of it and nothing urgent in the inbox is left both unclaimed and unopened.',
    params: { careTeamId: Id },
    body: z.object({
      /** The tasks that the page shows. */
      taskIds: z.array(Id).max(limits.pageRows),
    }),
    response: z.object({
      isDone: z.boolean(),
      /** Rows of the first page that were not among those shown. */
      unseen: z.number(),
      /** Urgent, claimed by nobody, and opened by nobody. */
      urgent: z.number(),
      check: InboxCheck.nullable(),
    }),
    audit: 'inbox.check',
  }),
  listChecks: memberEndpoint({
    method: 'GET',
    path: '/checks',
    summary:
      'The last checks, the newest first, and who was told of those that were missed (administrators; owner and backup of an inbox, theirs).',
    query: z.object({ careTeamId: Id.optional() }),
    response: z.object({
      items: z.array(
        z.object({
          careTeam: PersonReference,
          dueAt: Instant,
          asked: PersonReference.nullable(),
          state: z.enum(checkStates),
          doneAt: Instant.nullable(),
          doneBy: PersonReference.nullable(),
          told: z.array(PersonReference),
        }),
      ),
    }),
    audit: { none: 'Not about a patient.' },
  }),
}
