import type { z } from 'zod'
import { invalid } from './problems.ts'

/** Where the next page starts: opaque on the wire, checked when it comes back. */
export function writeCursor(values: (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/** The values of a cursor that fit `shape`; anything else names the field. */
export function readCursor<T extends z.ZodType>(cursor: string | undefined, shape: T): z.output<T> | undefined {
  if (cursor === undefined) {
    return undefined
  }
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch {
    throw invalid({ path: 'cursor', code: 'malformed' })
  }
}
