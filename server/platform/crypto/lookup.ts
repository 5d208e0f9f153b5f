// Exact-match lookups over sealed values: a keyed hash is stored beside the envelope. It shows that two values of one
// scope are equal, and nothing else, as long as the key stays outside the database.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'

/** HMAC-SHA-256(key, label ‖ 0x00 ‖ value): 32 bytes; the value is normalised by the caller with a function below. */
export function lookupHash(key: Buffer, label: string, value: string): Buffer {
  assert(key.length === 32, 'a lookup key has 32 bytes')
  assert(label.length > 0 && !label.includes('\0'), 'a lookup label is text without a zero byte')
  assert(value.length > 0, 'there is no lookup of nothing')
  return createHmac('sha256', key).update(`${label}\0${value}`, 'utf8').digest()
}

/** One form for addresses a person may type in different ways: NFKC, no space around, lower case. */
export function normaliseEmail(value: string): string {
  // Lower case can take a letter apart again (U+0130), so compose twice.
  return value.normalize('NFKC').toLowerCase().normalize('NFKC').trim()
}

/** The digits 0-9 alone, for phone and card numbers however they are grouped; full-width digits count. */
export function normaliseDigits(value: string): string {
  return value.normalize('NFKC').replaceAll(/[^0-9]/g, '')
}
