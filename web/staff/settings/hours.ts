import type { Practice } from './practice.ts'

export type Block = Practice['hours'][number]
/** ISO weekdays: 1 Monday to 7 Sunday. */
export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const
export type Weekday = (typeof weekdays)[number]

/** The blocks of one day, in order of the clock. */
export function blocksOn<B extends Block>(hours: readonly B[], weekday: Weekday): readonly B[] {
  return hours.filter((block) => block.weekday === weekday).toSorted((a, b) => (a.opens < b.opens ? -1 : 1))
}

/** Hours to begin another block with: after the last of the day, else the morning. Pure: tested as a table. */
export function nextBlock(hours: readonly Block[], weekday: Weekday): Block {
  const last = blocksOn(hours, weekday).at(-1)
  if (!last) {
    return { weekday, opens: '09:00', closes: '17:00' }
  }
  const hour = Math.min(Number(last.closes.slice(0, 2)) + 1, 22)
  const at = (value: number) => `${String(value).padStart(2, '0')}:00`
  return { weekday, opens: at(hour), closes: at(Math.min(hour + 4, 23)) }
}
