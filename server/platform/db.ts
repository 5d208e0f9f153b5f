import { type RawBuilder, sql } from 'kysely'
import pg from 'pg'
import { limits } from '../../shared/limits.ts'
import { createGather, type Gather } from './gather.ts'
import { createLender } from './lend-connection.ts'
import { createTogether, type Given, type Statement, type Together } from './together.ts'
import { createPrimaryGuard } from './primary-guard.ts'
import { begin, named, type Scope, type TransactionMode, type Tx } from './transaction.ts'

export type { Scope, TransactionMode, Tx } from './transaction.ts'

export type Database = {
  transact<T>(scope: Scope, use: (tx: Tx) => Promise<T>, mode?: TransactionMode): Promise<T>
  /** For what may run in company: those of one practice that arrive together share a transaction. */
  gather: Gather
  /** A question about the directory's tables, outside any transaction: one round trip for all who ask it at the same time. */
  ask: Together['ask']
  pool: pg.Pool
  close(): Promise<void>
}

export type Connection = { host: string; port: number; user: string; password: string; database: string; ssl?: boolean }

const plainTypes = new pg.TypeOverrides()
plainTypes.setTypeParser(pg.types.builtins.INT8, (value) => Number(value))
plainTypes.setTypeParser(pg.types.builtins.DATE, (value) => value)

/**
 * Words of ours (never of a caller) written into the SQL itself. A partial index is found by its predicate's constants: as
 * parameters they are unknown to the plan that PostgreSQL keeps after the fifth run.
 */
export function literals<T extends string>(...values: T[]): RawBuilder<T>[] {
  return values.map((value) => sql<T>`${sql.lit(value)}`)
}

/**
 * A statement is planned once per connection: planning takes ten times as long as running it. And for tables in memory or on
 * solid state, where a row found by its key costs little more than the next one of a scan.
 */
export const planning = '-c plan_cache_mode=force_generic_plan -c random_page_cost=1.1'

/**
 * A line that went dead while the database was answering on it: left to itself the system tries for a quarter of an hour to
 * get the answer through, no statement's limit ends that, and what the transaction has locked stays so. Ignored on Unix sockets.
 */
const deadLines = `-c tcp_user_timeout=${limits.databaseLineMs} -c tcp_keepalives_idle=${limits.databaseLineMs / 1000}`

/**
 * Opens the pool. `contextKey` (32 bytes) signs who each transaction acts for; the database checks it (priv.practice). With
 * `heldMs`, whoever waits is told so soon after every connection is held; without, as for work that nobody waits for, waiting goes on.
 */
export function openDatabase(
  connection: Connection,
  contextKey: Buffer,
  options: { connections?: number; heldMs?: number } = {},
): Database {
  const pool = new pg.Pool({
    ...connection,
    types: plainTypes,
    max: options.connections ?? limits.databaseConnections,
    connectionTimeoutMillis: limits.databaseWaitMs,
    statement_timeout: limits.statementMs,
    lock_timeout: limits.lockWaitMs,
    idle_in_transaction_session_timeout: limits.idleInTransactionMs,
    // The database ends a statement that takes too long; when its answer does not come either, the line is dead.
    query_timeout: limits.statementMs + limits.statementAnswerMs,
    keepAlive: true,
    onConnect: createPrimaryGuard(),
    application_name: 'threadwell',
    options: `${planning} ${deadLines}`,
    // Statements that need no answer from each other travel together.
    pipeline: true,
  } as pg.PoolConfig)
  // An idle connection that breaks is dropped by the pool; the next request opens another.
  pool.on('error', () => {})
  // One that is in use and breaks between two statements has nobody to tell: the next statement fails, and says so.
  pool.on('connect', (client) => client.on('error', () => {}))
  const lend = options.heldMs === undefined ? () => pool.connect() : createLender(pool, options.heldMs)
  const transact: Database['transact'] = async (scope, use, mode = 'write') => {
    const transaction = begin(await lend(), contextKey, scope, { mode })
    let result
    try {
      result = await use(transaction.join().tx)
    } catch (error) {
      await transaction.rollback()
      throw error
    }
    await transaction.commit()
    return result
  }
  return {
    pool,
    transact,
    gather: createGather({
      begin: async (scope) => begin(await lend(), contextKey, scope, { isShared: true }),
      alone: ({ scope, use }) => transact(scope, use),
    }),
    ask: createTogether(null, true, async (statement) => queryOnce(await lend(), statement)).ask,
    close: () => pool.end(),
  }
}

async function queryOnce(client: pg.PoolClient, statement: Statement): Promise<Given[]> {
  try {
    return (await client.query<Given>(named(statement))).rows
  } finally {
    client.release()
  }
}
