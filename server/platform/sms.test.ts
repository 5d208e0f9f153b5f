// Every answer that a gateway can give becomes one of three: taken, never, later; and a gateway that is away is left alone.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { limits } from '../../shared/limits.ts'
import {
  gatewayAccount,
  gatewayToken,
  startTextGateway,
  type TextBehaviour,
  type TextDelivery,
  type TextGateway,
} from '../testing/text-gateway.ts'
import { createLogger } from './log.ts'
import { type Delivery, openTexter, type Texter, type TextOutcome } from './sms.ts'

const text = { to: '+14165550123', text: 'You have a new message.', date: new Date('2026-11-24T15:00:00.000Z') }
const log = createLogger({ level: 'silent' })
let folder: string
let gateway: TextGateway
let texter: Texter

const open = (from = '+14165550100', url = gateway.url) =>
  openTexter({ url, user: gatewayAccount, tokenFile: join(folder, 'token'), from }, log, 300)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'threadwell-sms-'))
  gateway = await startTextGateway()
})
afterAll(async () => {
  await gateway.stop()
  await rm(folder, { recursive: true })
})
beforeEach(async () => {
  await writeFile(join(folder, 'token'), `${gatewayToken}\n`)
  Object.assign(gateway, { behaviour: 'accept', delivery: 'queued', received: [], calls: 0, looks: 0 })
  texter = open()
})

test('a text arrives with its number, its words and its sender', async () => {
  expect(await texter.send(text)).toEqual({ kind: 'accepted', gatewayId: gateway.received[0]?.id })
  expect(gateway.received).toMatchObject([{ to: '+14165550123', text: text.text, from: '+14165550100' }])
})

test('a messaging service sends in place of a number', async () => {
  await open('MG0123456789').send(text)
  expect(gateway.received).toMatchObject([{ from: 'MG0123456789' }])
})

test.each<[TextBehaviour, TextOutcome]>([
  ['opted-out', { kind: 'refused', why: 'opted-out' }],
  ['not-a-mobile', { kind: 'refused', why: 'number-refused' }],
  ['text-refused', { kind: 'refused', why: 'text-refused' }],
  ['busy', { kind: 'later', why: 'gateway-busy' }],
  ['broken', { kind: 'later', why: 'gateway-unreachable' }],
  ['mute', { kind: 'later', why: 'gateway-unreachable' }],
  ['login-refused', { kind: 'later', why: 'gateway-login-refused' }],
  ['sender-refused', { kind: 'later', why: 'gateway-sender-refused' }],
])('%s', async (behaviour, outcome) => {
  gateway.behaviour = behaviour
  expect(await texter.send(text)).toEqual(outcome)
})

test('what is no answer of this contract is none', async () => {
  const elsewhere = open('+14165550100', gateway.url.replace('Accounts', 'Nowhere'))
  expect(await elsewhere.send(text)).toEqual({ kind: 'later', why: 'gateway-sender-refused' })
})

test.each<[TextDelivery, Delivery]>([
  ['queued', { kind: 'awaited' }],
  ['delivered', { kind: 'delivered' }],
  ['undelivered', { kind: 'lost', why: 'not-delivered' }],
  ['opted-out', { kind: 'lost', why: 'opted-out' }],
  ['filtered', { kind: 'lost', why: 'text-refused' }],
  ['forgotten', { kind: 'awaited' }],
])('a text that was taken: %s', async (delivery, expected) => {
  const sent = await texter.send(text)
  gateway.delivery = delivery
  expect(await texter.look(sent.kind === 'accepted' ? sent.gatewayId : '', text.date)).toEqual(expected)
})

test('a secret that was changed in its file is used at once', async () => {
  await writeFile(join(folder, 'token'), 'another')
  expect(await texter.send(text)).toEqual({ kind: 'later', why: 'gateway-login-refused' })
  await writeFile(join(folder, 'token'), gatewayToken)
  expect((await texter.send(text)).kind).toBe('accepted')
})

test('a secret that cannot be read sends nothing and stops nothing', async () => {
  await rm(join(folder, 'token'))
  expect(await texter.send(text)).toEqual({ kind: 'later', why: 'gateway-login-refused' })
  expect(gateway.calls).toBe(0)
})

test('after five failures it is left alone for half a minute; a refusal of one number is none', async () => {
  gateway.behaviour = 'not-a-mobile'
  for (let n = 0; n < limits.textFailures + 1; n++) {
    await texter.send(text)
  }
  expect(texter.restsUntil(text.date)).toBeNull()
  gateway.behaviour = 'broken'
  for (let n = 0; n < limits.textFailures; n++) {
    expect(texter.restsUntil(text.date)).toBeNull()
    await texter.send(text)
  }
  expect(texter.restsUntil(text.date)).not.toBeNull()
  const later = new Date(text.date.getTime() + limits.textRestMs + 1_000)
  expect(texter.restsUntil(later)).toBeNull()
  gateway.behaviour = 'accept'
  expect((await texter.send({ ...text, date: later })).kind).toBe('accepted')
  expect(texter.restsUntil(later)).toBeNull()
})
