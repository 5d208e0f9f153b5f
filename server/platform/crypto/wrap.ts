import assert from 'node:assert/strict'
import { DecryptError, open, seal, type Key, type Place } from './envelope.ts'

/** Table numbers of the envelope's place that only wrapped keys use: keys of a practice, and data keys below them. */
export const keyTables = { practiceKey: 1, dataKey: 2 } as const

/** Seals a 256-bit key with the key above it; rowId is the wrapped key's own row. */
export function wrapKey(wrapping: Key, place: Place, bytes: Buffer): Buffer {
  assertKeyTable(place)
  assert(bytes.length === keyBytes, 'a key has 32 bytes')
  return seal(wrapping, place, bytes)
}

/** The 32 bytes of a wrapped key, or a DecryptError. */
export function unwrapKey(wrapping: Key, place: Place, wrapped: Uint8Array): Buffer {
  assertKeyTable(place)
  const bytes = open(wrapping, place, wrapped)
  if (bytes.length !== keyBytes) {
    throw new DecryptError(place)
  }
  return bytes
}

const keyBytes = 32

function assertKeyTable(place: Place): void {
  const isKeyTable = place.table === keyTables.practiceKey || place.table === keyTables.dataKey
  assert(isKeyTable, 'a key is wrapped for a key table')
}
