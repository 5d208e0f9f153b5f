import fc from 'fast-check'
import type { Writing, WritingFacts } from '../../../server/routing/may-write.ts'
import type { Product } from '../product.ts'
import { now } from '../relations.ts'
import { mayNotWrite } from '../writing-oracle.ts'

export type WritingWorld = { facts: WritingFacts; writing: Writing }

const topic = fc.constantFrom('t1', 't2')
/** A few instants around now, so that several fall together. */
const instant = fc.integer({ min: -2, max: 4 }).map((minutes) => new Date(now.getTime() + minutes * 60_000))
const few = fc.integer({ min: 0, max: 3 })
const pause = fc.record({
  id: fc.uuid(),
  topicId: fc.option(topic, { freq: 2 }),
  until: instant,
  aDay: fc.option(few, { freq: 2 }),
  beganToday: few,
  nextDayAt: instant,
  stopsAnswers: fc.boolean(),
})
/** Half of all worlds have none of what is told first, so that what is told later is told too. */
const seldom = <T>(one: fc.Arbitrary<T>) => fc.option(one, { freq: 2 })

export const writingWorlds: fc.Arbitrary<WritingWorld> = fc.record({
  facts: fc.record({
    pauses: fc.oneof(fc.constant([]), fc.array(pause, { maxLength: 3 })),
    block: seldom(fc.record({ id: fc.uuid(), until: instant })),
    open: seldom(fc.record({ limit: few, count: few })),
    day: seldom(fc.record({ limit: few, count: few, againAt: fc.option(instant) })),
    coolDown: seldom(fc.record({ againAt: fc.option(instant) })),
  }),
  writing: fc.record({ act: fc.constantFrom('start' as const, 'answer' as const), topicId: topic }),
})

/** In words what differs, or null. */
export function differsInWriting(product: Product, { facts, writing }: WritingWorld): string | null {
  const expected = JSON.stringify(inOrder(mayNotWrite(facts, writing, now)))
  const answer = JSON.stringify(inOrder(product.mayWrite.whyNotWrite(facts, writing, now)))
  const { nothingStops } = product.mayWrite
  const isStopped = product.mayWrite.whyNotWrite(nothingStops, writing, now) !== null
  if (isStopped || nothingStops.pauses.length > 0) {
    return 'nothing stops somebody whom nothing stops'
  }
  return answer === expected ? null : `whether they may write: the policy says ${expected}, the product ${answer}`
}

function inOrder(refusal: ReturnType<typeof mayNotWrite>) {
  return refusal === null ? null : [refusal.code, refusal.until, refusal.limit, refusal.sourceId]
}
