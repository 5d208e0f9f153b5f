/** A stretch of one weekday (ISO) in which somebody answers messages, 'HH:MM' on the practice's clock. */
export type MessageBlock = { weekday: number; from: string; until: string }
export type DatedBlock = { day: string; startsAt: Date; endsAt: Date }

/**
 * The blocks of so many days from today on, in order of time, those that are over left out. They stay at the hour of the clock
 * when the clocks change; of a time that is skipped in spring it is the moment after.
 */
export function datedBlocks(
  blocks: readonly MessageBlock[],
  { timeZone, now, days }: { timeZone: string; now: Date; days: number },
): DatedBlock[] {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
  const dated = Array.from({ length: days }, (_, index) => today.add({ days: index })).flatMap((date) =>
    blocks
      .filter(({ weekday }) => weekday === date.dayOfWeek)
      .map(({ from, until }) => ({
        day: date.toString(),
        startsAt: instantOn(date, from, timeZone),
        endsAt: instantOn(date, until, timeZone),
      })),
  )
  return dated
    .filter(({ startsAt, endsAt }) => endsAt > now && endsAt > startsAt)
    .toSorted((one, other) => one.startsAt.getTime() - other.startsAt.getTime())
}

/** When the first of them begins after an instant; null when there are none. */
export function nextStart(
  blocks: readonly MessageBlock[],
  { timeZone, after }: { timeZone: string; after: Date },
): Date | null {
  const next = datedBlocks(blocks, { timeZone, now: after, days: 8 }).find(({ startsAt }) => startsAt > after)
  return next?.startsAt ?? null
}

/** The one of today that ended last; null before the first has. */
export function lastBlock(
  blocks: readonly MessageBlock[],
  { timeZone, now }: { timeZone: string; now: Date },
): { startsAt: Date; endsAt: Date } | null {
  const zoned = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone)
  const midnight = new Date(zoned.startOfDay().epochMilliseconds)
  const ended = datedBlocks(blocks, { timeZone, now: midnight, days: 1 }).filter(({ endsAt }) => endsAt <= now)
  const last = ended.toSorted((one, other) => one.endsAt.getTime() - other.endsAt.getTime()).at(-1)
  return last === undefined ? null : { startsAt: last.startsAt, endsAt: last.endsAt }
}

function instantOn(date: Temporal.PlainDate, time: string, timeZone: string): Date {
  const at = date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) })
  return new Date(at.epochMilliseconds)
}

/** Which block of a list cannot be, by its place, and why; null when all of them can. */
export function wrongBlock(
  blocks: readonly MessageBlock[],
): { index: number; code: 'inverted' | 'overlapping' } | null {
  for (const [index, block] of blocks.entries()) {
    // 'HH:MM' sorts as time does.
    if (block.from >= block.until) {
      return { index, code: 'inverted' }
    }
    const overlaps = (other: MessageBlock) =>
      other.weekday === block.weekday && other.from < block.until && block.from < other.until
    if (blocks.slice(0, index).some(overlaps)) {
      return { index, code: 'overlapping' }
    }
  }
  return null
}
