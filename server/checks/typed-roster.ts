import type { checks as api } from '../../shared/api/checks.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { type Fields, readFields } from '../people/typed-fields.ts'
import type { BusinessCalendar } from '../routing/business-hours.ts'
import { type CheckTime, isWithinHours } from '../routing/check-times.ts'

type Input = InputOf<typeof api.saveCheckRoster>
export type TypedRoster = { isOn: boolean; graceMinutes: number; times: CheckTime[] }
type Around = { calendar: BusinessCalendar; memberIds: readonly string[]; actingIds: ReadonlySet<string> }

/** A roster as it was typed, its times in order, or every field that cannot be so. One that is off may be unfinished. */
export function readRoster(input: Input, around: Around): TypedRoster {
  const times = input.times.toSorted((one, other) => one.weekday - other.weekday || (one.at < other.at ? -1 : 1))
  readFields((fields) => {
    const areApart = refuseTimes(fields, input, around)
    if (input.isOn) {
      refuseToBegin(fields, times, around)
    }
    if (areApart) {
      refuseGrace(fields, input.graceMinutes, times)
    }
  })
  return { isOn: input.isOn, graceMinutes: input.graceMinutes, times }
}

/** By their places in what was sent. */
function refuseTimes(fields: Fields, { times }: Input, { memberIds, actingIds }: Around): boolean {
  let areApart = true
  for (const [index, time] of times.entries()) {
    const isNear = times
      .slice(0, index)
      .some((other) => other.weekday === time.weekday && apart(other, time) < limits.checkApartMinutes)
    if (isNear) {
      areApart = false
      fields.refuse(`times.${index}.at`, 'too-near', limits.checkApartMinutes)
    }
    const { practitionerId: id } = time
    if (id !== null && !actingIds.has(id)) {
      fields.refuse(`times.${index}.practitionerId`, 'not-a-working-colleague')
    } else if (id !== null && !memberIds.includes(id)) {
      fields.refuse(`times.${index}.practitionerId`, 'not-in-the-inbox')
    }
  }
  return areApart
}

function refuseToBegin(fields: Fields, times: CheckTime[], { calendar, memberIds, actingIds }: Around): void {
  if (times.length === 0) {
    fields.refuse('times', 'no-times')
  } else if (!times.some((time) => isWithinHours(calendar, time))) {
    fields.refuse('times', 'never-open')
  } else if (!memberIds.some((id) => actingIds.has(id))) {
    fields.refuse('times', 'no-one')
  }
}

/** Both the backup and the owner are told before the next check of the day comes. */
function refuseGrace(fields: Fields, graceMinutes: number, times: CheckTime[]): void {
  const gaps = times.flatMap((time, index) => {
    const next = times[index + 1]
    return next !== undefined && next.weekday === time.weekday ? [apart(time, next)] : []
  })
  const longest = Math.floor(Math.min(...gaps, Infinity) / 2)
  if (graceMinutes > longest) {
    fields.refuse('graceMinutes', 'too-long-for-times', longest)
  }
}

function apart(one: CheckTime, other: CheckTime): number {
  return Math.abs(minutesOf(one.at) - minutesOf(other.at))
}

function minutesOf(at: string): number {
  const [hours = 0, minutes = 0] = at.split(':').map(Number)
  return hours * 60 + minutes
}
