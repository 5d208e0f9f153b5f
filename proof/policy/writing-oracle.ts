// Whether a patient may write now, a second time: "A block is told first; then what stops the clinic, the pause that lasts
// longest; then a pause that takes so many a day and is full; then their own limits: open conversations, messages a day, and the
// time between two beginnings. An answer is held back by no limit on beginnings, and by a pause only if that stops answers."
import type { Refusal, Writing, WritingFacts } from '../../server/routing/may-write.ts'

export function mayNotWrite(facts: WritingFacts, { act, topicId }: Writing, now: Date): Refusal | null {
  const isBeginning = act === 'start'
  const say = (code: Refusal['code'], more: Partial<Refusal> = {}): Refusal => ({
    code,
    until: null,
    limit: null,
    sourceId: null,
    ...more,
  })
  if (facts.block && facts.block.until.getTime() > now.getTime()) {
    return say('blocked', { until: facts.block.until, sourceId: facts.block.id })
  }
  const ours = facts.pauses.filter((pause) => pause.topicId === topicId || pause.topicId === null)
  let longest: (typeof ours)[number] | undefined
  for (const pause of ours) {
    const isInTheWay = pause.aDay === null && (isBeginning || pause.stopsAnswers)
    if (isInTheWay && (longest === undefined || pause.until.getTime() > longest.until.getTime())) {
      longest = pause
    }
  }
  if (longest) {
    return say('paused', { until: longest.until, sourceId: longest.id })
  }
  const full = ours.find(({ aDay, beganToday }) => isBeginning && aDay !== null && !(beganToday < aDay))
  if (full) {
    const until = new Date(Math.min(full.until.getTime(), full.nextDayAt.getTime()))
    return say('full-today', { until, limit: full.aDay, sourceId: full.id })
  }
  if (isBeginning && facts.open && !(facts.open.count < facts.open.limit)) {
    return say('too-many-open', { limit: facts.open.limit })
  }
  if (facts.day && !(facts.day.count < facts.day.limit)) {
    return say('too-many-today', { until: facts.day.againAt, limit: facts.day.limit })
  }
  const again = facts.coolDown === null ? null : facts.coolDown.againAt
  return isBeginning && again !== null && again.getTime() > now.getTime() ? say('cooling-down', { until: again }) : null
}
