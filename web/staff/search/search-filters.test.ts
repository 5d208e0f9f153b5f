import { describe, expect, test } from 'vitest'
import { countConditions, type Filters, fromSaved, noFilters, searchFor, toSaved } from './search-filters.ts'

const now = new Date('2026-11-24T03:30:00Z')
const patient = { id: 'p', name: 'Odile Brume' }

test.each<[Partial<Filters>, object, number]>([
  [{}, {}, 0],
  [{ words: '  pain ' }, { words: 'pain' }, 0],
  [{ patient }, { patientId: 'p' }, 1],
  [{ topicId: 't', practitionerId: 'c', status: 'open' }, { topicId: 't', practitionerId: 'c', status: 'open' }, 3],
  [{ outcome: 'redirected', hasAttachment: true }, { outcome: 'redirected', hasAttachment: true }, 2],
  [{ labelId: 'l' }, { labelId: 'l' }, 1],
  // In Toronto it is still the 23rd.
  [{ period: 'd7' }, { from: '2026-11-16T05:00:00.000Z' }, 1],
  [{ period: 'days', from: '2026-11-01' }, { from: '2026-11-01T04:00:00.000Z' }, 1],
  [{ period: 'days', until: '2026-11-01' }, { until: '2026-11-02T04:59:59.999Z' }, 1],
  [{ period: 'days' }, {}, 0],
  // Days typed before stay in the form and do not count.
  [{ period: 'any', from: '2026-11-01' }, {}, 0],
])('%j asks for %j', (part, asked, count) => {
  const filters = { ...noFilters, ...part }
  expect(searchFor(filters, 'America/Toronto', now)).toEqual(asked)
  expect(countConditions(filters)).toBe(count)
})

describe('a saved view is what it was saved from', () => {
  test.each<Partial<Filters>>([
    { words: 'pain', patient, topicId: 't', practitionerId: 'c', status: 'closed', outcome: 'answered' },
    { period: 'd30', hasAttachment: true, labelId: 'l' },
    { period: 'days', from: '2026-11-01', until: '2026-11-02' },
    { period: 'days', until: '2026-11-02' },
    { words: 'pain' },
  ])('%j', (part) => {
    const filters = { ...noFilters, ...part }
    const saved = toSaved(filters)
    const named = filters.patient && { ...filters.patient, kind: 'patient' as const, role: null }
    const view = { id: 'v', name: 'View', version: 1, patient: named, filters: { ...saved, words: saved.words ?? '' } }
    expect(fromSaved(view)).toEqual(filters)
  })
})
