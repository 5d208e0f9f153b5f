import { api } from '../shared/api/index.ts'
import type { Endpoint } from '../shared/endpoint.ts'
import { sessionCookie } from '../server/access/authenticate.ts'
import { callLoosely, type Person } from '../server/testing/factories.ts'
import { ownPage } from '../server/testing/call.ts'
import { requestOf } from '../server/testing/request-of.ts'
import { aloneMs } from './alone.ts'
import type { Bench, How } from './bench.ts'
import { shot, type Shot } from './drive.ts'
import { atMost, type Figure } from './figures.ts'
import { measurePage } from './measure-page.ts'
import { type Place, port } from './place.ts'
import { type Flight, recordFlights } from './record.ts'
import type { LoadedPractice } from './scale/people.ts'
import { withLoaded } from './scale/with-loaded.ts'
import { startServer } from './server-process.ts'

/** The clinic's work on ten years of a practice of size M, or of one of twenty in L, as one colleague after the other asks for it. */
export const queue: Bench = (how) =>
  withLoaded(how.isTiny ? 'tiny' : how.isFull ? 'L' : 'M', async (place, kept) => {
    const [loaded] = kept.practices
    if (loaded === undefined) {
      throw new Error('a size has at least one practice')
    }
    const pages = pagesOf(loaded)
    // In this process, before the server has one of its own: the database is asked by nobody else.
    const flights = new Map<string, Flight[]>()
    for (const page of pages) {
      flights.set(page.name, await recordPage(place, page))
    }
    const server = await startServer(place.env)
    try {
      const rows: Figure[] = []
      for (const page of pages) {
        rows.push(...(await figuresOf(place, server.pid, page, flights.get(page.name) ?? [], how)))
      }
      return rows
    } catch (error) {
      throw new Error(await server.log(), { cause: error })
    } finally {
      await server.stop()
    }
  })

type Page = {
  name: string
  goalMs: number | null
  endpoint: Endpoint
  input: Record<string, unknown>
  people: Person[]
}

function pagesOf({ practice, people, careTeamIds }: LoadedPractice): Page[] {
  const today = new Date().toISOString().slice(0, 10)
  const back = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
  const [careTeamId] = careTeamIds
  const since = new Date().toISOString()
  const administrators = [practice.administrator]
  return [
    { name: 'queue of an inbox', goalMs: 50, endpoint: api.listQueue, input: { status: 'open', careTeamId }, people },
    { name: 'queue, my work', goalMs: 50, endpoint: api.listQueue, input: { status: 'open' }, people },
    {
      name: 'queue, closed ones of an inbox',
      goalMs: 50,
      endpoint: api.listQueue,
      input: { status: 'closed', careTeamId },
      people,
    },
    { name: 'counts of every inbox', goalMs: 50, endpoint: api.listInboxes, input: {}, people },
    { name: 'focus, the next one', goalMs: 50, endpoint: api.takeNext, input: { since }, people },
    {
      name: 'focus, what I did in a round',
      goalMs: 50,
      endpoint: api.readRound,
      input: { since: `${back(0)}T00:00:00.000Z` },
      people,
    },
    { name: 'checks of inboxes', goalMs: null, endpoint: api.listInboxChecks, input: {}, people },
    {
      name: 'checking an inbox',
      goalMs: null,
      endpoint: api.checkInbox,
      input: { careTeamId, taskIds: [] },
      people,
    },
    { name: 'checks, what was missed', goalMs: null, endpoint: api.listChecks, input: {}, people: administrators },
    { name: 'figures of 4 weeks', goalMs: 300, endpoint: api.readSeeing, input: {}, people: administrators },
    {
      name: 'figures of 12 weeks',
      goalMs: 300,
      endpoint: api.readSeeing,
      input: { from: back(84), until: today },
      people: administrators,
    },
    {
      name: 'figures of 12 months',
      goalMs: 300,
      endpoint: api.readSeeing,
      input: { from: back(364), until: today },
      people: administrators,
    },
    ...(['arrived', 'after-hours', 'opened'] as const).map((figure) => ({
      name: `the list behind a figure of 12 months, ${figure}`,
      goalMs: 300,
      endpoint: api.listSeen,
      input: { figure, from: back(364), until: today },
      people,
    })),
  ]
}

/** The statements of one request, after one that warms keys and plans up. */
async function recordPage({ house }: Place, { endpoint, input, people }: Page): Promise<Flight[]> {
  const [person] = people
  if (person === undefined) {
    throw new Error('somebody works in a practice')
  }
  // The page's own address is today's, whatever it was when the practice was loaded.
  const caller = { ...person, as: { ...person.as, ...ownPage(house) } }
  const ask = async () => {
    const { status, body } = await callLoosely(house, caller, endpoint, input)
    if (status !== 200) {
      throw new Error(`${endpoint.path} answered ${status}: ${JSON.stringify(body)}`)
    }
  }
  await ask()
  return recordFlights(ask)
}

async function figuresOf(place: Place, pid: number, page: Page, flights: Flight[], how: How): Promise<Figure[]> {
  const { name, goalMs } = page
  const { p50, p95, processorMs, scanned } = await measurePage(place, pid, shotsOf(page), { ...how, connections: 1 })
  const alone = await aloneMs(place, flights, how)
  const row = { figure: `${name}, p95`, value: p95, unit: 'ms' }
  const statements = flights.flat().length
  return [
    goalMs === null ? row : atMost(row, goalMs),
    {
      figure: `${name}, p50`,
      value: p50,
      unit: 'ms',
      limit: alone,
      ratio: p50 / alone,
      note: `limit: its statements alone; ${statements} in ${flights.length} round trips`,
    },
    { figure: `${name}, processor time`, value: processorMs, unit: 'ms' },
    {
      figure: `${name}, growing tables read from end to end`,
      value: scanned.length,
      unit: '',
      // Hardly any rows are rightly read at once.
      ...(!how.isTiny && { goal: '0', met: scanned.length === 0 }),
      note: scanned.join(', '),
    },
  ]
}

/** The same request by one after the other. */
function shotsOf({ endpoint, input, people }: Page): Shot[] {
  return people.map((person) => {
    const { method, url, payload } = requestOf(endpoint, person, input)
    return shot(port, {
      method,
      path: url,
      token: tokenOf(person),
      ...(payload !== undefined && { body: JSON.parse(payload) as unknown }),
    })
  })
}

function tokenOf(person: Person): string {
  return (person.as['cookie'] ?? '').slice(`${sessionCookie}=`.length)
}
