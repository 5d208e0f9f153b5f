// What variables stand for, in both languages; what has no value is left out, and never an empty word.
import { describe, expect, test } from 'vitest'
import type { BusinessCalendar } from '../routing/business-hours.ts'
import { templateVariables } from '../../shared/template.ts'
import { composeFooter, type FooterFacts } from './compose-footer.ts'
import { templateValues, turnaroundWords, type ValueFacts } from './template-values.ts'

const blocks = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '09:00', closes: '17:00' }))
const calendar: BusinessCalendar = { timeZone: 'America/Toronto', region: 'ca-on', blocks, closures: new Set() }
const never = { ...calendar, blocks: [] }
const facts: ValueFacts = {
  // A Friday, 10 in the morning.
  now: new Date('2026-11-27T15:00:00Z'),
  calendar,
  practice: { name: 'Maple Clinic', phone: '416-555-0100', address: '12 Maple Street' },
  self: { name: 'Tomas Lindqvist', role: 'nurse' },
  patient: { givenName: 'Ines', familyName: 'Brume' },
  topic: { name: { en: 'Refills', fr: 'Ordonnances' }, replyWithinMinutes: 16 * 60 },
  absence: {
    startsAt: new Date('2026-12-01T05:00:00Z'),
    endsAt: new Date('2026-12-08T05:00:00Z'),
    coveredBy: { en: 'Dr. Roy', fr: 'Dre Roy' },
  },
}

test('in English', () => {
  expect(templateValues(facts, 'en')).toEqual({
    patientGivenName: 'Ines',
    patientName: 'Ines Brume',
    clinicName: 'Maple Clinic',
    clinicPhone: '416-555-0100',
    clinicAddress: '12 Maple Street',
    topicName: 'Refills',
    today: 'Friday, November 27, 2026',
    nextOpening: 'Monday, November 30, 2026 at 9:00\u00A0a.m.',
    clinicCloses: 'Friday, November 27, 2026 at 5:00\u00A0p.m.',
    clinicReopens: 'Monday, November 30, 2026 at 9:00\u00A0a.m.',
    replyBy: 'Tuesday, December 1, 2026 at 10:00\u00A0a.m.',
    turnaround: '2 working days',
    myName: 'Tomas Lindqvist',
    myRole: 'nurse',
    awayFrom: 'Tuesday, December 1, 2026',
    awayUntil: 'Monday, December 7, 2026',
    coveredBy: 'Dr. Roy',
  })
})

test('in French', () => {
  const values = templateValues(facts, 'fr')
  expect(Object.keys(values).toSorted()).toEqual([...templateVariables].toSorted())
  expect(values).toMatchObject({
    topicName: 'Ordonnances',
    today: 'vendredi 27 novembre 2026',
    clinicCloses: 'vendredi 27 novembre 2026 à 17\u00A0h\u00A000',
    turnaround: '2\u00A0jours ouvrables',
    awayFrom: 'mardi 1er décembre 2026',
    coveredBy: 'Dre Roy',
  })
})

test('without a topic, an absence, hours, or a patient', () => {
  const values = templateValues({ ...facts, topic: null, absence: null, patient: null, calendar: never }, 'en')
  expect(Object.keys(values).toSorted()).toEqual(
    ['clinicAddress', 'clinicName', 'clinicPhone', 'myName', 'myRole', 'today'].toSorted(),
  )
})

test.each([
  [30, '1 hour when we are open', '1\u00A0heure d’ouverture'],
  [3 * 60, '3 hours when we are open', '3\u00A0heures d’ouverture'],
  [8 * 60, '1 working day', '1\u00A0jour ouvrable'],
  [8 * 60 + 1, '2 working days', '2\u00A0jours ouvrables'],
  [40 * 60, '5 working days', '5\u00A0jours ouvrables'],
])('%i minutes', (minutes, en, fr) => {
  expect([turnaroundWords(calendar, minutes, 'en'), turnaroundWords(calendar, minutes, 'fr')]).toEqual([en, fr])
})

describe('what stands below a message', () => {
  const below: FooterFacts = {
    ...facts,
    language: 'en',
    mode: 'two-way',
    replyWithinMinutes: 16 * 60,
    signature: { en: '{myName}, {myRole}', fr: '' },
    footer: { en: '', fr: '' },
  }
  const standard = [
    'We answer messages within 2 working days.',
    'If it is an emergency, call 911 or go to the nearest emergency room.',
    'If it can’t wait, call the clinic at 416-555-0100.',
  ]

  test.each<[string, Partial<FooterFacts>, string]>([
    ['the signature and the product’s words', {}, ['Tomas Lindqvist, nurse', '', ...standard].join('\n')],
    ['no signature', { signature: { en: '', fr: '' } }, standard.join('\n')],
    [
      'to whom the patient cannot reply',
      { mode: 'one-way', signature: { en: '', fr: '' } },
      standard.slice(1).join('\n'),
    ],
    ['without hours', { calendar: never, signature: { en: '', fr: '' } }, standard.slice(1).join('\n')],
    [
      'in French, with a signature in English alone',
      { language: 'fr' },
      'Tomas Lindqvist, infirmière ou infirmier\n\nNous répondons aux messages en 2\u00A0jours ouvrables.\nSi c’est une urgence, appelez le 911 ou allez à l’urgence la plus proche.\nSi cela ne peut pas attendre, appelez la clinique au 416-555-0100.',
    ],
    [
      'the practice’s own words',
      { signature: { en: '', fr: '' }, footer: { en: 'Answers take {turnaround}.\nUrgent? {clinicPhone}', fr: 'x' } },
      'Answers take 2 working days.\nUrgent? 416-555-0100',
    ],
    [
      'of which a line about answers is left out where there are none',
      {
        mode: 'one-way',
        signature: { en: '', fr: '' },
        footer: { en: 'Answers take {turnaround}.\nUrgent? {clinicPhone}', fr: 'x' },
      },
      'Urgent? 416-555-0100',
    ],
  ])('%s', (_what, part, expected) => {
    expect(composeFooter({ ...below, ...part })).toBe(expected)
  })
})
