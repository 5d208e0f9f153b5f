// The requests of two practices in the bench of overload.
import { requestOf } from '../server/testing/request-of.ts'
import type { Person } from '../server/testing/factories.ts'
import { api } from '../shared/api/index.ts'
import { catchUp } from './catch-up.ts'
import { shot } from './drive.ts'
import { type FloodShot, floodShot } from './flood.ts'
import { loadConversations } from './load.ts'
import { loadPractice } from './load-people.ts'
import { type Place, port } from './place.ts'
import { seededId, seededToken } from './seeded.ts'
import { letter } from './send.ts'

export type Shots = Record<'sends' | 'reads' | 'searches' | 'accesses' | 'sessions', FloodShot[]>

export async function aPracticeOf(place: Place, first: number, patients: number): Promise<Shots> {
  const practice = await loadPractice(place.house, patients, first)
  // A conversation for each patient: the n-th of the n-th, in both practices.
  const load = { from: first, conversations: patients, messagesEach: 2, patients: 2 ** 31, awaiting: 0, open: 100 }
  await loadConversations(place, practice, load)
  await catchUp(place, practice.id)
  const numbers = Array.from({ length: patients }, (_, index) => first + index)
  const of = (number: number) => `/api/as/${seededId('patient', number)}`
  const ask = (label: string, method: string, path: string, number: number, body?: unknown) =>
    floodShot(label, shot(port, { method, path, token: seededToken(number), ...(body !== undefined && { body }) }))
  return {
    sends: numbers.map((number) =>
      ask('send', 'POST', `${of(number)}/conversations/${seededId('conversation', number)}/messages`, number, {
        messageId: '%ID%',
        text: letter,
        attachmentIds: [],
      }),
    ),
    reads: numbers.map((number) =>
      ask('read', 'GET', `${of(number)}/conversations/${seededId('conversation', number)}`, number),
    ),
    accesses: numbers.map((number) => ask('access', 'GET', `${of(number)}/access-log`, number)),
    sessions: numbers.map((number) => ask('session', 'GET', '/api/session', number)),
    searches: [searchOf(practice.nurse)],
  }
}

function searchOf(nurse: Person): FloodShot {
  const { method, url, headers, payload = '' } = requestOf(api.search, nurse, { words: 'tablet pharmacy' })
  const lines = Object.entries({ host: 'localhost', ...headers, 'content-length': String(payload.length) })
  return floodShot(
    'search',
    [`${method} ${url} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`), '', payload].join('\r\n'),
  )
}

/** Of twenty: two send, one opens the application, five read, six search and six look at who has used their record. */
export function mix(one: Shots, other: Shots): FloodShot[] {
  const kinds: (keyof Shots)[] = [
    'sends',
    'searches',
    'reads',
    'accesses',
    'searches',
    'accesses',
    'reads',
    'searches',
    'accesses',
    'reads',
  ]
  const order: (keyof Shots)[] = [
    ...kinds,
    'sessions',
    'sends',
    'searches',
    'reads',
    'accesses',
    'searches',
    'accesses',
    'reads',
    'searches',
    'accesses',
  ]
  return Array.from({ length: 20_000 }, (_, at) => {
    const of = (at % 2 === 0 ? one : other)[order[Math.floor(at / 2) % order.length] ?? 'sends']
    return of[Math.floor(at / 40) % of.length] ?? { label: '', head: '', tail: '' }
  })
}

/** So many of the one for each of the other. */
export function interleave(many: FloodShot[], few: FloodShot[], times: number): FloodShot[] {
  return few.flatMap((one, at) => [
    ...Array.from({ length: times }, (_, n) => many[(at * times + n) % many.length] ?? one),
    one,
  ])
}

export function relabel(shots: FloodShot[], label: string): FloodShot[] {
  return shots.map((one) => ({ ...one, label }))
}
