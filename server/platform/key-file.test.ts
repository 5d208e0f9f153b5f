// The key that opens all others is made once, closed to others, and never told in an error.
import { chmod, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadOrCreateKeyFile } from './key-file.ts'

let directory: string
let path: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'threadwell-test-'))
  path = join(directory, 'keys', 'kek')
})

afterEach(async () => {
  await rm(directory, { recursive: true, force: true })
})

test('a first start makes a key of 32 bytes in a file that only its owner may read', async () => {
  const { key, id } = await loadOrCreateKeyFile(path, { mayCreate: true })
  expect(key).toHaveLength(32)
  expect(id).toMatch(/^[0-9a-f]{16}$/)
  expect((await stat(path)).mode & 0o777).toBe(0o400)
  expect(await readFile(path, 'latin1')).toBe(`threadwell-kek-v1 ${key.toString('base64')}\n`)
  expect(await readdir(join(directory, 'keys'))).toEqual(['kek'])
})

test('the same key is read again, and another file holds another key', async () => {
  const first = await loadOrCreateKeyFile(path, { mayCreate: true })
  expect(await loadOrCreateKeyFile(path, { mayCreate: false })).toEqual(first)
  const other = await loadOrCreateKeyFile(join(directory, 'other'), { mayCreate: true })
  expect(other.key.equals(first.key)).toBe(false)
  expect(other.id).not.toBe(first.id)
})

test('the id of a key stays what it is from release to release', async () => {
  await writeKey(`threadwell-kek-v1 ${Buffer.alloc(32, 7).toString('base64')}\n`)
  expect((await loadOrCreateKeyFile(path, { mayCreate: false })).id).toBe('fcb5d78f30f91ba9')
})

test('ten starts at once agree on one key', async () => {
  const starts = Array.from({ length: 10 }, () => loadOrCreateKeyFile(path, { mayCreate: true }))
  const ids = (await Promise.all(starts)).map(({ id }) => id)
  expect(new Set(ids).size).toBe(1)
})

test('a missing key is not replaced when the database has data', async () => {
  await expect(loadOrCreateKeyFile(path, { mayCreate: false })).rejects.toMatchObject({
    code: 'key-missing',
    message: expect.stringContaining('The database has data'),
  })
  expect(await readdir(directory)).toEqual([])
})

test.each([0o440, 0o404, 0o640, 0o600 | 0o020, 0o601])(
  'a key open to others (mode %o) is refused with the cure',
  async (mode) => {
    await loadOrCreateKeyFile(path, { mayCreate: true })
    await chmod(path, mode)
    await expect(loadOrCreateKeyFile(path, { mayCreate: true })).rejects.toMatchObject({
      code: 'key-exposed',
      message: expect.stringContaining(`chmod 0400 ${path}`),
    })
  },
)

const good = Buffer.alloc(32, 0xab).toString('base64')

test.each([
  ['empty', ''],
  ['of another version', `threadwell-kek-v2 ${good}\n`],
  ['without its label', `${good}\n`],
  ['of 31 bytes', `threadwell-kek-v1 ${Buffer.alloc(31, 0xab).toString('base64')}\n`],
  ['of 33 bytes', `threadwell-kek-v1 ${Buffer.alloc(33, 0xab).toString('base64')}\n`],
  ['cut short', `threadwell-kek-v1 ${good.slice(0, 40)}`],
  ['with a second line', `threadwell-kek-v1 ${good}\nmore\n`],
  ['with stray bits', `threadwell-kek-v1 ${good.replace(/.=$/, 't=')}\n`],
  ['with Windows line ends', `threadwell-kek-v1 ${good}\r\n`],
])('a key file %s is refused and never told', async (_what, content) => {
  await writeKey(content)
  const error = await loadOrCreateKeyFile(path, { mayCreate: true }).catch((caught: unknown) => caught)
  expect(error).toMatchObject({ code: 'key-malformed' })
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(good.slice(0, 12))
  expect(await readFile(path, 'latin1')).toBe(content)
})

test('a directory, and a path that leads nowhere, are told apart from a missing key', async () => {
  await expect(loadOrCreateKeyFile(directory, { mayCreate: true })).rejects.toMatchObject({ code: 'key-unreadable' })
  await symlink('loop', join(directory, 'loop'))
  await expect(loadOrCreateKeyFile(join(directory, 'loop'), { mayCreate: true })).rejects.toMatchObject({
    code: 'key-unreadable',
    message: expect.stringContaining('ELOOP'),
  })
})

async function writeKey(content: string): Promise<void> {
  path = join(directory, 'kek')
  await writeFile(path, content, { mode: 0o400 })
}
