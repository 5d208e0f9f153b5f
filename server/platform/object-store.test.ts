// Promised: a folder and a bucket keep objects in the same way, whole or not at all, and no key reaches outside.
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ObjectMissingError, type ObjectStore, openObjectFolder, openObjectStore } from './object-store.ts'

let root: string
let server: S3rver
const stores: { [name: string]: ObjectStore } = {}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'threadwell-objects-'))
  // A server of the contract written by others; it checks signatures, with the key it documents.
  server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: join(root, 's3'),
    configureBuckets: [{ name: 'backups', configs: [] }],
  })
  const { port } = await server.run()
  process.env['AWS_ACCESS_KEY_ID'] = 'S3RVER'
  process.env['AWS_SECRET_ACCESS_KEY'] = 'S3RVER'
  stores['folder'] = openObjectFolder(join(root, 'folder'))
  stores['bucket'] = await openObjectStore({
    bucket: 'backups',
    prefix: 'clinic/',
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
  })
})
afterAll(async () => {
  await server.close()
  await rm(root, { recursive: true, force: true })
})

describe.each(['folder', 'bucket'])('in the %s', (name) => {
  const store = () => stores[name] as ObjectStore
  const keys = async (prefix: string) => (await Array.fromAsync(store().list(prefix))).map(({ key }) => key)

  test('what was put comes back, is written over, listed in order, and removed', async () => {
    const bytes = randomBytes(3_000_000)
    await store().put('a/one', Buffer.from('older'))
    await store().put('a/one', bytes)
    await store().put('a/two.0', Buffer.alloc(0))
    await store().put('b/three', Buffer.from('x'))
    expect((await store().get('a/one')).equals(bytes)).toBe(true)
    expect((await store().get('a/two.0')).length).toBe(0)
    expect(await Array.fromAsync(store().list('a/'))).toEqual([
      { key: 'a/one', sizeBytes: 3_000_000 },
      { key: 'a/two.0', sizeBytes: 0 },
    ])
    await store().remove('a/one')
    await store().remove('a/one')
    expect(await keys('')).toEqual(['a/two.0', 'b/three'])
    await expect(store().get('a/one')).rejects.toThrow(ObjectMissingError)
  })

  test('a list has no end that is too soon', async () => {
    const names = Array.from({ length: 1_203 }, (_, index) => `many/${String(index).padStart(5, '0')}`)
    for (let at = 0; at < names.length; at += 50) {
      await Promise.all(names.slice(at, at + 50).map((key) => store().put(key, Buffer.from('x'))))
    }
    expect(await keys('many/')).toEqual(names)
  })

  test.each(['../x', '/etc/passwd', 'a/../b', 'a//b', '.hidden', ''])('the key %j is refused', async (key) => {
    await expect(async () => store().put(key, Buffer.from('x'))).rejects.toThrow('not the key')
    await expect(async () => store().get(key)).rejects.toThrow('not the key')
  })
})

test('a folder that is not there is empty, and what was cut while it was written is not listed', async () => {
  const place = join(root, 'later')
  const store = openObjectFolder(place)
  expect(await Array.fromAsync(store.list(''))).toEqual([])
  await mkdir(join(place, 'a'), { recursive: true })
  await writeFile(join(place, 'a', 'one.part~'), 'half')
  expect(await Array.fromAsync(store.list(''))).toEqual([])
})
