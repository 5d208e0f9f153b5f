import { localOf } from '../absences/local-time.ts'
import { saveAbsence } from '../absences/save-absence.ts'
import { saveRotation } from '../absences/save-rotation.ts'
import type { Way } from '../access/enter.ts'
import { uuidv7 } from '../platform/ids.ts'
import { dayOf } from '../routing/cover-facts.ts'
import { actAs } from './act-as.ts'
import { type Cast, one } from './seed-practice.ts'
import type { StoryPractice } from './story/story.ts'
import { instantOf, type When } from './when.ts'

/** Who was and will be away, entered before anything happens that follows from it; and a rotation that begins later. */
export async function seedAbsences(way: Way, cast: Cast, story: StoryPractice, now: Date): Promise<void> {
  const { timeZone } = story
  const local = (when: When) => localOf(timeZone, instantOf(when, now, timeZone))
  const partyOf = (key: string) => ({ kind: 'practitioner' as const, id: one(cast.colleagues, key).id })
  for (const { who, enteredAt, from, until, cover, note } of story.absences ?? []) {
    const at = instantOf(enteredAt, now, timeZone)
    await actAs(way, one(cast.colleagues, who), at, saveAbsence, {
      absenceId: uuidv7(at),
      who: partyOf(who),
      from: local(from),
      until: local(until),
      cover: partyOf(cover),
      reason: 'education' as const,
      note,
      version: 0,
    })
  }
  for (const { by, inbox, startsInWeeks, days } of story.rotations ?? []) {
    const today = dayOf(timeZone, now)
    await actAs(way, one(cast.colleagues, by), now, saveRotation, {
      rotationId: uuidv7(now),
      who: { kind: 'care-team' as const, id: one(cast.inboxes, inbox) },
      startsOn: today
        .subtract({ days: today.dayOfWeek - 1 })
        .add({ weeks: startsInWeeks })
        .toString(),
      endsOn: null,
      weeks: 1,
      turns: Object.entries(days).map(([weekday, key]) => ({
        week: 1,
        weekday: Number(weekday),
        practitionerId: one(cast.colleagues, key).id,
      })),
      version: 0,
    })
  }
}
