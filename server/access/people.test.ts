// Who may do what with the practice and its people, written down a second time and by role.
import { expect, test } from 'vitest'
import { type Role, roles } from '../../shared/people.ts'
import type { Actor } from './context.ts'
import { canPeople, type PeopleAction } from './people.ts'

const ids = { id: 'a', practiceId: 'p', accountId: 'c', sessionId: 's' }
const practitioner = (role: Role): Actor => ({ kind: 'practitioner', role, ...ids })

const reads: PeopleAction[] = ['practice.read', 'topic.list', 'care-team.list', 'practitioner.list', 'patient.read']
const manages: PeopleAction[] = [
  'practice.change',
  'topic.save',
  'care-team.save',
  'practitioner.manage',
  'expectations.save',
  'rules.change',
  'capacity.change',
]
const staffReads: PeopleAction[] = [...reads, 'expectations.list', 'rules.read', 'capacity.read']
const ofClinicians: PeopleAction[] = ['patient.block', 'patient.lift-block', 'rules.try']
const all: PeopleAction[] = [...staffReads, ...manages, ...ofClinicians, 'patient.list-blocks', 'patient.manage']

const expected: [Actor, PeopleAction[]][] = [
  [{ kind: 'patient', ...ids }, ['practice.read', 'topic.list']],
  [practitioner('physician'), [...staffReads, ...ofClinicians, 'patient.manage']],
  [practitioner('nurse-practitioner'), [...staffReads, ...ofClinicians, 'patient.manage']],
  [practitioner('nurse'), [...staffReads, ...ofClinicians, 'patient.manage']],
  [practitioner('clerk'), [...staffReads, 'patient.manage']],
  [practitioner('administrator'), all.filter((action) => action !== 'patient.block')],
  [practitioner('privacy-officer'), [...staffReads, 'patient.list-blocks']],
  [{ kind: 'system', id: null, practiceId: 'p' }, reads],
]

test.for(expected)('%j', ([actor, allowed]) => {
  expect(all.filter((action) => canPeople(actor, action)).toSorted()).toEqual(allowed.toSorted())
})

test('every role is in the table', () => {
  const covered = expected.flatMap(([actor]) => (actor.kind === 'practitioner' ? [actor.role] : []))
  expect(covered.toSorted()).toEqual([...roles].toSorted())
})
