// The order of hits, as text, is the order of the list: by time, then by id.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldText } from '../platform/fold-text.ts'
import { afterAll, type Hit, hitLetters, hitOf, idOf, timeOf } from './hit.ts'

test('a hit holds time and id, sorts as they do, and no folded text holds one of its letters', () => {
  const time = fc.date({ min: new Date(0), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
  fc.assert(
    fc.property(fc.uuid(), time, fc.uuid(), time, (id, at, otherId, otherAt) => {
      const [hit, other] = [hitOf(id, at), hitOf(otherId, otherAt)]
      expect([hit.length, idOf(hit), timeOf(hit)]).toEqual([hitLetters, id, at])
      expect(compare(hit, other)).toBe(compare(Number(at), Number(otherAt)) || compare(id, otherId))
      expect(compare(hitOf(afterAll, at), hit)).toBeGreaterThanOrEqual(0)
      expect(hit).toMatch(/^[A-P]+$/)
      expect(foldText(hit)).not.toMatch(/[A-P]/)
    }),
  )
})

function compare(a: Hit | number, b: Hit | number): number {
  return a < b ? -1 : Number(a > b)
}
