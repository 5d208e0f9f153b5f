import { describe, expect, test } from 'vitest'
import type { Role } from '../../shared/people.ts'
import type { Actor } from '../access/context.ts'
import { type Asked, chooseScope } from './scope.ts'

const common = { id: 'me', practiceId: 'p', accountId: 'a', sessionId: 's' }
const as = (role: Role): Actor => ({ kind: 'practitioner', role, ...common })

describe('whose work is looked at', () => {
  test.each<[string, Actor, string[], Asked, ReturnType<typeof chooseScope>]>([
    ['an administrator', as('administrator'), [], {}, { kind: 'practice', careTeamIds: null, practitionerId: null }],
    [
      'an administrator, one inbox',
      as('administrator'),
      [],
      { careTeamId: 'a', practitionerId: 'other' },
      { kind: 'practice', careTeamIds: ['a'], practitionerId: 'other' },
    ],
    ['an owner', as('nurse'), ['a', 'b'], {}, { kind: 'inboxes', careTeamIds: ['a', 'b'], practitionerId: null }],
    [
      'an owner, one of their inboxes',
      as('nurse'),
      ['a', 'b'],
      { careTeamId: 'b' },
      { kind: 'inboxes', careTeamIds: ['b'], practitionerId: null },
    ],
    ['an owner, another inbox', as('nurse'), ['a'], { careTeamId: 'c' }, null],
    [
      'an owner, a colleague in their inboxes',
      as('nurse'),
      ['a'],
      { practitionerId: 'other' },
      { kind: 'inboxes', careTeamIds: ['a'], practitionerId: 'other' },
    ],
    [
      'an owner, themselves anywhere',
      as('nurse'),
      ['a'],
      { practitionerId: 'me', careTeamId: 'c' },
      { kind: 'inboxes', careTeamIds: ['c'], practitionerId: 'me' },
    ],
    ['a colleague', as('physician'), [], {}, { kind: 'own', careTeamIds: null, practitionerId: 'me' }],
    [
      'a colleague, one inbox',
      as('clerk'),
      [],
      { careTeamId: 'a' },
      { kind: 'own', careTeamIds: ['a'], practitionerId: 'me' },
    ],
    ['a colleague, another', as('physician'), [], { practitionerId: 'other' }, null],
    ['the privacy officer', as('privacy-officer'), [], {}, { kind: 'own', careTeamIds: null, practitionerId: 'me' }],
    ['the privacy officer, another', as('privacy-officer'), [], { practitionerId: 'other' }, null],
    ['a patient', { kind: 'patient', ...common }, [], {}, null],
  ])('%s', (_words, actor, owned, asked, scope) => expect(chooseScope(actor, owned, asked)).toEqual(scope))
})
