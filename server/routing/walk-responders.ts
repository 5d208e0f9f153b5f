import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import { type Addressee, chooseResponder, type Responder } from './choose-responder.ts'
import type { CoverFacts } from './cover-facts.ts'

/** From an instant until just before another, one responder. */
export type Stretch = { from: Date; until: Date; responder: Responder }

/** Who acts over a span of time, in stretches, each other than the one before it; the facts must be known over all of it. */
export function walkResponders(facts: CoverFacts, addressee: Addressee, from: Date, until: Date): Stretch[] {
  assert(until <= facts.knownUntil, 'nothing is said of a time whose facts are not known')
  const stretches: Stretch[] = []
  for (let at = from; at < until;) {
    const responder = chooseResponder(facts, addressee, at)
    const end = responder.until < until ? responder.until : until
    const last = stretches.at(-1)
    if (last !== undefined && isSameDecision(last.responder, responder)) {
      last.until = end
    } else {
      stretches.push({ from: at, until: end, responder })
    }
    at = end
  }
  return stretches
}

function isSameDecision({ until: _one, ...one }: Responder, { until: _other, ...other }: Responder): boolean {
  return isDeepStrictEqual(one, other)
}
