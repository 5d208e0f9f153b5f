// Who may be asked and who may decide, as a table.
import { expect, test } from 'vitest'
import { mayBeAsked, mayDecide } from './consult.ts'

test.each([
  ['advice', 'physician', true],
  ['advice', 'nurse', true],
  ['advice', 'clerk', false],
  ['approval', 'nurse', true],
  ['visit', 'nurse-practitioner', true],
  ['visit', 'administrator', false],
  ['prescription', 'physician', true],
  ['prescription', 'nurse-practitioner', true],
  ['prescription', 'nurse', false],
  ['advice', null, false],
] as const)('%s of a %s: %s', (kind, role, may) => {
  expect(mayBeAsked(kind, role)).toBe(may)
})

const facts = {
  kind: 'approval',
  askedById: 'nurse',
  askedId: 'asked',
  worksInAsked: false,
  ownerId: 'asked',
  escalatedToId: null,
} as const
const ofInbox = { askedId: null, worksInAsked: true }

test.each([
  ['who was asked', { id: 'asked', role: 'physician' }, {}, true],
  ['who was asked, though another has it now', { id: 'asked', role: 'physician' }, { ownerId: 'cover' }, true],
  ['who covers', { id: 'cover', role: 'physician' }, { ownerId: 'cover' }, true],
  ['another physician, when it lies in the inbox', { id: 'other', role: 'physician' }, { ownerId: null }, true],
  ['another physician, when somebody has it', { id: 'other', role: 'physician' }, {}, false],
  ['who was told that it is late', { id: 'other', role: 'physician' }, { escalatedToId: 'other' }, true],
  ['a physician of the inbox that was asked', { id: 'one', role: 'physician' }, { ...ofInbox, ownerId: null }, true],
  [
    'the same, though a clerk of it has claimed it',
    { id: 'one', role: 'physician' },
    { ...ofInbox, ownerId: 'clerk' },
    true,
  ],
  ['a clerk of that inbox', { id: 'clerk', role: 'clerk' }, { ...ofInbox, ownerId: 'clerk' }, false],
  ['who asked their own inbox', { id: 'nurse', role: 'nurse' }, { ...ofInbox, ownerId: null }, false],
  ['who asked', { id: 'nurse', role: 'nurse' }, { ownerId: 'nurse' }, false],
  ['a clerk who covers', { id: 'cover', role: 'clerk' }, { ownerId: 'cover' }, false],
  ['a nurse, of a prescription', { id: 'cover', role: 'nurse' }, { ownerId: 'cover', kind: 'prescription' }, false],
  ['nobody', { id: null, role: 'physician' }, { ownerId: null }, false],
] as const)('%s', (_who, who, more, may) => {
  expect(mayDecide(who, { ...facts, ...more })).toBe(may)
})
