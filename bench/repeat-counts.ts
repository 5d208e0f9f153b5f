import { sql } from 'kysely'
import { enterSystem } from '../server/access/enter-system.ts'
import type { Place } from './place.ts'

/** The product counts so many days at first; had it run all along, the years before would be counted too. */
const countedAtFirst = 801
const times = 4

/** Puts copies of the counted days into the years before. */
export function repeatCounts(place: Place, practiceId: string): Promise<unknown> {
  return enterSystem(place.house.worker, practiceId, (ctx) =>
    sql`insert into seen_days select d.practice_id, d.day - ${countedAtFirst}::int * k, d.topic_id, d.care_team_id, d.practitioner_id,
        d.arrived, d.asked, d.replied, d.replied_in_time, d.settled, d.closed, d.visits_avoided, d.visits_booked, d.redirected,
        d.sent_to_emergency, d.sent, d.sent_after_hours, d.opened, d.reply_minutes, d.held_minutes, d.triage_minutes,
        d.resolution_minutes, d.waiting, d.late, d.oldest_at
      from seen_days d, generate_series(1, ${times - 1}::int) k where d.practice_id = ${practiceId}`.execute(ctx.tx),
  )
}
