import { createHash, createHmac } from 'node:crypto'
import {
  type CompiledQuery,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type QueryResult,
  type RawBuilder,
  sql,
} from 'kysely'
import pg from 'pg'
import { limits } from '../../shared/limits.ts'
import type { DB } from './db-types.ts'
import { createPrimaryGuard } from './primary-guard.ts'

/** A transaction: queries go to its one connection, and fail once it has ended. */
export type Tx = Kysely<DB>
/** What row-level security lets a transaction see; null sees only the directory tables. */
export type Scope = { practiceId: string; actorId: string; requestId: string } | null

/** A snapshot is one unchanging view for all its statements, and none of them writes. */
export type TransactionMode = 'write' | 'snapshot'

export type Database = {
  transact<T>(scope: Scope, use: (tx: Tx) => Promise<T>, mode?: TransactionMode): Promise<T>
  /** For one statement on the directory tables: no BEGIN and COMMIT around it, one round trip. */
  single<T>(use: (tx: Tx) => Promise<T>): Promise<T>
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

/** Opens the pool. `contextKey` (32 bytes) signs who each transaction acts for; the database checks it (priv.checked_context). */
export function openDatabase(
  connection: Connection,
  contextKey: Buffer,
  options: { connections?: number } = {},
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
    // Statements that need no answer from each other travel together.
    pipeline: true,
  } as pg.PoolConfig)
  // An idle connection that breaks is dropped by the pool; the next request opens another.
  pool.on('error', () => {})
  // One that is in use and breaks between two statements has nobody to tell: the next statement fails, and says so.
  pool.on('connect', (client) => client.on('error', () => {}))
  return {
    pool,
    transact: (scope, use, mode = 'write') => transact({ pool, contextKey, mode }, scope, use),
    single: (use) => single(pool, use),
    close: () => pool.end(),
  }
}

type Transaction = { pool: pg.Pool; contextKey: Buffer; mode: TransactionMode }

async function transact<T>(how: Transaction, scope: Scope, use: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await how.pool.connect()
  const state = { isOpen: true }
  let broken: Error | undefined
  try {
    // Not awaited here: BEGIN and the context leave in one packet with the first query of the use case.
    const opening = begin(client, how, scope)
    opening.catch(() => {})
    const result = await use(kyselyOver(client, state))
    await opening
    state.isOpen = false
    await client.query('COMMIT')
    return result
  } catch (error) {
    state.isOpen = false
    await client.query('ROLLBACK').catch((rollbackError: Error) => {
      broken = rollbackError
    })
    throw error
  } finally {
    client.release(broken)
  }
}

async function single<T>(pool: pg.Pool, use: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  const state = { isOpen: true }
  try {
    return await use(kyselyOver(client, state))
  } finally {
    state.isOpen = false
    client.release()
  }
}

const beginning = { write: 'BEGIN', snapshot: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' } as const

async function begin(client: pg.PoolClient, { contextKey, mode }: Transaction, scope: Scope): Promise<void> {
  const sent: Promise<unknown>[] = [client.query(beginning[mode])]
  if (scope !== null) {
    const context = `${scope.practiceId}|${scope.actorId}|${scope.requestId}`
    const mac = createHmac('sha256', contextKey)
      .update(`${backendPid(client)}|${context}`)
      .digest('hex')
    sent.push(
      client.query({
        name: 'open-context',
        text: "select set_config('threadwell.context', $1, true), set_config('threadwell.mac', $2, true)",
        values: [context, mac],
      }),
    )
  }
  await Promise.all(sent)
}

function backendPid(client: pg.PoolClient): number {
  const pid = (client as unknown as { processID: number | null }).processID
  if (pid === null) {
    throw new Error('the connection has no backend id')
  }
  return pid
}

function kyselyOver(client: pg.PoolClient, state: { isOpen: boolean }): Tx {
  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      if (!state.isOpen) {
        throw new Error('this transaction has ended')
      }
      const name = statementName(query.sql)
      const result = await client.query({ text: query.sql, values: [...query.parameters], ...(name && { name }) })
      return { rows: result.rows as R[], numAffectedRows: BigInt(result.rowCount ?? 0) }
    },
    streamQuery: () => {
      throw new Error('streams do not share a pipelined connection')
    },
  }
  return new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createDriver: () => ({
        init: async () => {},
        acquireConnection: async () => connection,
        beginTransaction: nested,
        commitTransaction: nested,
        rollbackTransaction: nested,
        releaseConnection: async () => {},
        destroy: async () => {},
      }),
    },
  })
}

async function nested(): Promise<void> {
  throw new Error('one use case, one transaction')
}

const names = new Map<string, string>()
/** Every statement is prepared once per connection; past the limit (SQL that differs by its list lengths) it is sent plain. */
function statementName(sql: string): string | undefined {
  const known = names.get(sql)
  if (known !== undefined || names.size >= limits.preparedStatements) {
    return known
  }
  const name = createHash('sha256').update(sql).digest('base64url').slice(0, 20)
  names.set(sql, name)
  return name
}
