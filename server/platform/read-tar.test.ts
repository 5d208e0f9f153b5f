// What is promised here: an archive is read as it was written, however its bytes arrive, and a damaged one is refused.
import { execFileSync } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readTar } from './read-tar.ts'

const folder = mkdtempSync(join(tmpdir(), 'threadwell-tar-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const deep = `${'d'.repeat(60)}/${'e'.repeat(60)}`
const contents: Record<string, Buffer> = {
  empty: Buffer.alloc(0),
  short: Buffer.from('words'),
  block: randomBytes(512),
  long: randomBytes(100_000),
  [`${deep}/far`]: randomBytes(700),
}

function anArchive(): Buffer {
  mkdirSync(join(folder, 'tree', deep), { recursive: true })
  for (const [path, bytes] of Object.entries(contents)) {
    writeFileSync(join(folder, 'tree', path), bytes)
  }
  symlinkSync('short', join(folder, 'tree', 'link'))
  execFileSync('tar', ['--format=ustar', '-cf', join(folder, 'tree.tar'), '-C', join(folder, 'tree'), '.'])
  return execFileSync('cat', [join(folder, 'tree.tar')])
}

const archive = anArchive()

async function* pieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length;) {
    const end = at + randomInt(1, 3_000)
    yield bytes.subarray(at, end)
    at = end
  }
}

async function read(bytes: Buffer) {
  const found: Record<string, Buffer | string> = {}
  for await (const entry of readTar(pieces(bytes))) {
    found[entry.path] =
      entry.kind === 'file' ? Buffer.concat(await Array.fromAsync(entry.content)) : `${entry.kind} ${entry.target}`
  }
  return found
}

test('files, folders and links come back, in whatever pieces they arrive', async () => {
  for (let round = 0; round < 5; round++) {
    const found = await read(archive)
    expect(found['link']).toBe('link short')
    expect(found[deep]).toBe('folder ')
    for (const [path, bytes] of Object.entries(contents)) {
      expect(Buffer.from(found[path] ?? '').equals(bytes)).toBe(true)
    }
  }
})

test('a file that nobody reads is passed over', async () => {
  const paths: string[] = []
  for await (const { path } of readTar(pieces(archive))) {
    paths.push(path)
  }
  expect(paths).toEqual(expect.arrayContaining(Object.keys(contents)))
})

test('one that is cut off, or of which a byte of a header is another, is refused', async () => {
  await expect(read(archive.subarray(0, 2_000))).rejects.toThrow('no end')
  const changed = Buffer.from(archive)
  changed.writeUInt8(changed.readUInt8(1) ^ 1, 1)
  await expect(read(changed)).rejects.toThrow('does not fit')
})

test.each([
  ['../outside', '0', 'leads outside'],
  ['/etc/passwd', '0', 'leads outside'],
  ['device', '3', 'no file and no folder'],
])('the entry %s of type %s is refused', async (path, type, why) => {
  const header = Buffer.alloc(512)
  header.write(path, 0)
  header.write('0000644', 100)
  header.write('00000000000', 124)
  header.write(type, 156)
  header.write('ustar', 257)
  header.fill(0x20, 148, 156)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  await expect(read(Buffer.concat([header, Buffer.alloc(1_024)]))).rejects.toThrow(why)
})
