import type pg from 'pg'
import { testsOwn } from './in-practice.ts'
import { unboundTables } from './shard-key.ts'

/**
 * Every statement of these pools must stay within one practice, so that the same schema can be spread over machines by
 * practice_id (docs/operations/citus.sql). What a test file asked is judged once, at its end: `check` throws with the statements.
 */
export function watchShardKeys(pools: pg.Pool[]): { check(): Promise<void> } {
  const texts = new Set<string>()
  const heard = new WeakSet<pg.PoolClient>()
  for (const pool of pools) {
    pool.on('acquire', (client) => {
      if (!heard.has(client)) {
        heard.add(client)
        hear(client, texts)
      }
    })
  }
  return {
    async check() {
      const tables = await tenantTables(pools[0])
      const faults: string[] = []
      for (const text of texts) {
        const unbound = await unboundTables(text, tables)
        if (unbound.length > 0) {
          faults.push(`${unbound.join(', ')}: ${text}`)
        }
      }
      if (faults.length > 0) {
        throw new Error(`these statements are not tied to one practice:\n${faults.join('\n')}`)
      }
    },
  }
}

function hear(client: pg.PoolClient, texts: Set<string>): void {
  const query = client.query
  client.query = ((...asked: unknown[]) => {
    const [first] = asked as [string | { text?: string }]
    const text = typeof first === 'string' ? first : first.text
    if (
      text !== undefined &&
      testsOwn.getStore() !== true &&
      /^\s*(?:select|with|insert|update|delete)\b/i.test(text)
    ) {
      texts.add(text)
    }
    return Reflect.apply(query, client, asked) as unknown
  }) as typeof client.query
}

/** The tables that row-level security closes: those of a practice. */
async function tenantTables(pool: pg.Pool | undefined): Promise<ReadonlySet<string>> {
  const found = await pool?.query<{ name: string }>(
    "select relname as name from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace",
  )
  return new Set(found?.rows.map(({ name }) => name))
}
