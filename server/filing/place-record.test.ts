/** A record appears in the folder whole, once, readable by its owner alone; otherwise nothing appears and a code says why. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { exampleId, exampleTime } from './example-record.ts'
import { placeRecord, type RecordFile } from './place-record.ts'
import { problemOf, RecordFolderError } from './record-folder-error.ts'
import { removeUnfinished } from './remove-unfinished.ts'

const patientFolder = `${exampleId(1)}/${exampleId(2)}`
const name = exampleId(8)
const location = `${patientFolder}/${name}`
const now = exampleTime(0.123)

let recordDir: string

beforeEach(async () => {
  recordDir = await mkdtemp(join(tmpdir(), 'records-'))
})

afterEach(async () => {
  await chmod(recordDir, 0o700)
  await rm(recordDir, { recursive: true })
})

describe('a record that is placed', () => {
  it('has its files and a receipt', async () => {
    const receipt = await placeRecord(recordDir, { patientFolder, name, files: files(), now })
    expect(receipt).toEqual({ location, sha256: sha256('%PDF'), placedAt: now })
    expect(await readFile(join(recordDir, location, 'record.pdf'), 'utf8')).toBe('%PDF')
    expect(await readFile(join(recordDir, location, photo), 'utf8')).toBe('one, two')
    expect(await readFile(join(recordDir, location, 'SHA256SUMS'), 'utf8').then(sorted)).toEqual(
      sorted(
        [`${sha256('%PDF')}  record.pdf`, `${sha256('{}')}  bundle.json`, `${sha256('one, two')}  ${photo}`].join('\n'),
      ),
    )
    expect(await readdir(join(recordDir, '.unfinished'))).toEqual([])
  })

  it('is readable by its owner alone', async () => {
    await placeRecord(recordDir, { patientFolder, name, files: files(), now })
    const found = await readdir(recordDir, { recursive: true, withFileTypes: true })
    expect(found.length).toBeGreaterThan(7)
    for (const entry of found) {
      const { mode } = await stat(join(entry.parentPath, entry.name))
      expect([entry.name, (mode & 0o777).toString(8)]).toEqual([entry.name, entry.isDirectory() ? '700' : '600'])
    }
  })

  it('stays as it was when it is placed again', async () => {
    const first = await placeRecord(recordDir, { patientFolder, name, files: files(), now })
    const before = await listing()
    const second = await placeRecord(recordDir, { patientFolder, name, files: files(), now: exampleTime(5) })
    expect(second).toEqual(first)
    expect(await listing()).toEqual(before)
  })

  it('is one record when eight place it at once', async () => {
    const receipts = await Promise.all(
      Array.from({ length: 8 }, () => placeRecord(recordDir, { patientFolder, name, files: files(), now })),
    )
    expect(new Set(receipts.map((each) => JSON.stringify(each))).size).toBe(1)
    expect(await readdir(join(recordDir, patientFolder))).toEqual([name])
    expect(await readdir(join(recordDir, '.unfinished'))).toEqual([])
  })

  it('is not replaced by a record with other content', async () => {
    await placeRecord(recordDir, { patientFolder, name, files: files(), now })
    const other = placeRecord(recordDir, { patientFolder, name, files: files('%PDF of another'), now })
    await expect(other).rejects.toMatchObject({ code: 'record-already-differs', mayPassLater: false })
    expect(await readFile(join(recordDir, location, 'record.pdf'), 'utf8')).toBe('%PDF')
  })

  it.each(['changed', 'missing'])('gives no second receipt when a file of it is %s', async (fate) => {
    await placeRecord(recordDir, { patientFolder, name, files: files(), now })
    const path = join(recordDir, location, 'bundle.json')
    await (fate === 'changed' ? writeFile(path, '{ }') : rm(path))
    const again = placeRecord(recordDir, { patientFolder, name, files: files(), now })
    await expect(again).rejects.toMatchObject({ code: 'record-already-differs' })
  })
})

describe('a record that cannot be placed', () => {
  it.each(['Roy', '1234567897', '..', 'a b', '', 'photo-of-anne.jpg', 'UPPER'])(
    'because a path says "%s" is refused',
    async (word) => {
      const named = {
        patientFolder,
        name,
        now,
        files: [...files(), { name: `attachments/${word}`, content: text('x') }],
      }
      await expect(placeRecord(recordDir, named)).rejects.toMatchObject({ code: 'record-name-refused' })
      const folder = { patientFolder: word, name, now, files: files() }
      await expect(placeRecord(recordDir, folder)).rejects.toMatchObject({ code: 'record-name-refused' })
      expect(await readdir(recordDir)).toEqual([])
    },
  )

  it('because an attachment is not the one that was sent leaves nothing', async () => {
    const [pdf, ...others] = files()
    const lying = [{ ...pdf, name: 'record.pdf', content: text('%PDF'), sha256: sha256('something else') }, ...others]
    await expect(placeRecord(recordDir, { patientFolder, name, files: lying, now })).rejects.toMatchObject({
      code: 'record-file-differs',
      mayPassLater: false,
    })
    expect(await readdir(recordDir, { recursive: true })).toEqual(['.unfinished'])
  })

  it('because the folder is missing may be placed later', async () => {
    const missing = placeRecord(join(recordDir, 'unmounted'), { patientFolder, name, files: files(), now })
    await expect(missing).rejects.toMatchObject({ code: 'record-folder-missing', mayPassLater: true })
    expect(await readdir(recordDir)).toEqual([])
  })

  it('because the folder is a file may be placed later', async () => {
    await writeFile(join(recordDir, 'file'), '')
    const onFile = placeRecord(join(recordDir, 'file'), { patientFolder, name, files: files(), now })
    await expect(onFile).rejects.toMatchObject({ code: 'record-folder-missing', mayPassLater: true })
  })

  it('because the folder is not writable may be placed later', async () => {
    await chmod(recordDir, 0o555)
    const refused = await asOrdinaryUser(() =>
      placeRecord(recordDir, { patientFolder, name, files: files(), now }).catch((error: unknown) => error),
    )
    expect(refused).toBeInstanceOf(RecordFolderError)
    expect(refused).toMatchObject({ code: 'record-folder-not-writable', mayPassLater: true })
  })

  it('because a content breaks off throws that very error and leaves nothing', async () => {
    const broken = Object.assign(new Error('no such blob'), { code: 'ENOENT' })
    const content = (async function* () {
      yield text('half')
      throw broken
    })()
    const placing = placeRecord(recordDir, {
      patientFolder,
      name,
      now,
      files: [...files(), { name: 'x.txt', content }],
    })
    await expect(placing).rejects.toBe(broken)
    expect(await readdir(recordDir, { recursive: true })).toEqual(['.unfinished'])
  })
})

it.each([
  ['ENOSPC', 'record-folder-full'],
  ['EDQUOT', 'record-folder-full'],
  ['EROFS', 'record-folder-not-writable'],
  ['EACCES', 'record-folder-not-writable'],
  ['EIO', 'record-folder-failing'],
  ['ESTALE', 'record-folder-missing'],
  ['EEXIST', 'record-folder-missing'],
  ['EISDIR', undefined],
])('the system error %s means %s', (code, problem) => {
  expect(problemOf(Object.assign(new Error(code), { code }))).toBe(problem)
})

it('a crash in the middle shows no record, and what it left is removed when it is old', async () => {
  const script = `
    const { placeRecord } = await import(process.argv[1])
    const endless = (async function* () { for (;;) yield Buffer.alloc(65536) })()
    await placeRecord(process.argv[2], { patientFolder: ${JSON.stringify(patientFolder)}, name: '${name}',
      files: [{ name: 'record.pdf', content: endless }], now: new Date() })`
  const module = new URL('place-record.ts', import.meta.url).href
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, module, recordDir])
  const ended = new Promise((resolve) => child.once('exit', resolve))
  await untilSomethingIsWritten()
  child.kill('SIGKILL')
  await ended
  expect(await readdir(recordDir)).toEqual(['.unfinished'])
  expect(await removeUnfinished(recordDir, new Date(Date.now() - 60_000))).toBe(0)
  expect(await removeUnfinished(recordDir, new Date(Date.now() + 60_000))).toBe(1)
  expect(await readdir(join(recordDir, '.unfinished'))).toEqual([])
  expect(await removeUnfinished(join(recordDir, 'nowhere'), new Date())).toBe(0)
})

const photo = `attachments/${exampleId(201)}.jpg`

function files(pdf = '%PDF'): RecordFile[] {
  const chunks = (async function* () {
    yield text('one, ')
    yield text('two')
  })()
  return [
    { name: 'record.pdf', content: text(pdf) },
    { name: 'bundle.json', content: text('{}') },
    { name: photo, content: chunks, sha256: sha256('one, two') },
  ]
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value)
}

function sha256(value: string): string {
  return createHash('sha256').update(value).digest('hex')
}

function sorted(lines: string): string[] {
  return lines.trim().split('\n').toSorted()
}

async function listing(): Promise<string[]> {
  const found = await readdir(recordDir, { recursive: true, withFileTypes: true })
  const lines = found.map(async ({ parentPath, name: entry }) => {
    const { mtimeMs, ino } = await stat(join(parentPath, entry))
    return entry === '.unfinished' ? entry : `${parentPath}/${entry} ${mtimeMs} ${ino}`
  })
  return (await Promise.all(lines)).toSorted()
}

/** Nothing is unwritable to root, so that root steps down for the time of the act. */
async function asOrdinaryUser<T>(act: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) {
    return act()
  }
  process.seteuid?.(65_534)
  try {
    return await act()
  } finally {
    process.seteuid?.(0)
  }
}

async function untilSomethingIsWritten(): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = await readdir(recordDir, { recursive: true })
    const pdf = found.find((path) => path.endsWith('record.pdf'))
    if (pdf && (await stat(join(recordDir, pdf))).size > 0) {
      return
    }
    await sleep(25)
  }
  throw new Error('the child wrote nothing')
}
