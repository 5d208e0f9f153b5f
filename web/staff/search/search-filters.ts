import type { Outcome } from '../../../shared/conversation.ts'
import type { InputOf, OutputOf } from '../../api/routes.ts'
import { endOfDay, startOfDay } from '../day-end.ts'

export type SearchRoute = 'POST /api/as/:membershipId/search'
export type SavedView = OutputOf<'GET /api/as/:membershipId/search/views'>['items'][number]
export type Saved = InputOf<'PUT /api/as/:membershipId/search/views/:viewId'>['filters']

/** What is looked for, as it stands in the form. Days are those of the clinic's calendar. */
export type Filters = {
  words: string
  patient: { id: string; name: string } | null
  topicId: string
  practitionerId: string
  status: '' | 'open' | 'closed'
  outcome: '' | Outcome
  labelId: string
  period: Period
  from: string
  until: string
  hasAttachment: boolean
}
export const periods = ['any', 'd7', 'd30', 'd90', 'd365', 'days'] as const
export type Period = (typeof periods)[number]

export const noFilters: Filters = {
  words: '',
  patient: null,
  topicId: '',
  practitionerId: '',
  status: '',
  outcome: '',
  labelId: '',
  period: 'any',
  from: '',
  until: '',
  hasAttachment: false,
}

/** How many conditions are set, beside the words. */
export function countConditions(filters: Filters): number {
  const { patient, topicId, practitionerId, status, outcome, labelId, hasAttachment } = filters
  const isSet = [patient, topicId, practitionerId, status, outcome, labelId, hasAttachment, dayFields(filters)]
  return isSet.filter((value) => value && (typeof value !== 'object' || Object.keys(value).length > 0)).length
}

/** The fields of the contract; days begin and end in the clinic's zone. */
export function searchFor(filters: Filters, timeZone: string, now: Date): Omit<InputOf<SearchRoute>, 'membershipId'> {
  const { lastDays, from, until } = dayFields(filters)
  return {
    ...(filters.words.trim() !== '' && { words: filters.words.trim() }),
    ...conditions(filters),
    ...(lastDays !== undefined && { from: startOfDay(daysBefore(now, lastDays, timeZone), timeZone) }),
    ...(from !== undefined && { from: startOfDay(from, timeZone) }),
    ...(until !== undefined && { until: endOfDay(until, timeZone) }),
  }
}

/** The same as it is kept under a name. */
export function toSaved(filters: Filters): Saved {
  return { words: filters.words.trim(), ...conditions(filters), ...dayFields(filters) }
}

export function fromSaved({ filters, patient }: SavedView): Filters {
  const { lastDays } = filters
  const period = periods.find((one) => one === `d${lastDays}`)
  return {
    words: filters.words,
    patient: patient && { id: patient.id, name: patient.name },
    topicId: filters.topicId ?? '',
    practitionerId: filters.practitionerId ?? '',
    status: filters.status ?? '',
    outcome: filters.outcome ?? '',
    labelId: filters.labelId ?? '',
    period: period ?? (filters.from === undefined && filters.until === undefined ? 'any' : 'days'),
    from: filters.from ?? '',
    until: filters.until ?? '',
    hasAttachment: filters.hasAttachment ?? false,
  }
}

function conditions({ patient, topicId, practitionerId, status, outcome, labelId, hasAttachment }: Filters) {
  return {
    ...(patient && { patientId: patient.id }),
    ...(topicId !== '' && { topicId }),
    ...(practitionerId !== '' && { practitionerId }),
    ...(status !== '' && { status }),
    ...(outcome !== '' && { outcome }),
    ...(labelId !== '' && { labelId }),
    ...(hasAttachment && { hasAttachment }),
  }
}

function dayFields({ period, from, until }: Filters): { lastDays?: number; from?: string; until?: string } {
  switch (period) {
    case 'any':
      return {}
    case 'days':
      return { ...(from !== '' && { from }), ...(until !== '' && { until }) }
    case 'd7':
    case 'd30':
    case 'd90':
    case 'd365':
      return { lastDays: Number(period.slice(1)) }
  }
}

/** The calendar day so many days before today, 'YYYY-MM-DD'. */
function daysBefore(now: Date, days: number, timeZone: string): string {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(now)
  return new Date(Date.parse(`${today}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10)
}
