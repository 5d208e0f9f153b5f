import type { RefusalCode } from '../../shared/capacity.ts'

/** What may keep a patient from writing now: the facts of one moment, loaded with everything else a send needs. */
export type WritingFacts = {
  /** In force now. Of one topic, or of every one; `aDay` null: none at all. */
  pauses: readonly {
    id: string
    topicId: string | null
    until: Date
    aDay: number | null
    /** Conversations that patients began today in what it is about, and when the next day begins. */
    beganToday: number
    nextDayAt: Date
    stopsAnswers: boolean
  }[]
  block: { id: string; until: Date } | null
  open: { limit: number; count: number } | null
  /** `againAt`: when the oldest of the messages that fill the day is a day old. */
  day: { limit: number; count: number; againAt: Date | null } | null
  coolDown: { againAt: Date | null } | null
}
export type Writing = { act: 'start'; topicId: string } | { act: 'answer'; topicId: string }
export type Refusal = {
  code: RefusalCode
  /** When they may write again, where that is known. */
  until: Date | null
  limit: number | null
  /** The pause or the block whose words are told. */
  sourceId: string | null
}

/**
 * Whether a patient may begin a conversation about a topic, or answer in one; null when they may. What concerns this patient
 * alone is told first, then what stops the clinic, then their own limits. Pure: tested as a table.
 */
export function whyNotWrite(facts: WritingFacts, writing: Writing, now: Date): Refusal | null {
  const { block, open, day, coolDown } = facts
  if (block !== null && block.until > now) {
    return { code: 'blocked', until: block.until, limit: null, sourceId: block.id }
  }
  const pauses = facts.pauses.filter(({ topicId }) => topicId === null || topicId === writing.topicId)
  const full = pauses.filter(({ aDay, stopsAnswers }) => aDay === null && (writing.act === 'start' || stopsAnswers))
  const longest = full.toSorted((a, b) => b.until.getTime() - a.until.getTime())[0]
  if (longest !== undefined) {
    return { code: 'paused', until: longest.until, limit: null, sourceId: longest.id }
  }
  if (writing.act === 'start') {
    const filled = pauses.find(({ aDay, beganToday }) => aDay !== null && beganToday >= aDay)
    if (filled !== undefined) {
      const until = filled.until < filled.nextDayAt ? filled.until : filled.nextDayAt
      return { code: 'full-today', until, limit: filled.aDay, sourceId: filled.id }
    }
    if (open !== null && open.count >= open.limit) {
      return { code: 'too-many-open', until: null, limit: open.limit, sourceId: null }
    }
  }
  if (day !== null && day.count >= day.limit) {
    return { code: 'too-many-today', until: day.againAt, limit: day.limit, sourceId: null }
  }
  const again = coolDown?.againAt ?? null
  return writing.act === 'start' && again !== null && again > now
    ? { code: 'cooling-down', until: again, limit: null, sourceId: null }
    : null
}

/** The facts of somebody whom nothing keeps from writing. */
export const nothingStops: WritingFacts = { pauses: [], block: null, open: null, day: null, coolDown: null }
