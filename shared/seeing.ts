/** How old patients are, in the bands by which reading is compared. Pure. */
export const ageBands = ['0-17', '18-39', '40-64', '65-79', '80-up'] as const
export type AgeBand = (typeof ageBands)[number]

/** The band of somebody born on a date, on another date (both 'YYYY-MM-DD'). */
export function ageBandOn(birthDate: string, day: string): AgeBand {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (day.slice(5) < birthDate.slice(5) ? 1 : 0)
  if (years < 18) {
    return '0-17'
  }
  if (years < 40) {
    return '18-39'
  }
  if (years < 65) {
    return '40-64'
  }
  return years < 80 ? '65-79' : '80-up'
}

/** How long work has waited, in the steps in which a clinic looks at it. `untilDays` is not included; the last has no end. */
export const waitingAges = [
  { key: 'day', untilDays: 1 },
  { key: 'three-days', untilDays: 3 },
  { key: 'week', untilDays: 7 },
  { key: 'longer', untilDays: null },
] as const
export type WaitingAge = (typeof waitingAges)[number]['key']

/** What one point of a plot stands for: the longer the time that is looked at, the longer its steps. */
export const spans = ['day', 'week', 'month'] as const
export type Span = (typeof spans)[number]

export function spanFor(days: number): Span {
  if (days <= 31) {
    return 'day'
  }
  return days <= 190 ? 'week' : 'month'
}

/** The figures that open a list of conversations: how things stand now, or what happened between two days. */
export const figuresNow = ['waiting', 'late', 'unread'] as const
export const figuresOfDays = [
  'arrived',
  'replied',
  'replied-late',
  'settled',
  'closed',
  'visit-avoided',
  'visit-booked',
  'redirected',
  'sent-to-emergency',
  'after-hours',
  'opened',
] as const
export const figures = [...figuresNow, ...figuresOfDays] as const
export type Figure = (typeof figures)[number]

/** The roles of which something can be expected: those that work in inboxes. */
export const expectedRoles = ['physician', 'nurse-practitioner', 'nurse', 'clerk'] as const

/** The tables that can be taken away as a file. */
export const seenTables = ['steps', 'topics', 'inboxes', 'people', 'roles', 'reading'] as const
export type SeenTable = (typeof seenTables)[number]
