import { expect, test } from 'vitest'
import { blockLetter } from './block-letter.ts'

const letter = {
  clinic: 'Maple Clinic',
  phone: '613-555-0100',
  reason: 'You wrote 40 messages in two days.',
  until: new Date('2026-12-01T22:00:00Z'),
  timeZone: 'America/Toronto',
  region: 'ca-on' as const,
}

test('tells until when, why, how to reach the clinic, and what if it cannot wait', () => {
  const { subject, text } = blockLetter({ ...letter, language: 'en' })
  expect(subject).toBe('You can’t send messages for a while')
  expect(text.replaceAll('\u00A0', ' ').split('\n\n')).toEqual([
    'You can’t send messages to Maple Clinic here. This ends by itself: Tuesday, December 1, 2026 at 5:00 p.m.\nYou can still read what we wrote.',
    'Why: You wrote 40 messages in two days.',
    'If you need us before that, call Maple Clinic: 613-555-0100',
    expect.stringMatching(/^If it can’t wait:\n• .*911/),
  ])
})

test('tells it in the patient’s language', () => {
  const { text } = blockLetter({ ...letter, language: 'fr' })
  expect(text.replaceAll('\u00A0', ' ')).toMatch(
    /tout seul : mardi 1er décembre 2026 à 17 h 00\n[\s\S]*Pourquoi : You wrote[\s\S]*appelez Maple Clinic : 613-555-0100/,
  )
})
