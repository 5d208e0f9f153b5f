// What is promised here: a server that breaks or refuses under a tester is told apart from one that answers, and every request
// meets the same world.
import { afterEach, expect, test } from 'vitest'
import type { Heard } from '../canary/http.ts'
import { openRelay, type Relay } from './relay.ts'

const heard = (status: number): Heard => ({
  status,
  headers: { 'content-type': 'text/plain', 'x-of-the-server': 'kept' },
  bytes: Buffer.alloc(0),
  body: Buffer.from('said'),
  requestId: '',
  milliseconds: 0,
})
let relay: Relay | undefined
afterEach(() => relay?.close())

test.each<[string, string, string, () => Heard, { answered: number; broke: number; busy: number; restored: number }]>([
  ['an answer', 'GET', '/api/as/a/queue', () => heard(200), { answered: 1, broke: 0, busy: 0, restored: 0 }],
  ['what is written', 'POST', '/api/as/a/views', () => heard(201), { answered: 1, broke: 0, busy: 0, restored: 1 }],
  ['a refusal', 'POST', '/api/as/a/views', () => heard(400), { answered: 0, broke: 0, busy: 0, restored: 0 }],
  ['a wrong guess', 'POST', '/api/sign-in', () => heard(401), { answered: 0, broke: 0, busy: 0, restored: 1 }],
  ['a failure', 'GET', '/api/session', () => heard(500), { answered: 0, broke: 1, busy: 0, restored: 0 }],
  ['too many', 'GET', '/api/session', () => heard(429), { answered: 0, broke: 0, busy: 1, restored: 0 }],
  ['a server that hangs up', 'GET', '/', hangsUp, { answered: 0, broke: 1, busy: 0, restored: 0 }],
])('%s is counted as it is', async (_name, method, path, answer, { restored, broke, ...counts }) => {
  let restores = 0
  const restore = async () => {
    restores++
  }
  relay = await openRelay({ send: async () => answer(), restore }, [])
  const response = await fetch(`${relay.url}${path}`, { method })
  await response.arrayBuffer()
  expect(relay.counts).toMatchObject({ asked: 1, ...counts })
  expect([relay.counts.broke.length, restores]).toEqual([broke, restored])
})

test('the answer passes with its headers, ids that must be new are new, and every request comes from another network', async () => {
  const sent: { body: unknown; from: string | undefined }[] = []
  const made = '018f0000-0000-7000-8000-000000000001'
  const send = async ({ body, headers }: { body?: unknown; headers: Record<string, string> }) => {
    sent.push({ body, from: headers['x-forwarded-for'] })
    return heard(200)
  }
  relay = await openRelay({ send, restore: async () => {} }, [made])
  for (const _ of [1, 2]) {
    const response = await fetch(relay.url, { method: 'POST', body: made })
    expect(response.headers.get('x-of-the-server')).toBe('kept')
    expect(await response.text()).toBe('said')
  }
  expect(new Set([made, ...sent.map(({ body }) => body)]).size).toBe(3)
  expect(new Set(sent.map(({ from }) => from)).size).toBe(2)
})

function hangsUp(): never {
  throw new Error('socket hang up')
}
