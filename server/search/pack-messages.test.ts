// What is promised here: a message is findable from the moment it is sent, whenever the packing dies; a file that is not
// whole is never read; what is packed twice or lost is made good; and no word stands on the disk in clear.
import { mkdir, readFile, truncate, unlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import type { InPractice } from '../access/sweep.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aWaitingMessage } from '../tasks/queue.fixture.ts'
import { aPatient, aPractice, call, inPractice, type TestPractice } from '../testing/factories.ts'
import { inSystem } from '../testing/in-system.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { lockState, packAnew } from './search-state.ts'
import { blobName } from './segment-file.ts'
import { blobFiles, excerpts, find, pack, segmentsInUse, segmentsOf, waitingCount } from './search.fixture.ts'

const house = useTestHouse()

const texts = ['zephyr one', 'zephyr two', 'zephyr three']
async function aPracticeWithMessages(): Promise<TestPractice> {
  const practice = await aPractice(house())
  for (const text of texts) {
    await aWaitingMessage(house(), practice, { text })
  }
  return practice
}

const found = async (practice: TestPractice) => (await excerpts(house(), practice.nurse, 'zephyr')).toSorted()

class Fall extends Error {}

/** The process dies before its n-th transaction, or, with `after`, when that has committed and nobody heard of it. */
function fallingAt(number: number, when: 'before' | 'after'): (inside: InPractice) => InPractice {
  let count = 0
  return (inside) => async (work) => {
    count++
    if (count === number && when === 'before') {
      throw new Fall()
    }
    const result = await inside(work)
    if (count === number) {
      throw new Fall()
    }
    return result
  }
}

test('no word and no name stands in the file', async () => {
  const practice = await aPracticeWithMessages()
  await pack(house(), practice)
  const files = await blobFiles(house(), practice)
  expect(files).toHaveLength(1)
  const bytes = (await readFile(files[0] ?? '')).toString('latin1')
  expect(bytes).not.toMatch(/zephyr|one|refill/i)
  const [segment] = await segmentsInUse(house(), practice)
  expect(segment).toMatchObject({ messages: 3, size_bytes: bytes.length })
})

describe.each(['before', 'after'] as const)('a fall %s', (when) => {
  test.each([1, 2, 3, 4, 5, 6, 7])(
    'transaction %i loses nothing, doubles nothing, and leaves nothing behind',
    async (number) => {
      const practice = await aPracticeWithMessages()
      await pack(house(), practice, fallingAt(number, when)).catch((error: unknown) =>
        expect(error).toBeInstanceOf(Fall),
      )
      expect(await found(practice)).toEqual(texts.toSorted())
      await pack(house(), practice)
      expect(await found(practice)).toEqual(texts.toSorted())
      expect(await waitingCount(house(), practice)).toBe(0)

      house().clock.advance({ hours: 1 })
      await pack(house(), practice)
      expect(await segmentsOf(house(), practice)).toHaveLength(1)
      expect(await blobFiles(house(), practice)).toHaveLength(1)
      expect(await found(practice)).toEqual(texts.toSorted())
    },
  )
})

test('a segment from before segments had words of their own is found in, and goes on with words', async () => {
  const practice = await aPracticeWithMessages()
  await pack(house(), practice)
  const [path = ''] = await blobFiles(house(), practice)
  const [segment] = await segmentsInUse(house(), practice)
  const words = segment?.words_bytes ?? 0
  expect(words).toBeGreaterThan(0)
  await writeFile(path, (await readFile(path)).subarray(words))
  await inPractice(house(), practice.id, (tx) =>
    tx
      .updateTable('search_segments')
      .set({ words_bytes: 0, size_bytes: (segment?.size_bytes ?? 0) - words })
      .execute(),
  )
  expect(await found(practice)).toEqual(texts.toSorted())
  expect(await excerpts(house(), practice.nurse, 'xylophone')).toEqual([])
  await aWaitingMessage(house(), practice, { text: 'zephyr four' })
  await pack(house(), practice)
  const after = await segmentsInUse(house(), practice)
  expect(after.map((row) => row.words_bytes > 0)).toEqual([true])
  expect(await found(practice)).toEqual([...texts, 'zephyr four'].toSorted())
  expect(await excerpts(house(), practice.nurse, 'four')).toEqual(['zephyr four'])
})

test('a file whose writing broke off is never read, and goes', async () => {
  const practice = await aPracticeWithMessages()
  await pack(house(), practice)
  const [path = ''] = await blobFiles(house(), practice)
  const id = uuidv7(house().clock.now())
  const unfinished = join(dirname(path), '..', blobName(id).slice(0, 2), blobName(id))
  await mkdir(dirname(unfinished), { recursive: true })
  await writeFile(unfinished, (await readFile(path)).subarray(0, 100))
  await writeFile(`${unfinished}.part`, 'half')
  const [whole] = await segmentsInUse(house(), practice)
  if (whole === undefined) {
    throw new Error('the messages were not packed')
  }
  const dueAt = new Date(house().clock.now().getTime() + limits.segmentWriteMs)
  await inSystem(
    house(),
    practice.id,
  )(({ tx }) =>
    tx
      .insertInto('search_segments')
      .values({ ...whole, id, size_bytes: null, finished_at: null, due_at: dueAt })
      .execute(),
  )
  expect(await find(house(), practice.nurse, 'zephyr')).toMatchObject({ coverage: 'whole' })
  expect(await found(practice)).toEqual(texts.toSorted())
  await pack(house(), practice)
  expect(await blobFiles(house(), practice)).toHaveLength(3)

  house().clock.advance({ hours: 1 })
  await pack(house(), practice)
  expect(await blobFiles(house(), practice)).toEqual([path])
  expect(await segmentsOf(house(), practice)).toHaveLength(1)
})

test('several workers at once pack every message once', async () => {
  const practice = await aPracticeWithMessages()
  await Promise.all([1, 2, 3].map(() => pack(house(), practice)))
  const inUse = await segmentsInUse(house(), practice)
  expect(inUse.reduce((sum, { messages }) => sum + messages, 0)).toBe(3)
  expect(await found(practice)).toEqual(texts.toSorted())
  house().clock.advance({ hours: 1 })
  await pack(house(), practice)
  expect(await blobFiles(house(), practice)).toHaveLength(inUse.length)
})

test('what comes later goes on in the newest segment, whose old file stays for those who are reading it', async () => {
  const practice = await aPracticeWithMessages()
  await pack(house(), practice)
  const [before] = await segmentsInUse(house(), practice)
  await aWaitingMessage(house(), practice, { text: 'zephyr four' })
  await pack(house(), practice)
  const inUse = await segmentsInUse(house(), practice)
  expect(inUse).toHaveLength(1)
  expect(inUse[0]).toMatchObject({ messages: 4, first_sent_at: before?.first_sent_at })
  expect(await blobFiles(house(), practice)).toHaveLength(2)
  expect(await found(practice)).toEqual([...texts, 'zephyr four'].toSorted())

  house().clock.advance({ hours: 1 })
  await pack(house(), practice)
  expect(await blobFiles(house(), practice)).toHaveLength(1)
  expect(await found(practice)).toEqual([...texts, 'zephyr four'].toSorted())
})

test('a long conversation is packed from where it stood, and a message sent meanwhile waits', async () => {
  const practice = await aPractice(house())
  const { conversationId, patient } = await aWaitingMessage(house(), practice, { text: 'zephyr 0' })
  const say = (text: string) =>
    call(house(), patient, api.sendMessage, { conversationId, messageId: uuidv7(), text, attachmentIds: [] })
  await pack(house(), practice)
  for (let number = 1; number <= 5; number++) {
    await say(`zephyr ${number}`)
  }
  await pack(house(), practice, (inside) => {
    let isFirst = true
    return async (work) => {
      const result = await inside(work)
      if (isFirst && (await waitingCount(house(), practice)) > 0) {
        isFirst = false
        await say('zephyr meanwhile')
      }
      return result
    }
  })
  expect(await found(practice)).toHaveLength(7)
  expect(new Set(await found(practice)).size).toBe(7)
})

describe('a segment that does not open', () => {
  test.each([
    ['is gone', (path: string) => unlink(path)],
    ['is cut short', (path: string) => truncate(path, 20)],
    ['was changed', async (path: string) => writeFile(path, flipped(await readFile(path)))],
  ])('because its file %s is told, and everything is packed anew', async (_how, damage) => {
    const practice = await aPracticeWithMessages()
    await pack(house(), practice)
    const [path = ''] = await blobFiles(house(), practice)
    await damage(path)
    expect(await find(house(), practice.nurse, 'zephyr')).toMatchObject({ items: [], coverage: 'preparing' })
    expect(await segmentsInUse(house(), practice)).toEqual([])

    await pack(house(), practice)
    expect((await find(house(), practice.nurse, 'zephyr')).coverage).toBe('whole')
    expect(await found(practice)).toEqual(texts.toSorted())
    house().clock.advance({ hours: 1 })
    await pack(house(), practice)
    const files = await blobFiles(house(), practice)
    expect(files).toHaveLength(1)
    expect(files).not.toContain(path)
  })

  test('is found by the packing too, which goes on from nothing', async () => {
    const practice = await aPracticeWithMessages()
    await pack(house(), practice)
    const [path = ''] = await blobFiles(house(), practice)
    await unlink(path)
    await aWaitingMessage(house(), practice, { text: 'zephyr four' })
    await pack(house(), practice)
    await pack(house(), practice)
    expect(await found(practice)).toEqual([...texts, 'zephyr four'].toSorted())
    expect((await find(house(), practice.nurse, 'zephyr')).coverage).toBe('whole')
  })
})

test('one message that does not open keeps no other from being found', async () => {
  const practice = await aPracticeWithMessages()
  const [broken] = (await find(house(), practice.nurse, 'zephyr two')).items
  await inPractice(house(), practice.id, async (tx) => {
    // Nothing in the product can do this: the words are taken for another patient's.
    const other = await aPatient(house(), practice)
    await tx
      .updateTable('messages')
      .set({ patient_id: other.id })
      .where('id', '=', broken?.messageId ?? '')
      .execute()
  })
  await pack(house(), practice)
  expect(await waitingCount(house(), practice)).toBe(0)
  expect(await found(practice)).toEqual(['zephyr one', 'zephyr three'])
})

test('packed anew on request, everything stays findable all the while', async () => {
  const practice = await aPracticeWithMessages()
  await pack(house(), practice)
  const old = await segmentsInUse(house(), practice)
  await inSystem(
    house(),
    practice.id,
  )(async (ctx) => {
    const { generation } = await lockState(ctx)
    await packAnew(ctx, generation)
  })
  const seen: number[] = []
  await pack(house(), practice, (inside) => async (work) => {
    const result = await inside(work)
    seen.push((await found(practice)).length)
    return result
  })
  expect(new Set(seen)).toEqual(new Set([3]))
  const now = await segmentsInUse(house(), practice)
  expect(now).toHaveLength(1)
  expect(now[0]?.id).not.toBe(old[0]?.id)
  expect(await found(practice)).toEqual(texts.toSorted())
})

test('the lines of a destroyed record leave the files', async () => {
  const practice = await aPracticeWithMessages()
  const { patient } = await aWaitingMessage(house(), practice, { text: 'zephyr four' })
  await pack(house(), practice)
  expect(await segmentsInUse(house(), practice)).toMatchObject([{ messages: 4 }])
  await inPractice(house(), practice.id, (tx) =>
    tx.updateTable('data_keys').set({ state: 'destroyed' }).where('patient_id', '=', patient.id).execute(),
  )
  await pack(house(), practice)
  expect(await segmentsInUse(house(), practice)).toMatchObject([{ messages: 3 }])
  house().clock.advance({ hours: 1 })
  await pack(house(), practice)
  expect(await blobFiles(house(), practice)).toHaveLength(1)
})

test('segments hold so many messages and no more', async () => {
  expect(limits.segmentMessages).toBe(1_000)
  const practice = await aPracticeWithMessages()
  await inPractice(house(), practice.id, async (tx) => {
    // As if the segment of three were nearly full.
    await pack(house(), practice)
    await tx
      .updateTable('search_segments')
      .set({ messages: limits.segmentMessages - 1 })
      .execute()
  })
  await aWaitingMessage(house(), practice, { text: 'zephyr four' })
  await aWaitingMessage(house(), practice, { text: 'zephyr five' })
  await pack(house(), practice)
  const counts = (await segmentsInUse(house(), practice)).map(({ messages }) => messages)
  expect(counts.toSorted((a, b) => a - b)).toEqual([1, limits.segmentMessages])
  expect(await found(practice)).toHaveLength(5)
})

function flipped(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes)
  changed.writeUInt8(changed.readUInt8(40) ^ 1, 40)
  return changed
}
