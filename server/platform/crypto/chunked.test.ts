// Promised: a sealed file has the published format, and gives back exactly its bytes, any range of them.
import { createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chunk, collect, context, counting, header, key, openFile, sealedChunk, sealFile } from './chunked.fixture.ts'
import { chunkNonce, decryptRange, encryptPieces, plaintextLength } from './chunked.ts'
import { DecryptError } from './envelope.ts'

const salt = counting(0x80, 24)

describe('the format', () => {
  // Made with another implementation (pyca/cryptography: HKDFExpand and AESGCM); byte i of the plain file is i mod 251.
  test.each([
    [0, 72, '35a50548a5a851e3b431b70547d0dec11309a52e24db45412f9a653710682d3e'],
    [1, 73, 'a6a415752f8cb1e29fa4dd888c06f2f4767723704a4dec9fc25cc3bf2e23ba58'],
    [16_383, 16_455, 'ace4ea0824be723a938864b3cb56f161d3016125f9f06e8e33e90855e4d11dcb'],
    [16_384, 16_472, '6549b2a91032c345ecad9f7c9e2849add037d4ddfc4276720b8c5c79a1927f1c'],
    [16_385, 16_473, 'fc3b04381be7bd2dd38c0aa1639cab90a32a2222869399db5135d0a4e4a710e5'],
    [32_768, 32_872, '1eaf8c4fd536ee6796f6740f7f59df03233e56e6ff1dbf6511a8a12201fe7192'],
    [4_210_693, 4_214_877, '4e12946ce7058bf394bc2f7101814a4b69dc4b4e7aabfdb03507e3437becd072'],
  ])('%i bytes', async (plainBytes, sealedBytes, sha256) => {
    const plain = Buffer.from(Uint8Array.from({ length: plainBytes }, (_, i) => i % 251))
    const sealed = await sealFile(plain, { salt })
    expect(sealed.length).toBe(sealedBytes)
    expect(createHash('sha256').update(sealed).digest('hex')).toBe(sha256)
    expect((await openFile(sealed)).equals(plain)).toBe(true)
  })

  test('one byte, in full', async () => {
    const expected =
      '808182838485868788898a8b8c8d8e8f9091929394959697' +
      'ed5ccc33659584585edbb2f06f63196143f68162b801b0345a4471d7879af370' +
      '9be73e35c9655e602eec3066007eea6804'
    expect((await sealFile(Buffer.from([0]), { salt })).toString('hex')).toBe(expected)
  })

  test('the chunk number is XORed into the last five bytes of the nonce', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), fc.nat({ max: 2 ** 38 - 1 }), (base, number) => {
        const expected = (BigInt(`0x${Buffer.from(base).toString('hex')}`) ^ BigInt(number))
          .toString(16)
          .padStart(24, '0')
        expect(chunkNonce(Buffer.from(base), number).toString('hex')).toBe(expected)
      }),
    )
    expect(chunkNonce(Buffer.alloc(12), 2 ** 38 - 1).toString('hex')).toBe('000000000000003fffffffff')
    expect(() => chunkNonce(Buffer.alloc(12), 2 ** 38)).toThrow()
  })

  test('each file has its own salt', async () => {
    const salts = await Promise.all([1, 2, 3].map(async () => (await sealFile(Buffer.alloc(1))).toString('hex', 0, 24)))
    expect(new Set(salts).size).toBe(3)
  })

  test('however the bytes arrive, the file is the same', async () => {
    const plain = randomBytes(2 * chunk + 100)
    const whole = await sealFile(plain, { salt })
    const pieces = fc.array(fc.integer({ min: 1, max: chunk + 1 }), { minLength: 1, maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(pieces, async (lengths) => {
        expect((await sealFile(cut(plain, lengths), { salt })).equals(whole)).toBe(true)
      }),
      { numRuns: 30 },
    )
  })
})

describe('plaintextLength', () => {
  test.each([
    [header + 16, 0],
    [header + 17, 1],
    [header + sealedChunk - 1, chunk - 1],
    [header + sealedChunk + 16, chunk],
    [header + 2 * sealedChunk + 17, 2 * chunk + 1],
    [header + (2 ** 38 - 1) * sealedChunk + 16, 2 ** 52 - chunk],
  ])('%i sealed bytes hold %i', (sealedBytes, plainBytes) => {
    expect(plaintextLength(sealedBytes)).toBe(plainBytes)
  })

  const fullLengths = [
    0,
    1,
    header,
    header + 15,
    header + sealedChunk,
    header + sealedChunk + 15,
    header + 5 * sealedChunk,
  ]
  test.each([...fullLengths, -1, 72.5, Number.NaN, Number.POSITIVE_INFINITY, header + 2 ** 38 * sealedChunk + 16])(
    '%d sealed bytes are no file',
    (sealedBytes) => {
      expect(() => plaintextLength(sealedBytes)).toThrow(DecryptError)
    },
  )
})

describe('ranges', () => {
  const plain = randomBytes(3 * chunk)
  const edges = [0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk - 1, 2 * chunk, 2 * chunk + 1, 3 * chunk - 1, 3 * chunk]

  test('from every edge to every edge', async () => {
    const sealed = await sealFile(plain)
    for (const start of edges) {
      for (const end of edges.filter((edge) => edge >= start)) {
        expect((await openFile(sealed, { start, end })).equals(plain.subarray(start, end))).toBe(true)
      }
    }
  })

  test('any range of any file', async () => {
    const lengths = fc.nat({ max: 5 * chunk })
    await fc.assert(
      fc.asyncProperty(lengths, lengths, lengths, async (length, one, other) => {
        const bytes = randomBytes(length)
        const [start = 0, end = 0] = [one, other].map((edge) => Math.min(edge, length)).sort((a, b) => a - b)
        expect((await openFile(await sealFile(bytes), { start, end })).equals(bytes.subarray(start, end))).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  test('a file longer than one read', async () => {
    const long = randomBytes(130 * chunk + 7)
    const sealed = await sealFile(long)
    expect((await openFile(sealed)).equals(long)).toBe(true)
    const range = { start: 63 * chunk + 5, end: 129 * chunk + 1 }
    expect((await openFile(sealed, range)).equals(long.subarray(range.start, range.end))).toBe(true)
  })

  test('a short range reads the header, the last chunk and its own chunk only', async () => {
    const sealed = await sealFile(randomBytes(100 * chunk))
    const reads: number[] = []
    const read = async (offset: number, lengthBytes: number): Promise<Buffer> => {
      reads.push(lengthBytes)
      return sealed.subarray(offset, offset + lengthBytes)
    }
    await collect(decryptRange(read, sealed.length, key, context, 50 * chunk + 10, 50 * chunk + 20))
    expect(reads).toEqual([header, 16, sealedChunk])
  })

  test.each([
    ['beyond the end', 0, 3 * chunk + 1],
    ['backwards', 5, 4],
    ['before the start', -1, 4],
    ['not whole', 0.5, 4],
    ['not a number', Number.NaN, 4],
  ])('a range %s is refused', async (_name, start, end) => {
    const sealed = await sealFile(plain)
    await expect(openFile(sealed, { start, end })).rejects.toThrow(RangeError)
  })
})

describe('memory', () => {
  test('nothing is taken in while nobody reads', async () => {
    let taken = 0
    async function* endless() {
      for (;;) {
        taken++
        yield Buffer.alloc(64 * 1024)
      }
    }
    const sealed = encryptPieces(endless(), key, context)
    await sealed.next()
    expect(taken).toBe(0)
    await sealed.next()
    expect(taken).toBe(1)
    await sealed.return()
  })
})

function cut(bytes: Buffer, lengths: number[]): Buffer[] {
  const pieces: Buffer[] = []
  let from = 0
  for (const length of lengths) {
    pieces.push(bytes.subarray(from, from + length))
    from += length
  }
  return [...pieces, bytes.subarray(from)].filter((piece) => piece.length > 0)
}
