import pg from 'pg'
import { type ColumnType, encodeRows, type Value } from './encode-rows.ts'

/** Rows by column. */
export type Columns = Record<string, { type: ColumnType; values: Value[] }>

export function columns(types: Record<string, ColumnType>): Columns {
  return Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { type, values: [] }]))
}

export function push(to: Columns, row: Record<string, Value>): void {
  for (const [name, column] of Object.entries(to)) {
    column.values.push(row[name])
  }
}

/** One COPY for each table, all in one transaction. */
export async function insertTables(
  client: pg.Client,
  practiceId: string,
  made: Record<string, Columns>,
): Promise<void> {
  await client.query('begin')
  for (const [table, rows] of Object.entries(made)) {
    await insertColumns(client, practiceId, table, rows)
  }
  await client.query('commit')
}

/** What COPY is given: the bytes of all rows at once. */
type Connection = { sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void }

export async function insertColumns(
  client: pg.Client,
  practiceId: string,
  table: string,
  rows: Columns,
): Promise<void> {
  const bytes = encodeRows(practiceId, Object.values(rows))
  const text = `copy ${table} (practice_id, ${Object.keys(rows).join(', ')}) from stdin (format binary)`
  await new Promise<void>((resolve, reject) => {
    const copy = new pg.Query(text, (error: Error | undefined) => {
      if (error) {
        reject(error)
        return
      }
      resolve()
    })
    client.query(
      Object.assign(copy, {
        handleCopyInResponse: (connection: Connection) => {
          connection.sendCopyFromChunk(bytes)
          connection.endCopyFrom()
        },
      }),
    )
  })
}
