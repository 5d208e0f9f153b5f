import pg from 'pg'

export type Recorded = { text: string; values: unknown[] }
/** Statements that leave together before any of their answers is needed: one round trip. */
export type Flight = Recorded[]

type Ask = { text: string; values?: unknown[] } | string

/** Every statement of one request through any connection of this process, in flights. Nothing else may use the database. */
export async function recordFlights(request: () => Promise<unknown>): Promise<Flight[]> {
  const flights: Flight[] = []
  let waiting = 0
  const query = pg.Client.prototype.query as (this: pg.Client, ...asked: unknown[]) => Promise<unknown>
  async function recording(this: pg.Client, ...asked: unknown[]): Promise<unknown> {
    const [ask, values = []] = asked as [Ask, unknown[]?]
    if (waiting === 0) {
      flights.push([])
    }
    flights
      .at(-1)
      ?.push(typeof ask === 'string' ? { text: ask, values } : { text: ask.text, values: ask.values ?? values })
    waiting++
    try {
      return await Reflect.apply(query, this, asked)
    } finally {
      waiting--
    }
  }
  pg.Client.prototype.query = recording as typeof pg.Client.prototype.query
  try {
    await request()
  } finally {
    pg.Client.prototype.query = query as typeof pg.Client.prototype.query
  }
  return flights
}
