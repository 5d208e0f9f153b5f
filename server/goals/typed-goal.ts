import type { goals as api } from '../../shared/api/goals.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { type Fields, readFields } from '../people/typed-fields.ts'
import type { BusinessCalendar } from '../routing/business-hours.ts'

type Input = InputOf<typeof api.saveOwnGoal>
export type TypedGoal = Omit<Input, 'membershipId' | 'version'>
/** `canBeReached`: somebody is there to do it. */
type Around = { calendar: Pick<BusinessCalendar, 'blocks'>; canBeReached: boolean }

/** A goal as it was typed, or every field that cannot be so. One that is off may be unfinished. */
export function readGoal(input: Input, around: Around): TypedGoal {
  const { isOn, kind, most, by } = input
  const weekdays = [...new Set(input.weekdays)].toSorted((one, other) => one - other)
  readFields((fields) => {
    if (!isOn) {
      return
    }
    if (!around.canBeReached) {
      fields.refuse('isOn', 'no-one')
    }
    if (kind === 'age' && (most < 1 || most > limits.goalDays)) {
      fields.refuse('most', 'days', limits.goalDays)
    }
    refuseTimes(fields, { by, weekdays }, around.calendar.blocks)
  })
  return { isOn, kind, most, by, weekdays }
}

/** Holidays and closures come and go: a goal is of the days of the week on which the clinic opens. */
function refuseTimes(
  fields: Fields,
  { by, weekdays }: Pick<TypedGoal, 'by' | 'weekdays'>,
  blocks: BusinessCalendar['blocks'],
): void {
  if (weekdays.length === 0) {
    fields.refuse('weekdays', 'no-days')
    return
  }
  const openings = weekdays.map((day) => blocks.filter(({ weekday }) => weekday === day))
  if (openings.some((ofDay) => ofDay.length === 0)) {
    fields.refuse('weekdays', 'closed-day')
    return
  }
  // 'HH:MM' sorts as time does.
  const isWithin = (ofDay: typeof blocks, time: string) =>
    ofDay.some(({ opens }) => opens < time) && ofDay.some(({ closes }) => time <= closes)
  if (by !== null && !openings.every((ofDay) => isWithin(ofDay, by))) {
    fields.refuse('by', 'outside-hours')
  }
}
