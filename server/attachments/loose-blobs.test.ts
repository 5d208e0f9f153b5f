// What is promised here: bytes that no file has go, whenever their writer died, and bytes that a file has stay.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { limits } from '../../shared/limits.ts'
import { aPractice } from '../testing/factories.ts'
import { inSystem } from '../testing/in-system.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { dropBlobs, expectBlobs, keepBlobs, newBlobName } from './loose-blobs.ts'
import { sweepAttachments } from './sweep-attachments.ts'

const house = useTestHouse()

/** A practice in which a blob was announced and written, as an upload does before its row is finished. */
async function aWrittenBlob() {
  const practice = await aPractice(house())
  const work = inSystem(house(), practice.id)
  const name = newBlobName()
  await work((ctx) => expectBlobs(ctx, [name]))
  await house().way.house.blobs.put(practice.id, once(Buffer.from('sealed bytes')), name)
  const stored = () =>
    readdir(join(house().dataDir, 'blobs', practice.id), { recursive: true, withFileTypes: true }).then((entries) =>
      entries.filter((entry) => entry.isFile()).map((entry) => entry.name),
    )
  const sweepLater = async () => {
    house().clock.advance({ seconds: limits.unfinishedUploadMs / 1000 })
    await sweepAttachments(work)
  }
  return { practice, work, name, stored, sweepLater }
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

test('bytes whose server died before the file had them are removed, and not before their time', async () => {
  const { work, name, stored, sweepLater } = await aWrittenBlob()
  await sweepAttachments(work)
  expect(await stored()).toEqual([name])
  await sweepLater()
  expect(await stored()).toEqual([])
})

test('half-written bytes go too', async () => {
  const { practice, stored, sweepLater, work } = await aWrittenBlob()
  const half = newBlobName()
  await work((ctx) => expectBlobs(ctx, [half]))
  // A source that does not end before it is swept: the server dies while it writes.
  const end = Promise.withResolvers<void>()
  async function* late(): AsyncGenerator<Buffer> {
    yield Buffer.alloc(100_000)
    await end.promise
  }
  const writing = house().way.house.blobs.put(practice.id, late(), half)
  await expect.poll(stored).toContain(`${half}.part`)
  await sweepLater()
  expect(await stored()).toEqual([])
  end.resolve()
  await expect(writing).rejects.toMatchObject({ code: 'ENOENT' })
})

test('bytes that a file has got stay', async () => {
  const { work, name, stored, sweepLater } = await aWrittenBlob()
  await work((ctx) => keepBlobs(ctx, [name]))
  await sweepLater()
  expect(await stored()).toEqual([name])
})

test('a file does not get bytes that are being removed: its upload begins anew', async () => {
  const { work, name, sweepLater } = await aWrittenBlob()
  await sweepLater()
  await expect(work((ctx) => keepBlobs(ctx, [name]))).rejects.toMatchObject({ status: 503, retryAfterSeconds: 5 })
})

test('a transaction that fails keeps nothing and drops nothing', async () => {
  const { work, name, stored, sweepLater } = await aWrittenBlob()
  await expect(
    work(async (ctx) => {
      await dropBlobs(ctx, [name])
      throw new Error('rolled back')
    }),
  ).rejects.toThrow('rolled back')
  expect(await stored()).toEqual([name])
  await expect(
    work(async (ctx) => {
      await keepBlobs(ctx, [name])
      throw new Error('rolled back')
    }),
  ).rejects.toThrow('rolled back')
  await sweepLater()
  expect(await stored()).toEqual([])
})
