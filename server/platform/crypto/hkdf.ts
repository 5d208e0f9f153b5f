import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'

/** A 256-bit key derived from a uniformly random parent: HKDF-Expand-SHA-256, info = label ‖ id. */
export function deriveKey(parent: Buffer, label: string, id: Uint8Array = new Uint8Array()): Buffer {
  assert(parent.length === 32, 'a parent key has 32 bytes')
  assert(label.length > 0, 'a derived key needs a label')
  return hkdfExpand('sha256', parent, Buffer.concat([Buffer.from(label, 'utf8'), id]), 32)
}

/** HKDF-Expand (RFC 5869, 2.3) without the extract step, which a uniformly random key does not need; length in bytes. */
export function hkdfExpand(
  hash: 'sha256' | 'sha512',
  pseudorandomKey: Uint8Array,
  info: Uint8Array,
  lengthBytes: number,
): Buffer {
  const blocks: Buffer[] = []
  let previous: Uint8Array = new Uint8Array()
  for (let filledBytes = 0; filledBytes < lengthBytes; filledBytes += previous.length) {
    assert(blocks.length < 255, 'HKDF-Expand gives 255 blocks at most')
    const counter = Uint8Array.of(blocks.length + 1)
    const block = createHmac(hash, pseudorandomKey).update(previous).update(info).update(counter).digest()
    blocks.push(block)
    previous = block
  }
  return Buffer.concat(blocks, lengthBytes)
}
