import pg from 'pg'
import type { TestHouse } from './test-house.ts'
import { ownCluster } from './own-cluster.ts'

export type Statement = { text: string; values: unknown[] }

type Transaction = { statements: Statement[]; flights: number }

/**
 * What one request asks of the database: the statements of its transaction inside the practice, and in how many flights
 * they leave (what is sent before the answers to what was sent earlier have come is one flight).
 */
export async function recordStatements(house: TestHouse, request: () => Promise<unknown>): Promise<Transaction> {
  const ofPractice = (await recordTransactions(house.way.db.pool, request)).filter((seen) =>
    seen.statements.some(({ text }) => text.includes('threadwell.context')),
  )
  const [only] = ofPractice
  if (only === undefined || ofPractice.length !== 1) {
    throw new Error(`the request opened ${ofPractice.length} transactions inside a practice`)
  }
  const statements = only.statements.filter(
    ({ text }) => /^\s*(select|with)/i.test(text) && !text.includes('threadwell.context'),
  )
  return { statements, flights: only.flights }
}

/** Everything that leaves for the database through this pool while `work` runs, by the connection's turns. */
export async function recordTransactions(pool: pg.Pool, work: () => Promise<unknown>): Promise<Transaction[]> {
  const connect = pool.connect
  const transactions: Transaction[] = []
  pool.connect = (async () => {
    const client = await (Reflect.apply(connect, pool, []) as Promise<pg.PoolClient>)
    const seen: Transaction = { statements: [], flights: 0 }
    let waiting = 0
    transactions.push(seen)
    const query = client.query
    client.query = (async (asked: string | pg.QueryConfig) => {
      seen.flights += waiting === 0 ? 1 : 0
      waiting++
      seen.statements.push(
        typeof asked === 'string' ? { text: asked, values: [] } : { text: asked.text, values: asked.values ?? [] },
      )
      try {
        return await (Reflect.apply(query, client, [asked]) as Promise<unknown>)
      } finally {
        waiting--
      }
    }) as typeof client.query
    const release = client.release
    client.release = (error) => {
      client.query = query
      client.release = release
      release.call(client, error)
    }
    return client
  }) as typeof pool.connect
  try {
    await work()
  } finally {
    pool.connect = connect
  }
  return transactions
}

/** The tables that a statement would read from end to end: planned for these values, and once for any values. Nothing is run. */
export async function tablesScanned(house: TestHouse, statement: Statement): Promise<string[]> {
  const { pool } = house.way.db
  const custom = await pool.query(`explain (format json) ${statement.text}`, statement.values)
  const generic = await pool.query(`explain (generic_plan, format json) ${statement.text}`)
  return [...new Set([...scans(custom.rows), ...scans(generic.rows)])].sort()
}

function scans(node: unknown): string[] {
  if (Array.isArray(node)) {
    return node.flatMap(scans)
  }
  if (typeof node !== 'object' || node === null) {
    return []
  }
  const inner = Object.values(node).flatMap(scans)
  return 'Node Type' in node && node['Node Type'] === 'Seq Scan' && 'Relation Name' in node
    ? [String(node['Relation Name']), ...inner]
    : inner
}

/** Brings the planner's figures up to date, as autovacuum does. */
export async function analyze(house: TestHouse): Promise<void> {
  const owner = new pg.Client({ ...ownCluster(), database: String(house.way.db.pool.options.database) })
  await owner.connect()
  await owner.query('analyze')
  await owner.end()
}
