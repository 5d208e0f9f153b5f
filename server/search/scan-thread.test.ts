// Promised: of a file that cannot have what is looked for, the words alone are read; and one that has none of its own, whole.
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { seal } from '../platform/crypto/envelope.ts'
import { uuidv7 } from '../platform/ids.ts'
import { hitOf } from './hit.ts'
import { scan } from './scan-thread.ts'
import { blobName, type SegmentFile } from './segment-file.ts'
import { writeLine } from './segment-lines.ts'
import { addWords, writeWords } from './segment-words.ts'

const practiceId = uuidv7()
const key = { no: 1, bytes: randomBytes(32) }
const at = new Date('2026-11-23T14:00:00Z')

function aFile(text: string, { hasWords = true } = {}) {
  const id = uuidv7()
  const places = [1, 2].map((column) => ({ practiceId, table: 30, column, rowId: id, rowVersion: 1 }))
  const [place, wordsPlace] = places
  if (place === undefined || wordsPlace === undefined) {
    throw new Error('there are two')
  }
  const line = writeLine({ hit: hitOf(uuidv7(at), at), subject: '', text })
  const words = new Set<string>()
  addWords(words, [line])
  const sealedWords = hasWords ? seal(key, wordsPlace, writeWords(words)) : Buffer.alloc(0)
  const bytes = Buffer.concat([sealedWords, seal(key, place, Buffer.from(line))])
  const file: SegmentFile = {
    practiceId,
    id,
    sizeBytes: bytes.length,
    wordsBytes: sealedWords.length,
    key,
    place,
    wordsPlace,
  }
  return { file, bytes }
}

/** Looks for a word in files, and tells which of them were read as far as their lines. */
async function look(files: { file: SegmentFile; bytes: Buffer }[], word: string) {
  const opened: number[] = []
  const read = async (_folder: string, name: string, offset: number, length: number) => {
    const index = files.findIndex(({ file }) => blobName(file.id) === name)
    const { bytes = Buffer.alloc(0) } = files[index] ?? {}
    if (offset + length === bytes.length) {
      opened.push(index)
    }
    return bytes.subarray(offset, offset + length)
  }
  const job = { files: files.map(({ file }) => file), words: [word], part: 'all' as const, enough: 100 }
  const { hits, ...scanned } = await scan({ read }, job)
  return { ...scanned, hits: hits.length, opened: opened.toSorted((a, b) => a - b) }
}

test('only files that may have the word are read as far as their lines', async () => {
  const files = ['one', 'two', 'twofold', 'three', 'four', 'five', 'two two'].map((text) => aFile(text))
  expect(await look(files, 'two')).toEqual({ hits: 3, files: 7, damaged: [], opened: [1, 2, 6] })
  expect(await look(files, 'xylophone')).toEqual({ hits: 0, files: 7, damaged: [], opened: [] })
})

test('a file without words of its own is read whole', async () => {
  const files = [aFile('one'), aFile('two', { hasWords: false })]
  expect(await look(files, 'two')).toEqual({ hits: 1, files: 2, damaged: [], opened: [1] })
  expect(await look(files, 'xylophone')).toEqual({ hits: 0, files: 2, damaged: [], opened: [1] })
})

test('words and lines that were changed, and words in the place of lines, are damage', async () => {
  const [words, lines, moved] = [aFile('two'), aFile('two'), aFile('two')]
  words.bytes.writeUInt8(words.bytes.readUInt8(40) ^ 1, 40)
  lines.bytes.writeUInt8(lines.bytes.readUInt8(lines.bytes.length - 1) ^ 1, lines.bytes.length - 1)
  moved.bytes.copy(moved.bytes, 0, moved.file.wordsBytes)
  const { damaged } = await look([words, lines, moved], 'two')
  expect(damaged).toEqual([words.file.id, lines.file.id, moved.file.id])
})
