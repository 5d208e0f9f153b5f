// How far work is from what is to be cleared today. Pure: when, and what counts, from the hours and the goal; and how it stands,
// from when each piece of work began to wait and when it ended.
import type { GoalKind, GoalState } from '../../shared/goal.ts'
import { limits } from '../../shared/limits.ts'
import { type BusinessCalendar, businessMinutesBefore, openingsOn } from './business-hours.ts'
import { workingDayMinutes } from './closing-time.ts'

export type Goal = { kind: GoalKind; most: number; by: string | null; weekdays: readonly number[] }
/** When work began to wait, when it was done, and until when it was put off. */
export type GoalWork = { since: Date; endedAt: Date | null; deferredUntil: Date | null }
export type GoalDay = {
  /** Midnight: what was done since then was done today. */
  startsAt: Date
  opensAt: Date
  dueAt: Date
  /** `age` alone: what began to wait before this is too old when its time comes. */
  countsBefore: Date | null
  /** How many may wait. */
  most: number
}
export type GoalStand = {
  state: GoalState
  done: number
  left: number
  waiting: number
  steps: { at: Date; waiting: number | null }[]
}

/**
 * The goal of the day of an instant; null when it is not for this day of the week, or the clinic is closed. Where the hours were
 * changed so that its time lies outside them, it is for the time at which the clinic closes.
 */
export function goalDayOf(calendar: BusinessCalendar, goal: Goal, now: Date): GoalDay | null {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(calendar.timeZone)
  const openings = openingsOn(calendar, now)
  const [opensAt, closesAt] = [openings[0]?.opensAt, openings.at(-1)?.closesAt]
  if (opensAt === undefined || closesAt === undefined || !goal.weekdays.includes(local.dayOfWeek)) {
    return null
  }
  const wanted = goal.by === null ? closesAt : new Date(local.withPlainTime(goal.by).epochMilliseconds)
  const dueAt = opensAt < wanted && wanted <= closesAt ? wanted : closesAt
  return {
    startsAt: new Date(local.startOfDay().epochMilliseconds),
    opensAt,
    dueAt,
    countsBefore: goal.kind === 'age' ? tooOldBefore(calendar, goal.most, dueAt) : null,
    most: goal.kind === 'age' ? 0 : goal.most,
  }
}

/** From a night on, all that came in it is as old: what came since the clinic last closed before that time is not older. */
function tooOldBefore(calendar: BusinessCalendar, days: number, dueAt: Date): Date {
  const latest = businessMinutesBefore(calendar, dueAt, days * workingDayMinutes(calendar))
  return businessMinutesBefore(calendar, latest, 0)
}

/** How the day stands: what the goal is about, of that what is done and what is left, and how much waited hour by hour. */
export function goalStand(day: GoalDay, work: readonly GoalWork[], now: Date): GoalStand {
  const counted = work.filter((one) => counts(day, one))
  const waitingAt = (at: Date) =>
    counted.filter(({ since, endedAt }) => since <= at && (endedAt === null || endedAt > at)).length
  const waiting = waitingAt(now)
  const left = Math.max(waiting - day.most, 0)
  const times = stepTimes(day)
  return {
    state: left === 0 ? 'reached' : now > day.dueAt ? 'over' : 'under-way',
    done: counted.filter(({ endedAt }) => endedAt !== null && endedAt >= day.startsAt && endedAt <= now).length,
    left,
    waiting,
    steps: times.map((at, index) => {
      const previous = times[index - 1]
      // The hour that has begun shows what waits now.
      return { at, waiting: previous !== undefined && now <= previous ? null : waitingAt(at < now ? at : now) }
    }),
  }
}

/** Old enough for the goal; what is put off beyond its time waits for a reason. */
function counts({ countsBefore, dueAt }: GoalDay, { since, deferredUntil, endedAt }: GoalWork): boolean {
  const isDue = endedAt !== null || deferredUntil === null || deferredUntil <= dueAt
  return isDue && (countsBefore === null || since < countsBefore)
}

function stepTimes({ opensAt, dueAt }: GoalDay): Date[] {
  const stepMs = limits.goalStepMinutes * 60_000
  const count = Math.ceil((dueAt.getTime() - opensAt.getTime()) / stepMs)
  return [...Array.from({ length: count }, (_, index) => new Date(opensAt.getTime() + index * stepMs)), dueAt]
}
