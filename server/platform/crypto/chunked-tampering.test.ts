// Promised: a sealed file never gives other bytes: whatever is changed, cut, moved or appended ends in an error.
import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { chunk, context, counting, header, key, readFrom, sealedChunk, sealFile } from './chunked.fixture.ts'
import { decryptRange, openHeader, plaintextLength } from './chunked.ts'
import { DecryptError } from './envelope.ts'

describe('what was changed does not open', () => {
  test('one bit, anywhere in a short file', async () => {
    const plain = randomBytes(20)
    const sealed = await sealFile(plain)
    for (let i = 0; i < sealed.length; i++) {
      for (let bit = 0; bit < 8; bit++) {
        await expectNoWrongBytes(flip(sealed, i, bit), plain)
      }
    }
  })

  test('one bit at every edge of a long file, with none but true bytes before the error', async () => {
    const plain = randomBytes(3 * chunk + 10)
    const sealed = await sealFile(plain)
    const edges = [
      0,
      24,
      header,
      ...[1, 2, 3].flatMap((n) => [header + n * sealedChunk - 16, header + n * sealedChunk]),
    ]
    for (const i of edges.flatMap((edge) => [edge, Math.max(0, edge - 1)])) {
      await expectNoWrongBytes(flip(sealed, i, 0), plain)
    }
    await expectNoWrongBytes(flip(sealed, sealed.length - 1, 7), plain)
  })

  test('cut, or longer, by any number of bytes around each edge', async () => {
    const plain = randomBytes(3 * chunk + 40)
    const sealed = await sealFile(plain)
    const ends = [0, 24, header, ...[0, 1, 2, 3].map((n) => header + n * sealedChunk + 16), sealed.length]
    const chunkEnds = [1, 2, 3].map((n) => header + n * sealedChunk)
    for (const end of [...ends, ...chunkEnds].flatMap((edge) => [edge - 1, edge, edge + 1])) {
      if (end >= 0 && end !== sealed.length) {
        const changed = Buffer.concat([sealed, Buffer.alloc(1)]).subarray(0, end)
        await expect(openHeader(readFrom(changed), changed.length, key, context)).rejects.toThrow(DecryptError)
        await expectNoWrongBytes(changed, plain)
      }
    }
  })

  test('chunks swapped, repeated, left out or taken from another file', async () => {
    const plain = randomBytes(3 * chunk + 5)
    const sealed = await sealFile(plain)
    const other = await sealFile(plain)
    const part = (from: Buffer, n: number): Buffer =>
      from.subarray(header + n * sealedChunk, header + (n + 1) * sealedChunk)
    const head = sealed.subarray(0, header)
    const file = (...chunks: Buffer[]): Buffer => Buffer.concat([head, ...chunks])
    const [a, b, c, last] = [part(sealed, 0), part(sealed, 1), part(sealed, 2), part(sealed, 3)]
    await expectNoWrongBytes(file(b, a, c, last), plain)
    await expectNoWrongBytes(file(a, a, c, last), plain)
    await expectNoWrongBytes(file(a, c, last), plain)
    await expectNoWrongBytes(file(a, b, c, last, last), plain)
    await expectNoWrongBytes(file(a, b, part(other, 2), last), plain)
    await expectNoWrongBytes(file(a, b, c, part(other, 3)), plain)
    await expectNoWrongBytes(Buffer.concat([other.subarray(0, header), a, b, c, last]), plain)
  })

  test('another key or another context', async () => {
    const sealed = await sealFile(Buffer.from('text'))
    await expect(openHeader(readFrom(sealed), sealed.length, counting(1, 32), context)).rejects.toThrow(DecryptError)
    await expect(openHeader(readFrom(sealed), sealed.length, key, context.subarray(1))).rejects.toThrow(DecryptError)
    await expect(openHeader(readFrom(sealed), sealed.length, key.subarray(1), context)).rejects.toThrow()
  })

  test('a length that the file does not have', async () => {
    const sealed = await sealFile(randomBytes(2 * chunk))
    for (const claimed of [sealed.length - 1, sealed.length + 1, sealed.length - sealedChunk]) {
      await expect(openHeader(readFrom(sealed), claimed, key, context)).rejects.toThrow(DecryptError)
    }
  })

  test("a store's own failure passes through", async () => {
    const failure = new Error('the disk is gone')
    await expect(openHeader(() => Promise.reject(failure), 100, key, context)).rejects.toBe(failure)
  })
})

/** Reading the whole must fail, and what came before the failure must be the file's true beginning. */
async function expectNoWrongBytes(changed: Buffer, plain: Buffer): Promise<void> {
  const given: Buffer[] = []
  const readAll = async (): Promise<void> => {
    const end = plaintextLength(changed.length)
    for await (const piece of decryptRange(readFrom(changed), changed.length, key, context, 0, end)) {
      given.push(piece)
    }
  }
  await expect(readAll()).rejects.toThrow(DecryptError)
  const bytes = Buffer.concat(given)
  expect(bytes.equals(plain.subarray(0, bytes.length))).toBe(true)
}

function flip(bytes: Buffer, index: number, bit: number): Buffer {
  const changed = Buffer.from(bytes)
  changed.writeUInt8(changed.readUInt8(index) ^ (1 << bit), index)
  return changed
}
