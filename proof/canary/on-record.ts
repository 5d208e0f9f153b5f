import type pg from 'pg'

/**
 * The patients that the committed entries of one request name, read by the superuser on a connection of its own the moment the
 * answer has come: what is not committed by then was shown before it was recorded.
 */
export async function patientsOnRecord(owner: pg.Pool, requestId: string): Promise<Set<string>> {
  const { rows } = await owner.query<{ payload: string }>(
    `select convert_from(payload, 'UTF8') as payload from audit_events
      where id >= $1 and position($2 in convert_from(payload, 'UTF8')) > 0`,
    [firstIdSince(Date.now() - 5_000), `"req":"${requestId}"`],
  )
  return new Set(rows.flatMap(({ payload }) => (JSON.parse(payload) as { patient: string[] }).patient))
}

/** Entries are in the order of their ids, which begin with the time. */
function firstIdSince(ms: number): string {
  const hex = ms.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}
