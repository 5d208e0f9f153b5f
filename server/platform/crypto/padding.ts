// Padding that hides a length: ISO 7816-4 (0x80, then zeros) up to a Padmé length, at least 64 bytes.
import assert from 'node:assert/strict'

/** A new buffer with the bytes, the mark and the zeros. */
export function pad(bytes: Uint8Array): Buffer {
  const padded = Buffer.alloc(paddedLength(bytes.length))
  padded.set(bytes, 0)
  padded.writeUInt8(mark, bytes.length)
  return padded
}

/** The bytes before the mark, as a view; undefined unless the padding is exactly what `pad` makes. */
export function unpad(padded: Buffer): Buffer | undefined {
  let end = padded.length - 1
  while (end >= 0 && padded[end] === 0) {
    end--
  }
  if (end < 0 || padded[end] !== mark || padded.length !== paddedLength(end)) {
    return undefined
  }
  return padded.subarray(0, end)
}

/** max(64, Padmé(length + 1)), in bytes: Padmé (Nikitin et al., PETS 2019) leaves O(log log n) bits and adds 12 % at most. */
export function paddedLength(lengthBytes: number): number {
  const withMark = lengthBytes + 1
  assert(withMark < 2 ** 31, 'a sealed value is shorter than 2 GiB')
  if (withMark <= shortestBytes) {
    return shortestBytes
  }
  const exponent = floorLog2(withMark)
  const step = 2 ** (exponent - (floorLog2(exponent) + 1))
  return Math.ceil(withMark / step) * step
}

const mark = 0x80
const shortestBytes = 64

function floorLog2(value: number): number {
  return 31 - Math.clz32(value)
}
