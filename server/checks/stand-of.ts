import { limits } from '../../shared/limits.ts'
import type { BusinessCalendar } from '../routing/business-hours.ts'
import { type CheckDue, checksBetween, type CheckTime, nextCheck } from '../routing/check-times.ts'

export type Roster = { graceMinutes: number; times: readonly CheckTime[]; onSince: Date; lookedAt: Date }
/** A check as it is kept. */
export type CheckRow = CheckDue & {
  lateAt: Date
  doneAt: Date | null
  doneById: string | null
  level: number
  toldIds: readonly string[]
}
export type Stand = {
  last: CheckRow | null
  due: CheckRow | null
  next: CheckDue | null
  /** Since the last one that was done. */
  toldIds: string[]
  /** What a look through the inbox settles now: the one that is due, and one that is near. */
  settles: CheckRow[]
}

/** How the checks of an inbox stand at an instant. `rows`: the newest first, back to the last that was done. */
export function standOf(roster: Roster, rows: readonly CheckRow[], calendar: BusinessCalendar, now: Date): Stand {
  const kept = rows.filter(({ dueAt }) => dueAt > roster.onSince)
  const newest = [...newlyDue(roster, calendar, now).toReversed(), ...kept]
    .filter(({ dueAt }) => dueAt <= now)
    .reduce<CheckRow | null>((one, other) => (one !== null && one.dueAt >= other.dueAt ? one : other), null)
  const known = newest === null ? null : (kept.find(({ dueAt }) => isSame(dueAt, newest.dueAt)) ?? newest)
  const due = known !== null && known.doneAt === null ? known : null
  const last = rows.find(({ doneAt }) => doneAt !== null) ?? null
  const next = nextCheck(calendar, roster.times, last !== null && last.dueAt > now ? last.dueAt : now)
  const isNear = next !== null && next.dueAt.getTime() - now.getTime() <= limits.checkEarlyMinutes * 60_000
  return {
    last,
    due,
    next,
    toldIds: [...new Set(kept.filter(({ doneAt }) => doneAt === null).flatMap(({ toldIds }) => toldIds))],
    settles: [...(due === null ? [] : [due]), ...(isNear ? [asRow(next, roster)] : [])],
  }
}

/** Those whose time has come since the roster was last looked at. */
export function newlyDue(roster: Roster, calendar: BusinessCalendar, now: Date): CheckRow[] {
  const earliest = new Date(now.getTime() - limits.checkBackDays * 86_400_000)
  const after = roster.lookedAt > earliest ? roster.lookedAt : earliest
  return checksBetween(calendar, roster.times, after, now).map((due) => asRow(due, roster))
}

function asRow(due: CheckDue, { graceMinutes }: Roster): CheckRow {
  const lateAt = new Date(due.dueAt.getTime() + graceMinutes * 60_000)
  return { ...due, lateAt, doneAt: null, doneById: null, level: 0, toldIds: [] }
}

function isSame(one: Date, other: Date): boolean {
  return one.getTime() === other.getTime()
}
