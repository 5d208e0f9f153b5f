// A reset wipes what is ours, stops what runs there, and leaves everything else alone.
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDataDir, resetDataDir } from './data-dir.ts'
import { commandLineOf } from './processes.ts'

let place: string
let dataDir: string

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'threadwell-test-'))
  dataDir = join(place, 'data')
})

afterEach(async () => {
  await rm(place, { recursive: true, force: true })
})

test('a directory of ours goes with all that is in it', async () => {
  await openDataDir(dataDir)
  await mkdir(join(dataDir, 'record'))
  await writeFile(join(dataDir, 'record', 'x.pdf'), 'x')
  await openDataDir(dataDir)
  expect(await resetDataDir(dataDir)).toBe(true)
  expect(await readdir(place)).toEqual([])
  expect(await resetDataDir(dataDir)).toBe(false)
})

test('a directory that already held other files is used but never wiped', async () => {
  await mkdir(dataDir)
  await writeFile(join(dataDir, 'thesis.txt'), 'x')
  await openDataDir(dataDir)
  await expect(resetDataDir(dataDir)).rejects.toMatchObject({ code: 'not-our-directory' })
  expect(await readdir(dataDir)).toEqual(['thesis.txt'])
})

test.each([['package.json'], ['.git']])('a directory with %s is never wiped, marked or not', async (name) => {
  await openDataDir(dataDir)
  await writeFile(join(dataDir, name), '{}')
  await expect(resetDataDir(dataDir)).rejects.toMatchObject({ code: 'not-our-directory' })
})

test('neither the program nor what lies above it is ever wiped', async () => {
  for (const above of ['../..', '../../..']) {
    await expect(resetDataDir(resolve(import.meta.dirname, above))).rejects.toMatchObject({ code: 'not-our-directory' })
  }
})

test('a reset refuses while a server uses the directory, and stops a database that a killed one left', async () => {
  const fixture = join(import.meta.dirname, 'embedded-postgres.fixture.ts')
  const child = spawn(process.execPath, [fixture, dataDir, 'password'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((done) => child.once('exit', done))
  try {
    await new Promise((done) => child.stdout.once('data', done))
    await expect(resetDataDir(dataDir)).rejects.toMatchObject({
      code: 'in-use',
      message: expect.stringContaining(`process ${child.pid}`),
    })
  } finally {
    child.kill('SIGKILL')
    await ended
  }
  const left = Number((await readFile(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8')).split('\n')[0])
  expect(await commandLineOf(left)).toContain('postgres')

  expect(await resetDataDir(dataDir)).toBe(true)
  expect(await commandLineOf(left)).toBeUndefined()
  expect(await readdir(place)).toEqual([])
}, 60_000)
