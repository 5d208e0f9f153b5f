// What is promised here: nothing waits past the time that a patient was told unless they are told a later one, at most so
// often, and never for what is urgent.
import { expect, test } from 'vitest'
import { limits } from '../../shared/limits.ts'
import type { BusinessCalendar } from './business-hours.ts'
import { type Deferral, planDeferral } from './plan-deferral.ts'

const calendar: BusinessCalendar = {
  timeZone: 'America/Toronto',
  blocks: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '09:00', closes: '17:00' })),
  closures: new Set(),
  region: 'ca-on',
}
/** On the clinic's clock, in November. */
const at = (time: string) => new Date(`2026-11-${time}:00-05:00`)
const promise = (changes: Partial<NonNullable<Deferral['promise']>> = {}) => ({
  promise: { toldAt: at('25T10:00'), renewals: 0, standardMinutes: 960, ...changes },
})
const past = { until: at('26T09:00'), tellsPatient: true }

/** Put off on a Monday at noon until Tuesday at nine; the patient was told Wednesday at ten. */
const decide = (changes: Partial<Deferral>) =>
  planDeferral({
    calendar,
    until: at('24T09:00'),
    now: at('23T12:00'),
    isUrgent: false,
    tellsPatient: false,
    ...promise(),
    ...changes,
  })
const waits = { refused: null, renewal: null }
const refused = (path: string, code: string, limit?: number) => ({
  refused: { path, code, ...(limit !== undefined && { limit }) },
})
const tells = (tell: Date, lookAgainAt: Date | null) => ({ refused: null, renewal: { tell, lookAgainAt } })

test.each<[string, Partial<Deferral>, unknown]>([
  ['within the time that was told: nothing changes for the patient', {}, waits],
  ['to the minute before it', { until: at('25T09:59') }, waits],
  ['until that very time: past it', { until: at('25T10:00') }, refused('tellsPatient', 'past-promise')],
  ['past it in silence', { until: at('26T09:00') }, refused('tellsPatient', 'past-promise')],
  ['past it, the patient is told a working day more', past, tells(at('26T16:00'), at('26T15:00'))],
  [
    'where the whole time is short, the extra is as short',
    { ...past, ...promise({ standardMinutes: 120 }) },
    tells(at('26T11:00'), at('26T10:30')),
  ],
  [
    'told for the last time: never looked at again',
    { ...past, ...promise({ renewals: limits.expectationRenewals - 1 }) },
    tells(at('26T16:00'), null),
  ],
  [
    'told as often as may be',
    { ...past, ...promise({ renewals: limits.expectationRenewals }) },
    refused('until', 'told-too-often'),
  ],
  ['told as often as may be, within the last time', promise({ renewals: limits.expectationRenewals }), waits],
  ['urgent, within the time', { isUrgent: true }, waits],
  ['urgent, past it', { ...past, isUrgent: true }, refused('until', 'urgent-past-promise')],
  [
    'the time that was told has passed already',
    { ...past, ...promise({ toldAt: at('20T10:00') }) },
    tells(at('26T16:00'), at('26T15:00')),
  ],
  ['no answer is owed', { until: at('30T09:00'), promise: null }, waits],
  ['now', { until: at('23T12:00') }, refused('until', 'in-the-past')],
  ['yesterday', { until: at('22T12:00') }, refused('until', 'in-the-past')],
  [
    'too far',
    { until: new Date('2026-12-24T12:00:00-05:00'), promise: null },
    refused('until', 'too-far', limits.deferralDays),
  ],
  [
    'a practice without hours promises nothing',
    { ...past, calendar: { ...calendar, blocks: [] } },
    refused('until', 'no-hours'),
  ],
])('%s', (_words, changes, plan) => {
  expect(decide(changes)).toEqual(plan)
})
