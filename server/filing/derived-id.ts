import { createHash } from 'node:crypto'
import { bytesToUuid } from '../platform/ids.ts'

/** A UUID (RFC 9562, version 8) made from an id and a word: the same for the same record, however often it is filed. */
export function derivedId(id: string, part: string): string {
  const bytes = createHash('sha256').update(`${id} ${part}`).digest().subarray(0, 16)
  bytes.writeUInt8(0x80 | (bytes.readUInt8(6) & 0x0f), 6)
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
  return bytesToUuid(bytes)
}

/** The id of the software as an author and actor of a practice: it has no row of its own. */
export function automaticId(practiceId: string): string {
  return derivedId(practiceId, 'automatic')
}
