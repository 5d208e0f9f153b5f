// Who may write which template: everybody's, an inbox's, one's own.
import { expect, test } from 'vitest'
import type { Role } from '../../shared/people.ts'
import type { Actor } from './context.ts'
import { canReadTemplates, canWriteTemplate } from './templates.ts'

const as = (role: Role): Actor => ({
  kind: 'practitioner',
  id: 'me',
  practiceId: 'p',
  accountId: 'a',
  sessionId: 's',
  role,
})

test.each<[Role, boolean, boolean, boolean, boolean]>([
  // reads, everybody's, of an inbox they are in, of another
  ['physician', true, true, true, false],
  ['nurse-practitioner', true, true, true, false],
  ['nurse', true, true, true, false],
  ['clerk', true, false, true, false],
  ['administrator', true, true, true, true],
  ['privacy-officer', false, false, false, false],
])('%s', (role, reads, practice, team, otherTeam) => {
  const actor = as(role)
  const may = (scope: 'practice' | 'team' | 'personal', more: { own?: boolean; member?: boolean } = {}) =>
    canWriteTemplate(actor, {
      scope,
      practitioner_id: scope === 'personal' ? (more.own === true ? 'me' : 'other') : null,
      is_member: more.member ?? false,
    })
  expect(canReadTemplates(actor)).toBe(reads)
  expect(may('practice')).toBe(practice)
  expect(may('team', { member: true })).toBe(team)
  expect(may('team')).toBe(otherTeam)
  expect(may('personal', { own: true })).toBe(reads)
  expect(may('personal')).toBe(false)
})

test('a patient and the system write none', () => {
  const facts = { scope: 'practice' as const, practitioner_id: null, is_member: true }
  const patient: Actor = { kind: 'patient', id: 'me', practiceId: 'p', accountId: 'a', sessionId: 's' }
  expect(canWriteTemplate(patient, facts)).toBe(false)
  expect(canWriteTemplate({ kind: 'system', id: null, practiceId: 'p' }, facts)).toBe(false)
})
