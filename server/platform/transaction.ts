import { createHash, createHmac } from 'node:crypto'
import type { Writable } from 'node:stream'
import {
  type CompiledQuery,
  type DatabaseConnection,
  DefaultQueryExecutor,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type pg from 'pg'
import { limits } from '../../shared/limits.ts'
import { stalePlan } from './database-away.ts'
import type { DB } from './db-types.ts'
import { errorCode } from './error-code.ts'
import { createTogether, type Given, type Together } from './together.ts'

/** A transaction: queries go to its one connection, and fail once it has ended. */
export type Tx = Kysely<DB> & {
  together: Together
  /** Others share the transaction: whoever would have to wait for a lock is better alone (see Apart). */
  isShared: boolean
}
/** What row-level security lets a transaction see; null sees only the directory tables. */
export type Scope = { practiceId: string; actorId: string; requestId: string } | null

/** A snapshot is one unchanging view for all its statements, and none of them writes. */
export type TransactionMode = 'write' | 'snapshot'

/** Thrown by what cannot be done in company: a locked row to wait for. It is done again, alone. */
export class Apart extends Error {
  constructor() {
    super('not in a shared transaction')
    this.name = 'Apart'
  }
}

/** An open transaction on one connection, for one request or several. */
export type Transaction = {
  /** The transaction as one request sees it, and whether that request has changed anything. */
  join(): { tx: Tx; hasWritten(): boolean }
  /** A statement failed: PostgreSQL takes no other until the transaction is rolled back. */
  hasFailed(): boolean
  /** Both give the connection back. */
  commit(): Promise<void>
  rollback(): Promise<void>
}

/** Begins. Nothing is awaited: BEGIN and the context leave in one packet with the first statement of the use case. */
export function begin(
  client: pg.PoolClient,
  contextKey: Buffer,
  scope: Scope,
  { mode = 'write', isShared = false }: { mode?: TransactionMode; isShared?: boolean },
): Transaction {
  const state: { isOpen: boolean; hasFailed: boolean; failure?: unknown } = { isOpen: true, hasFailed: false }
  const rollback = async () => {
    state.isOpen = false
    let broken: Error | undefined
    await client.query('ROLLBACK').catch((error: Error) => {
      broken = error
    })
    client.release(broken ?? errorCode(state.failure) === stalePlan)
  }
  const run = async (query: pg.QueryConfig): Promise<pg.QueryResult> => {
    if (!state.isOpen) {
      throw new Error('this transaction has ended')
    }
    try {
      writeOnce(client)
      return await client.query(query)
    } catch (error) {
      state.hasFailed = true
      state.failure ??= error
      // Of a transaction in which a statement failed: why that one failed is why this one does.
      throw errorCode(error) === inFailedTransaction ? state.failure : error
    }
  }
  writeOnce(client)
  const opening = Promise.all([
    client.query(beginning[mode]),
    ...(scope === null ? [] : [openContext(client, contextKey, scope)]),
  ])
  opening.catch(() => {})
  const together = createTogether(
    scope?.practiceId ?? null,
    isShared,
    async (statement) => (await run(named(statement))).rows as Given[],
  )
  return {
    join() {
      const member = { hasWritten: false, turn: -1 }
      // What a request wanted changed comes before what it asks or does next.
      const goOn = () => {
        if (member.turn === together.turn()) {
          together.flushChanges()
        }
      }
      const tx = kyselyOver((query) => {
        goOn()
        member.hasWritten ||= !/^\s*select\b/i.test(query.text)
        return run(query)
      })
      return {
        tx: Object.assign(tx, {
          isShared,
          together: {
            ask: (question, ...asks) => {
              goOn()
              return together.ask(question, ...asks)
            },
            change: (change, row) => {
              member.hasWritten = true
              member.turn = together.turn()
              return together.change(change, row)
            },
          } satisfies Together,
        }),
        hasWritten: () => member.hasWritten,
      }
    },
    hasFailed: () => state.hasFailed,
    rollback,
    async commit() {
      try {
        await opening
        together.flush()
        state.isOpen = false
        const { command } = await client.query('COMMIT')
        if (command !== 'COMMIT') {
          throw state.failure ?? new Error('a statement of this transaction failed: it was rolled back')
        }
      } catch (error) {
        await rollback()
        throw error
      }
      client.release()
    },
  }
}

const inFailedTransaction = '25P02'

const beginning = { write: 'BEGIN', snapshot: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' } as const

/** Who the transaction acts for, signed for this very connection; the database checks it (priv.practice). */
function openContext(client: pg.PoolClient, contextKey: Buffer, scope: NonNullable<Scope>): Promise<unknown> {
  const context = `${scope.practiceId}|${scope.actorId}|${scope.requestId}`
  const mac = createHmac('sha256', contextKey)
    .update(`${backendPid(client)}|${context}`)
    .digest('hex')
  return client.query({
    name: 'open-context',
    text: "select set_config('threadwell.context', $1, true), set_config('threadwell.mac', $2, true)",
    values: [context, mac],
  })
}

function backendPid(client: pg.PoolClient): number {
  const pid = (client as unknown as { processID: number | null }).processID
  if (pid === null) {
    throw new Error('the connection has no backend id')
  }
  return pid
}

/** What is asked in one turn leaves in one write: each is a system call, and wakes the process at the other end. */
function writeOnce(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection
  if (!stream.writableCorked) {
    stream.cork()
    process.nextTick(() => stream.uncork())
  }
}

/** Kysely over one connection whose transaction somebody else begins and ends. There is one for every request: what can be is shared. */
function kyselyOver(run: (query: pg.QueryConfig) => Promise<pg.QueryResult>): Kysely<DB> {
  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const result = await run(named({ text: query.sql, values: [...query.parameters] }))
      return { rows: result.rows as R[], numAffectedRows: BigInt(result.rowCount ?? 0) }
    },
    streamQuery: () => {
      throw new Error('streams do not share a pipelined connection')
    },
  }
  const executor = new DefaultQueryExecutor(compiler, adapter, { provideConnection: (use) => use(connection) })
  return new Kysely<DB>({ config: { dialect }, dialect, driver, executor })
}

const adapter = new PostgresAdapter()
/** Compiles one statement at a time, from beginning to end. */
const compiler = new PostgresQueryCompiler()
const driver: Driver = {
  init: async () => {},
  acquireConnection: nested,
  beginTransaction: nested,
  commitTransaction: nested,
  rollbackTransaction: nested,
  releaseConnection: async () => {},
  destroy: async () => {},
}
const dialect: Dialect = {
  createAdapter: () => adapter,
  createQueryCompiler: () => compiler,
  createIntrospector: (db) => new PostgresIntrospector(db),
  createDriver: () => driver,
}

async function nested(): Promise<never> {
  throw new Error('one use case, one transaction')
}

const names = new Map<string, string>()
/** Every statement is prepared once per connection; past the limit (SQL that differs by its list lengths) it is sent plain. */
export function named(query: { text: string; values: unknown[] }): pg.QueryConfig {
  const known = names.get(query.text)
  if (known === undefined && names.size >= limits.preparedStatements) {
    return query
  }
  const name = known ?? createHash('sha256').update(query.text).digest('base64url').slice(0, 20)
  names.set(query.text, name)
  return { ...query, name }
}
/** For databases that begin anew, each with its limit. */
export function forgetNames(): void {
  names.clear()
}
