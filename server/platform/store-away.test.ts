// Promised: a store that cannot answer now is told from one that says no, and from a fault of ours.
import { expect, test } from 'vitest'
import { isStoreAway } from './store-away.ts'

const answered = (httpStatusCode: number) => Object.assign(new Error('…'), { $metadata: { httpStatusCode } })
const lost = (code: string) => Object.assign(new Error('…'), { code, $metadata: { attempts: 3 } })

test.each([answered(500), answered(503), answered(429), lost('ECONNREFUSED'), lost('ECONNRESET'), lost('ETIMEDOUT')])(
  'come back later (%#)',
  (error) => expect(isStoreAway(error)).toBe(true),
)

test.each([
  answered(403),
  answered(404),
  lost('EACCES'),
  lost('ENOSPC'),
  new Error('a use case has a fault'),
  'a string',
])('a fault, or a no (%#)', (error) => expect(isStoreAway(error)).toBe(false))
