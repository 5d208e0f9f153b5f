import pg from 'pg'
import { planning } from '../server/platform/db.ts'
import type { How } from './bench.ts'
import { median } from './figures.ts'
import type { Place } from './place.ts'
import type { Flight } from './record.ts'

/**
 * How long the statements of one request take on a connection that does nothing else, in the flights in which they left: what a page
 * costs without a server in front of it. As the owner, whom no policy of rows holds back; what they write is rolled back.
 */
export async function aloneMs(
  place: Place,
  flights: readonly Flight[],
  how: Pick<How, 'rounds' | 'seconds'>,
): Promise<number> {
  const client = new pg.Client({
    ...place.owner,
    options: planning,
    pipeline: true,
  } as pg.ClientConfig)
  await client.connect()
  const asked = flights.map((flight) =>
    flight.filter(({ text }) => /^\s*(with|select|insert|update|delete)/i.test(text)),
  )
  const times: number[] = []
  const endsAt = performance.now() + (how.rounds * how.seconds * 1000) / 2
  try {
    while (performance.now() < endsAt || times.length < 3) {
      await client.query('begin')
      const startedAt = performance.now()
      for (const [number, flight] of asked.entries()) {
        await Promise.all(
          flight.map(({ text, values }, index) => client.query({ name: `alone-${number}-${index}`, text, values })),
        )
      }
      times.push(performance.now() - startedAt)
      await client.query('rollback')
    }
  } finally {
    await client.end()
  }
  return median(times)
}
