import { describe, expect, test } from 'vitest'
import { limits } from '../../shared/limits.ts'
import { firstWords } from './first-words.ts'

const body = 'May I swim with the new patch?'

describe('a line that only greets is left out', () => {
  test.each([
    'Hello,',
    'hello',
    'Hi there!',
    'Good morning, everyone.',
    'Dear Sir/Madam,',
    'Dear doctor,',
    'Dear Dr.,',
    'To whom it may concern:',
    'Hello again :)',
    'Bonjour,',
    'Bonjour !',
    'Bonsoir à tous,',
    'Allô, docteure,',
    'Chère équipe,',
    'Cher docteur,',
    'Madame, Monsieur,',
    'Bonjour à l’équipe,',
    'Salut tout le monde',
  ])('%s', (greeting) => {
    expect(firstWords(`${greeting}\n\n${body}`)).toBe(body)
    // A message that says nothing else is shown as it is.
    expect(firstWords(`${greeting}\n`)).toBe(greeting)
  })

  test('so are two of them', () => {
    expect(firstWords(`Hello,\nGood morning!\n${body}`)).toBe(body)
  })
})

describe('a line that says anything is kept, whatever it begins with', () => {
  test.each([
    'Hi I bleed',
    'Hello, chest pain',
    'Good day for pain',
    'Dear Dr. Haddad,',
    'Hi Sophie,',
    'All',
    'There',
    'Help',
    'Bonjour, j’ai mal',
    'Bonjour Dre Haddad,',
    'Docteur, vite',
    'Madame vomit',
    'Allô 911',
    '?',
  ])('%s', (line) => {
    expect(firstWords(`${line}\n${body}`)).toBe(`${line} ${body}`)
  })

  test('a greeting further down is part of what is said', () => {
    expect(firstWords('It hurts.\nHello?\nAnybody?')).toBe('It hurts. Hello? Anybody?')
  })
})

test.each([
  ['', ''],
  ['   \n\t\n', ''],
  ['One line.', 'One line.'],
  ['I have two questions.\n\n1. The  patch\n2. The pill', 'I have two questions. 1. The patch 2. The pill'],
])('lines run together with single spaces: %j', (text, words) => {
  expect(firstWords(text)).toBe(words)
})

test('what is longer than a list shows is cut between characters', () => {
  const full = limits.firstWordsCharacters
  expect(firstWords('é'.repeat(full))).toBe('é'.repeat(full))
  expect(firstWords('💊'.repeat(full + 1))).toBe(`${'💊'.repeat(full - 1)}…`)
})
