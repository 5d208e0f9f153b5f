import { sql } from 'kysely'
import type { Way } from '../access/enter.ts'

/** Which of these may listen no longer, by position: the session has ended, idled out or run out, or the membership is not confirmed. */
export async function findEnded(way: Way, members: { id: string; sessionId: string }[]): Promise<Set<number>> {
  const now = way.clock()
  const sessionIds = members.map((member) => member.sessionId)
  const membershipIds = members.map((member) => member.id)
  // Listening is not using: the idle clock of the session stays as it is.
  const { rows } = await way.db.transact(null, (tx) =>
    sql<{ place: number }>`
      select open.place::integer from unnest(${sessionIds}::uuid[], ${membershipIds}::uuid[]) with ordinality
        as open(session_id, membership_id, place)
      where not exists (
        select from sessions s join memberships m on m.account_id = s.account_id
        where s.id = open.session_id and m.id = open.membership_id and m.status = 'confirmed' and s.strength = 'full'
          and s.ended_at is null and s.ends_at > ${now} and s.last_seen_at + make_interval(mins => s.idle_minutes) > ${now}
      )`.execute(tx),
  )
  return new Set(rows.map((row) => row.place - 1))
}
