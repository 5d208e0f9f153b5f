import { expect, test } from 'vitest'
import type { NoticeChoice } from '../../shared/notice.ts'
import { type NoticeStep, planNotices } from './plan-notices.ts'

const both = { hasAddress: true, hasNumber: true }

test.each<[NoticeStep, NoticeChoice, { hasAddress: boolean; hasNumber: boolean }, string[]]>([
  ['new-message', 'email', both, ['email, else text']],
  ['reminder', 'email', both, ['email, else text']],
  ['second-reminder', 'email', both, ['text, else call']],
  ['new-message', 'text', both, ['text, else email']],
  ['reminder', 'text', both, ['text, else email']],
  ['second-reminder', 'text', both, ['email, else call']],
  ['new-message', 'both', both, ['email', 'text']],
  ['second-reminder', 'both', both, ['email', 'text']],
  ['new-message', 'text', { hasAddress: true, hasNumber: false }, ['email']],
  ['second-reminder', 'both', { hasAddress: true, hasNumber: false }, ['email']],
  ['reminder', 'email', { hasAddress: false, hasNumber: true }, ['text, else call']],
  ['new-message', 'email', { hasAddress: false, hasNumber: false }, []],
])('%s, chosen %s, %o: %o', (step, choice, has, planned) => {
  const told = planNotices({ step, choice, ...has }).map(({ channel, instead }) =>
    instead === null ? channel : `${channel}, else ${instead}`,
  )
  expect(told).toEqual(planned)
})
