import { describe, expect, test } from 'vitest'
import * as accountEn from './account-en.ts'
import * as accountFr from './account-fr.ts'
import { languageOf } from './language.ts'
import * as patientEn from './patient-en.ts'
import * as patientFr from './patient-fr.ts'
import { fieldKey, problemKey } from '../../shared/problem-keys.ts'
import * as staffEn from './staff-en.ts'
import * as staffFr from './staff-fr.ts'
import * as writingEn from './writing-en.ts'
import * as writingFr from './writing-fr.ts'

test('both languages of an audience have the same namespaces', () => {
  expect(Object.keys(patientFr)).toEqual(Object.keys(patientEn))
  expect(Object.keys(accountFr)).toEqual(Object.keys(accountEn))
  expect(Object.keys(staffFr)).toEqual(Object.keys(staffEn))
  expect(Object.keys(writingFr)).toEqual(Object.keys(writingEn))
})

describe('the language is the first wanted one that we speak', () => {
  test.each([
    [['fr-CA', 'en'], 'fr'],
    [['en-GB'], 'en'],
    [['de', 'fr'], 'fr'],
    [['FR'], 'fr'],
    [['de', 'pt-BR'], 'en'],
    [[], 'en'],
  ])('%j is %s', (wanted, expected) => {
    expect(languageOf(wanted)).toBe(expected)
  })
})

describe('every problem has words', () => {
  test.each([
    [{ status: 0, code: 'offline' }, 'offline'],
    [{ status: 409, code: 'task-taken' }, 'conflict'],
    [{ status: 409, code: 'not-possible-now' }, 'not-possible-now'],
    [{ status: 404, code: 'not-found' }, 'not-found'],
    [{ status: 502, code: 'unexpected' }, 'unexpected'],
    [{ status: 503, code: 'busy' }, 'busy'],
    [{ status: 504, code: 'gateway' }, 'busy'],
    [{ status: 503, code: 'writing-no-room' }, 'no-room'],
    [{ status: 503, code: 'no-room-for-files' }, 'no-room'],
    [{ status: 500, code: 'whatever' }, 'unexpected'],
    [{ status: 418, code: 'teapot' }, 'unexpected'],
  ])('%j is %s', (problem, expected) => {
    expect(problemKey(problem)).toBe(expected)
  })

  test.each([
    ['too-long', 'too-long'],
    ['bidi-control', 'characters'],
    ['nul', 'characters'],
    ['unknown-field', 'malformed'],
  ])('a field’s %s is %s', (code, expected) => {
    expect(fieldKey(code)).toBe(expected)
  })
})
