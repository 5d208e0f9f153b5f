// The sealed form of one field, version 1 (34 bytes more than the padded text):
//   0x01 version | 0x01 AES-256-GCM | key number u32 | nonce 12 | ciphertext | tag 16
// The place of the field is authenticated with it, so that a value moved to another row, column, tenant or an older
// version of its row does not open. The padding hides the exact length.
import assert from 'node:assert/strict'
import { createCipheriv, createDecipheriv } from 'node:crypto'
import { uuidToBytes } from '../ids.ts'
import { pad, unpad } from './padding.ts'
import { fewRandomBytes } from './random.ts'

/** A 256-bit key and its number (u32), which every envelope it seals carries. */
export type Key = { no: number; bytes: Buffer }

/** Where a sealed value lives: table and column are u16 registry numbers, rowVersion a u32 that rises with each change. */
export type Place = { practiceId: string; table: number; column: number; rowId: string; rowVersion: number }

/** The one answer to anything that does not open: it says where (0 and 0 when the place is not known), never why. */
export class DecryptError extends Error {
  override readonly name = 'DecryptError'
  readonly code = 'decrypt-failed'
  readonly table: number
  readonly column: number

  constructor(place: { table: number; column: number } = { table: 0, column: 0 }) {
    super('a sealed value did not open')
    this.table = place.table
    this.column = place.column
  }
}

/** Seals text (as UTF-8) or bytes for one place; `vector` fixes the nonce and is for published test vectors only. */
export function seal(key: Key, place: Place, plaintext: string | Uint8Array, vector?: { nonce: Uint8Array }): Buffer {
  // A lone surrogate has no UTF-8 form: it would come back as another character.
  assert(typeof plaintext !== 'string' || plaintext.isWellFormed(), 'text to seal must be well-formed Unicode')
  const header = headerOf(key)
  const nonce = vector?.nonce ?? fewRandomBytes(nonceBytes)
  assert(nonce.length === nonceBytes, 'a nonce has 12 bytes')
  const padded = pad(typeof plaintext === 'string' ? Buffer.from(plaintext, 'utf8') : plaintext)
  const cipher = createCipheriv(algorithm, key.bytes, nonce, { authTagLength: tagBytes })
  cipher.setAAD(additionalData(header, place))
  const ciphertext = Buffer.concat([cipher.update(padded), cipher.final()])
  padded.fill(0)
  return Buffer.concat([header, nonce, ciphertext, cipher.getAuthTag()])
}

/** The bytes sealed for this place with this key; anything else is a DecryptError. */
export function open(key: Key, place: Place, envelope: Uint8Array): Buffer {
  const header = headerOf(key)
  const sealed = Buffer.from(envelope.buffer, envelope.byteOffset, envelope.byteLength)
  if (sealed.length <= overheadBytes || !sealed.subarray(0, headerBytes).equals(header)) {
    throw new DecryptError(place)
  }
  const nonce = sealed.subarray(headerBytes, headerBytes + nonceBytes)
  const decipher = createDecipheriv(algorithm, key.bytes, nonce, { authTagLength: tagBytes })
  decipher.setAAD(additionalData(header, place))
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  const padded = decipher.update(sealed.subarray(headerBytes + nonceBytes, -tagBytes))
  try {
    decipher.final()
  } catch {
    padded.fill(0)
    throw new DecryptError(place)
  }
  const plaintext = unpad(padded)
  if (plaintext === undefined) {
    throw new DecryptError(place)
  }
  return plaintext
}

/** The text sealed for this place with this key; anything else, also bytes that are not UTF-8, is a DecryptError. */
export function openText(key: Key, place: Place, envelope: Uint8Array): string {
  const bytes = open(key, place, envelope)
  try {
    return utf8.decode(bytes)
  } catch {
    throw new DecryptError(place)
  }
}

/** The number of the key that sealed the envelope, by which the caller finds the key; nothing is authenticated yet. */
export function keyNumberOf(envelope: Uint8Array): number {
  if (envelope.length <= overheadBytes || envelope[0] !== version || envelope[1] !== aes256Gcm) {
    throw new DecryptError()
  }
  return new DataView(envelope.buffer, envelope.byteOffset).getUint32(2)
}

const algorithm = 'aes-256-gcm'
const version = 0x01
const aes256Gcm = 0x01
const headerBytes = 6
const nonceBytes = 12
const tagBytes = 16
const overheadBytes = headerBytes + nonceBytes + tagBytes
const prefix = Buffer.from('TWF1\0', 'latin1')
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function headerOf(key: Key): Buffer {
  const header = Buffer.alloc(headerBytes)
  header.writeUInt8(version, 0)
  header.writeUInt8(aes256Gcm, 1)
  header.writeUInt32BE(key.no, 2)
  return header
}

/** 51 bytes at fixed offsets, so that no two places share them. */
function additionalData(header: Buffer, place: Place): Buffer {
  const numbers = Buffer.alloc(4)
  numbers.writeUInt16BE(place.table, 0)
  numbers.writeUInt16BE(place.column, 2)
  const rowVersion = Buffer.alloc(4)
  rowVersion.writeUInt32BE(place.rowVersion)
  return Buffer.concat([prefix, header, uuidToBytes(place.practiceId), numbers, uuidToBytes(place.rowId), rowVersion])
}
