// What a backup and its checks read of every practice, with the worker's role, one practice at a time.
import { sql } from 'kysely'
import type { Database, Tx } from '../platform/db.ts'
import { uuidv7 } from '../platform/ids.ts'

/** Tables that only grow, or whose rows stay: fewer of them after a restore is a loss. */
const growing = [
  'patients',
  'conversations',
  'messages',
  'notes',
  'attachments',
  'template_documents',
  'tasks',
  'task_events',
  'audit_events',
] as const

export async function practiceIds(db: Database): Promise<string[]> {
  const { rows } = await db.transact(null, (tx) =>
    sql<{ id: string }>`select * from priv.practice_ids() as found(id)`.execute(tx),
  )
  return rows.map(({ id }) => id)
}

export function inPractice<T>(db: Database, practiceId: string, use: (tx: Tx) => Promise<T>): Promise<T> {
  const patiently = async (tx: Tx): Promise<T> => {
    // Nobody waits at a page for this, and counting takes the time it takes.
    await sql`set local statement_timeout = 0`.execute(tx)
    return use(tx)
  }
  return db.transact({ practiceId, actorId: 'system', requestId: uuidv7() }, patiently, 'snapshot')
}

/** Rows by table, all practices together. */
export async function countRows(db: Database): Promise<Record<string, number>> {
  const totals = Object.fromEntries(growing.map((table) => [table, 0]))
  for (const practiceId of await practiceIds(db)) {
    await inPractice(db, practiceId, async (tx) => {
      for (const table of growing) {
        const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(tx)
        totals[table] = (totals[table] ?? 0) + (rows[0]?.count ?? 0)
      }
    })
  }
  return totals
}

/** The size of each log's tree, by its newest checkpoint. */
export async function treeSizes(db: Database): Promise<Record<string, number>> {
  const { rows } = await db.transact(null, (tx) =>
    sql<{ id: string }>`select * from priv.log_ids() as log(id)`.execute(tx),
  )
  const sizes: Record<string, number> = {}
  for (const { id } of rows) {
    const newest = await inPractice(db, id, (tx) =>
      tx
        .selectFrom('audit_checkpoints')
        .select('size')
        .where('practice_id', '=', id)
        .orderBy('size', 'desc')
        .limit(1)
        .executeTakeFirst(),
    )
    if (newest !== undefined) {
      sizes[id] = newest.size
    }
  }
  return sizes
}

export type NamedBlob = { practiceId: string; name: string; sha256: Buffer | null }

/** Bytes that no file has yet, or any more, and that are still there: a moment to which one restores may be before or after. */
export async function* looseBlobs(db: Database): AsyncGenerator<Pick<NamedBlob, 'practiceId' | 'name'>> {
  for (const practiceId of await practiceIds(db)) {
    const rows = await inPractice(db, practiceId, (tx) =>
      tx
        .selectFrom('loose_blobs')
        .select('name')
        .where('practice_id', '=', practiceId)
        .where('is_doomed', '=', false)
        .execute(),
    )
    for (const { name } of rows) {
      yield { practiceId, name }
    }
  }
}

/** Every blob that a file or a template's document of a practice has, with the hash of its sealed bytes where that is kept. */
export async function* namedBlobs(db: Database): AsyncGenerator<NamedBlob> {
  for (const practiceId of await practiceIds(db)) {
    const files = (tx: Tx, table: 'attachments' | 'template_documents') =>
      tx
        .selectFrom(table)
        .select(['blob', 'blob_sha256', 'thumbnail_blob'])
        .where('practice_id', '=', practiceId)
        .where((eb) => eb.or([eb('blob', 'is not', null), eb('thumbnail_blob', 'is not', null)]))
        .execute()
    const rows = await inPractice(db, practiceId, async (tx) => [
      ...(await files(tx, 'attachments')),
      ...(await files(tx, 'template_documents')),
    ])
    for (const row of rows) {
      if (row.blob !== null) {
        yield { practiceId, name: row.blob, sha256: row.blob_sha256 }
      }
      if (row.thumbnail_blob !== null) {
        yield { practiceId, name: row.thumbnail_blob, sha256: null }
      }
    }
  }
}
