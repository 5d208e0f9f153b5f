import { expect, test } from 'vitest'
import { limits } from './limits.ts'
import { contactEndings, contactStep } from './task.ts'

test.each([
  ['not tried yet: by telephone', 0, null, 'phone'],
  ['no answer: again', 1, 'no-answer', 'phone'],
  ['a message was left: again', 1, 'left-message', 'phone'],
  ['a wrong number: by letter', 1, 'wrong-number', 'letter'],
  ['one try before the last', limits.contactAttempts - 1, 'no-answer', 'phone'],
  ['tried as often as it makes sense: by letter', limits.contactAttempts, 'left-message', 'letter'],
] as const)('%s', (_name, attempts, lastAttempt, step) => {
  expect(contactStep({ attempts, lastAttempt })).toBe(step)
  expect(contactEndings[step]).toContain('reached')
  expect(contactEndings[step]).toContain('letter-sent')
})
