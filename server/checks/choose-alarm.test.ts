import { expect, test } from 'vitest'
import { type Alarm, chooseAlarm } from './choose-alarm.ts'

const lateAt = new Date('2026-11-23T14:30Z')
const ownerAt = new Date('2026-11-23T15:00Z')
type Case = [string, { at: string; level?: number; backup?: null; owner?: null }, Alarm]

test.each<Case>([
  ['before it is missed nobody is told', { at: '14:29' }, { level: 0, tell: [], nextAt: lateAt }],
  ['missed: the backup', { at: '14:30' }, { level: 1, tell: ['backup'], nextAt: ownerAt }],
  ['told once', { at: '14:45', level: 1 }, { level: 1, tell: [], nextAt: ownerAt }],
  ['as long again: the owner', { at: '15:00', level: 1 }, { level: 2, tell: ['owner'], nextAt: null }],
  ['after an outage: both at once', { at: '18:00' }, { level: 2, tell: ['backup', 'owner'], nextAt: null }],
  ['no backup: the owner at once', { at: '14:30', backup: null }, { level: 2, tell: ['owner'], nextAt: null }],
  ['no owner: the turn stays open', { at: '15:00', level: 1, owner: null }, { level: 1, tell: [], nextAt: null }],
  ['neither: looked for again', { at: '14:30', backup: null, owner: null }, { level: 0, tell: [], nextAt: null }],
  ['told both: nobody any more', { at: '18:00', level: 2 }, { level: 2, tell: [], nextAt: null }],
])('%s', (_name, { at, level = 0, backup, owner }, expected) => {
  const now = new Date(`2026-11-23T${at}Z`)
  const ids = { backupId: backup === null ? null : 'backup', ownerId: owner === null ? null : 'owner' }
  expect(chooseAlarm({ lateAt, graceMinutes: 30, level, ...ids, now })).toEqual(expected)
})
