// Shared by the tests of chunked.ts: one key, one context, and whole files in memory.
import { decryptRange, encryptPieces, plaintextLength } from './chunked.ts'

export const chunk = 16_384
export const sealedChunk = chunk + 16
export const header = 56
export const key = counting(0, 32)
export const context = Buffer.concat([
  Buffer.from('TWA1\0'),
  counting(0x10, 16),
  counting(0x30, 16),
  Buffer.from([0, 0, 0, 1]),
])

export async function sealFile(plain: Buffer | Buffer[], vector?: { salt: Buffer }): Promise<Buffer> {
  const pieces = Array.isArray(plain) ? plain : [plain]
  return collect(encryptPieces(given(pieces), key, context, vector))
}

async function* given(pieces: Buffer[]): AsyncGenerator<Buffer> {
  yield* pieces
}

export async function openFile(sealed: Buffer, range?: { start: number; end: number }): Promise<Buffer> {
  const { start, end } = range ?? { start: 0, end: plaintextLength(sealed.length) }
  return collect(decryptRange(readFrom(sealed), sealed.length, key, context, start, end))
}

export function readFrom(sealed: Buffer): (offset: number, lengthBytes: number) => Promise<Buffer> {
  return async (offset, lengthBytes) => sealed.subarray(offset, offset + lengthBytes)
}

export async function collect(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const list: Buffer[] = []
  for await (const piece of pieces) {
    list.push(piece)
  }
  return Buffer.concat(list)
}

export function counting(start: number, count: number): Buffer {
  return Buffer.from(Array.from({ length: count }, (_, i) => start + i))
}
