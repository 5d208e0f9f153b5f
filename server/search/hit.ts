import { bytesToUuid, uuidToBytes } from '../platform/ids.ts'

/**
 * A message's time and id in 44 capitals from A to P, sixteen as digits: the greater, the newer, in the order of the list.
 * No folded text has a capital, so that no word is ever found in one.
 */
export type Hit = string

/** Greater than every id. */
export const afterAll = 'ffffffff-ffff-ffff-bfff-ffffffffffff'

export const hitLetters = 44
const timeBytes = 6

export function hitOf(id: string, sentAt: Date): Hit {
  const bytes = Buffer.alloc(timeBytes + 16)
  bytes.writeUIntBE(sentAt.getTime(), 0, timeBytes)
  uuidToBytes(id).copy(bytes, timeBytes)
  return bytes.toString('hex').replaceAll(/[0-9a-f]/g, (digit) => letters.charAt(Number.parseInt(digit, 16)))
}

export function idOf(hit: Hit): string {
  return bytesToUuid(bytesOf(hit).subarray(timeBytes))
}

export function timeOf(hit: Hit): Date {
  return new Date(bytesOf(hit).readUIntBE(0, timeBytes))
}

function bytesOf(hit: Hit): Buffer {
  return Buffer.from(
    hit.replaceAll(/[A-P]/g, (letter) => letters.indexOf(letter).toString(16)),
    'hex',
  )
}

const letters = 'ABCDEFGHIJKLMNOP'
