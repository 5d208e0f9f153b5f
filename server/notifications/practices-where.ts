import { sql } from 'kysely'
import type { Way } from '../access/enter.ts'

/** The practices where this sweep has something to do: no other is entered. */
export async function practicesWhere(way: Way, due: 'to_notify' | 'with_due_notices'): Promise<string[]> {
  const now = way.clock()
  return way.db.transact(null, async (tx) => {
    const { rows } =
      due === 'to_notify'
        ? await sql<{ id: string }>`select id from priv.practices_to_notify(${now}) as id`.execute(tx)
        : await sql<{ id: string }>`select id from priv.practices_with_due_notices(${now}) as id`.execute(tx)
    return rows.map(({ id }) => id)
  })
}
