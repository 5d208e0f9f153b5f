// The demonstration's story: two practices, their people, and conversations in every state, written by the product itself.
import { sql } from 'kysely'
import { escalateUnread } from '../conversations/escalate-unread.ts'
import { remindUnread } from '../conversations/remind-unread.ts'
import { enterSystem } from '../access/enter-system.ts'
import type { Way } from '../access/enter.ts'
import type { Turn } from '../access/sweep.ts'
import { escalateOverdue } from '../tasks/escalate-overdue.ts'
import { coverTasks } from '../tasks/cover-tasks.ts'
import { seedAbsences } from './seed-absences.ts'
import { seedRules } from './seed-rules.ts'
import { seedPractice } from './seed-practice.ts'
import { seedTemplates } from './seed-templates.ts'
import { seedThreads } from './seed-threads.ts'
import { byward } from './story/byward.ts'
import { mapleStreet } from './story/maple-street.ts'
import { instantOf } from './when.ts'

export const stories = [mapleStreet, byward]

/** Days over which the story's worker has been at work. */
const workedDays = 7

/** Writes the story into an empty database; false when it is there already. */
export async function seedStory(way: Way): Promise<boolean> {
  if (await hasPractices(way)) {
    return false
  }
  const now = way.clock()
  const opened = new Date(now.getTime() - 180 * 86_400_000)
  for (const story of stories) {
    const cast = await seedPractice(way, story, opened)
    await seedAbsences(way, cast, story, now)
    await seedTemplates(way, cast, story, now)
    await seedThreads(way, cast, story.threads, { now, timeZone: story.timeZone })
    await seedRules(way, cast, story, now)
    await letTimePass(way, cast.practiceId, { now, timeZone: story.timeZone })
  }
  return true
}

async function hasPractices(way: Way): Promise<boolean> {
  return way.db.transact(null, async (tx) => {
    const { rows } = await sql<{ has: boolean }>`select exists (select from priv.practice_ids()) as has`.execute(tx)
    return rows[0]?.has === true
  })
}

/** Reminders, returns to who is back, and escalations, when they would have happened: late in the afternoon of each day. */
async function letTimePass(way: Way, practiceId: string, today: { now: Date; timeZone: string }): Promise<void> {
  for (let day = workedDays; day > 0; day -= 1) {
    const clock = () => instantOf({ workingDaysAgo: day, at: '16:00' }, today.now, today.timeZone)
    const turn: Turn = {
      practiceId,
      inPractice: (work) => enterSystem({ ...way, clock }, practiceId, work),
      signal: new AbortController().signal,
      log: way.house.log,
    }
    await remindUnread(turn)
    await escalateUnread(turn)
    await coverTasks(turn)
    await escalateOverdue(turn)
  }
}
