// Statements that requests share. What is asked, or wanted changed, in one turn of the event loop leaves together: every
// question of a kind in one statement, and all changes in one. So a use case says what it needs for itself alone, and a
// transaction of one request and of thirty ask the same of the database.
import assert from 'node:assert/strict'
import {
  type Compilable,
  DummyDriver,
  type Insertable,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  type SelectQueryBuilder,
  sql,
} from 'kysely'
import { arrayLiteral, type SqlType, type Values } from './array-literal.ts'
import type { DB } from './db-types.ts'

export type { SqlType } from './array-literal.ts'
export type Given = Record<string, unknown>
type Columns<Row> = { [K in keyof Row & string]: SqlType }

/** A question that one statement answers for all who ask it. */
export type Question<Ask, Row> = {
  name: string
  /** `$1` is the practice of those who ask; a question about the directory's tables has none. */
  about: 'practice' | 'directory'
  /** Locks the rows it answers with. Of what is asked at one moment it leaves first: the rest sees what the lock waited for. */
  locks?: boolean
  columns: Columns<Ask>
  /** Over the relation of what was asked, which it calls `asked`; `asked.n` is selected beside each row of the answer. */
  sql: (asked: string) => string
  /** Says of what type the rows are; never set. */
  row?: Row
}

/** A change that one statement makes for all who want it. `$1` is their practice. */
export type Change<Row> = {
  name: string
  columns: Columns<Row>
  /** From `given`, the relation of what was given. */
  sql: (given: string) => string
}

export type Together = {
  /** The rows that answer what is asked here, one thing or several. */
  ask<Ask extends Given, Row>(question: Question<Ask, Row>, ...asks: Ask[]): Promise<Row[]>
  /** Done once the statement is. The changes of one statement do not see each other; foreign keys are checked after all. */
  change<Row extends Given>(change: Change<Row>, row: Row): Promise<void>
}

type Asked<C extends Record<string, SqlType>> = { [K in keyof C]: Values[C[K]] | null }
type WithAsked<C extends Record<string, SqlType>> = DB & { asked: Asked<C> & { n: number } }

/** A question written with Kysely: nothing in it is a parameter but the practice and what is asked. */
export function questionOf<C extends Record<string, SqlType>, Row extends { n: number }>(
  name: string,
  columns: C,
  write: (from: SelectQueryBuilder<WithAsked<C>, 'asked', object>, practiceId: RawBuilder<string>) => Compilable<Row>,
): Question<Asked<C>, Omit<Row, 'n'>> {
  return {
    name,
    about: 'practice',
    columns: columns as never,
    sql: (asked) => {
      const relation = sql.raw<Asked<C>>(asked).as<'asked'>(sql.raw(aliasOf(columns)))
      const from = writer.selectFrom(relation) as unknown as SelectQueryBuilder<WithAsked<C>, 'asked', object>
      const { sql: text, parameters } = write(from, sql<string>`$1::uuid`).compile()
      assert(parameters.length === 0, `${name} is asked with its own columns alone`)
      return text
    },
  }
}

/** Writes statements and runs none. */
const writer = new Kysely<DB>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

type NewRow<T extends keyof DB> = Omit<Insertable<DB[T]>, 'practice_id'>

/** New rows of one table; their practice is the transaction's. */
export function rowsOf<T extends keyof DB, C extends { [K in keyof NewRow<T>]: SqlType }>(
  table: T,
  columns: C,
): Change<Pick<Insertable<DB[T]>, keyof C & keyof Insertable<DB[T]>>> {
  const names = Object.keys(columns).join(', ')
  return {
    name: table,
    columns: columns as never,
    sql: (given) => `insert into ${table} (practice_id, ${names}) select $1::uuid, ${names} from ${given}`,
  }
}

export type Statement = { text: string; values: unknown[] }

type Asking = { question: Question<Given, Given>; asks: Given[]; answered: PromiseWithResolvers<Given[][]> }
type Changing = { change: Change<Given>; rows: Given[] }

/**
 * Gathers for one connection. Questions of a transaction that nobody shares leave at once, in the order of the use case; when
 * it is shared, they leave at the end of the turn, those that lock before all others, else in the order in which they were
 * first asked: the doors of a patient and of a colleague are two questions, and neither may come after what the other asked next.
 */
export function createTogether(
  practiceId: string | null,
  isShared: boolean,
  send: (statement: Statement) => Promise<Given[]>,
): Together & { flush(): void; flushChanges(): void; turn(): number } {
  let asking = new Map<string, Asking>()
  let changing = new Map<string, Changing>()
  let changed = quiet(Promise.withResolvers<void>())
  let turn = 0
  let scheduled = false

  const schedule = () => {
    if (!scheduled) {
      scheduled = true
      setImmediate(flush)
    }
  }
  function flush(): void {
    scheduled = false
    flushQuestions()
    flushChanges()
  }
  function flushQuestions(): void {
    const questions = asking
    asking = new Map()
    const lockingFirst = [...questions.values()].toSorted(
      (one, other) => Number(other.question.locks ?? false) - Number(one.question.locks ?? false),
    )
    for (const { question, asks, answered } of lockingFirst) {
      send(askAll(practiceId, question, asks)).then(
        (rows) => answered.resolve(byAsker(rows, asks.length)),
        answered.reject,
      )
    }
  }
  function flushChanges(): void {
    if (changing.size === 0) {
      return
    }
    const [all, done] = [[...changing.values()], changed]
    changing = new Map()
    changed = quiet(Promise.withResolvers<void>())
    turn++
    send(changeAll(practiceId, all)).then(() => done.resolve(), done.reject)
  }
  return {
    flush,
    flushChanges,
    turn: () => turn,
    async ask<Ask extends Given, Row>(question: Question<Ask, Row>, ...asks: Ask[]): Promise<Row[]> {
      const known = asking.get(question.name) ?? {
        question: question as unknown as Question<Given, Given>,
        asks: [],
        answered: quiet(Promise.withResolvers<Given[][]>()),
      }
      asking.set(question.name, known)
      const from = placeFor(known.asks, asks)
      known.asks.splice(from, asks.length, ...asks)
      if (isShared) {
        schedule()
      } else {
        flushQuestions()
      }
      return (await known.answered.promise).slice(from, from + asks.length).flat() as Row[]
    },
    change<Row extends Given>(change: Change<Row>, row: Row): Promise<void> {
      const known = changing.get(change.name) ?? { change: change as unknown as Change<Given>, rows: [] }
      changing.set(change.name, known)
      known.rows.push(row)
      schedule()
      return changed.promise
    },
  }
}

/** Where the answer will stand: what the last one asked, the next who asks the same does not ask again. */
function placeFor(asked: Given[], asks: Given[]): number {
  const [last, ask] = [asked.at(-1), asks[0]]
  const isSame =
    last !== undefined &&
    ask !== undefined &&
    asks.length === 1 &&
    Object.keys(ask).every((column) => isEqual(last[column], ask[column]))
  return isSame ? asked.length - 1 : asked.length
}

function isEqual(one: unknown, other: unknown): boolean {
  return one === other || (one instanceof Date && other instanceof Date && one.getTime() === other.getTime())
}

/** Whoever waits hears of a failure; that nobody waits is not one. */
function quiet<T>(deferred: PromiseWithResolvers<T>): PromiseWithResolvers<T> {
  deferred.promise.catch(() => {})
  return deferred
}

function askAll(
  practiceId: string | null,
  { name, about, columns, sql }: Question<Given, Given>,
  asks: Given[],
): Statement {
  const given = about === 'practice' ? [practiceId] : []
  const text = textOf(name, () =>
    sql(isAboutAll(columns) ? 'generate_series(1, 1)' : `${relation(columns, given.length + 1)} with ordinality`),
  )
  return { text, values: [...given, ...arraysOf(columns, asks)] }
}

/** The changes of one turn as one statement: each is a part of it, in the order in which they were first wanted. */
function changeAll(practiceId: string | null, all: Changing[]): Statement {
  const name = all.map(({ change }) => change.name).join('+')
  const text = textOf(name, () => composed(all.map(({ change }) => change)))
  return { text, values: [practiceId, ...all.flatMap(({ change, rows }) => arraysOf(change.columns, rows))] }
}

function composed(changes: Change<Given>[]): string {
  let from = 2
  const parts = changes.map(({ columns, sql }) => {
    const part = sql(`${relation(columns, from)} as given (${listOf(columns)})`)
    from += Object.keys(columns).length
    return part
  })
  const last = parts.pop() ?? ''
  return parts.length === 0 ? last : `with ${parts.map((part, at) => `part_${at} as (${part})`).join(', ')} ${last}`
}

/** Shared statements are few, and put together once. */
const texts = new Map<string, string>()

function textOf(name: string, write: () => string): string {
  const text = texts.get(name) ?? write()
  texts.set(name, text)
  return text
}

function relation(columns: Columns<Given>, from: number): string {
  const arrays = Object.values(columns).map((type, at) => `$${from + at}::${type}[]`)
  return `unnest(${arrays.join(', ')})`
}

/** `asked (conversation_id, n)` */
export function aliasOf(columns: Columns<Given>): string {
  return `asked (${[...Object.keys(columns), 'n'].join(', ')})`
}

function isAboutAll(columns: Columns<Given>): boolean {
  return Object.keys(columns).length === 0
}

function listOf(columns: Columns<Given>): string {
  return Object.keys(columns).join(', ')
}

function arraysOf(columns: Columns<Given>, rows: Given[]): string[] {
  return Object.entries(columns).map(([column, type]) =>
    arrayLiteral(
      type,
      rows.map((row) => row[column] ?? null),
    ),
  )
}

/** `n` counts from 1. */
function byAsker(rows: Given[], count: number): Given[][] {
  const answers: Given[][] = Array.from({ length: count }, () => [])
  for (const row of rows) {
    answers[Number(row['n']) - 1]?.push(row)
  }
  return answers
}
