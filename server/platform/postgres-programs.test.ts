// The database's programs are found where npm put them, or copied to where the database's account can run them.
import { chmod, cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accountFor, parseAccounts } from './postgres-account.ts'
import { findPrograms, installedPrograms } from './postgres-programs.ts'

const isRoot = process.getuid?.() === 0
let place: string
let copyPlace: string

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'threadwell-test-'))
  copyPlace = await mkdtemp(join(tmpdir(), 'threadwell-test-'))
  await chmod(copyPlace, 0o755)
})

afterAll(async () => {
  await rm(place, { recursive: true, force: true })
  await rm(copyPlace, { recursive: true, force: true })
})

test('a platform without the package is told what to do', () => {
  expect(() => installedPrograms('plan9-mips')).toThrow(
    expect.objectContaining({ code: 'not-installed', message: expect.stringContaining('DATABASE_URL') }),
  )
})

test('installed programs run in place, and their library links are made', async () => {
  const account = await accountFor(place)
  const installed = installedPrograms()
  const programs = await findPrograms({ account, installed, copyPlaces: [] })
  expect(programs).toEqual({
    initdb: join(installed.native, 'bin/initdb'),
    postgres: join(installed.native, 'bin/postgres'),
    majorVersion: 18,
  })
})

test('programs below a directory that the account may not enter are copied once, and older copies go', async () => {
  // mkdtemp makes directories that only their owner enters: root's is closed to the database's account.
  const account = await accountFor(place)
  const installed = { native: join(place, 'native'), version: '18.4.0' }
  await cp(installedPrograms().native, installed.native, { recursive: true, verbatimSymlinks: true })
  await mkdir(join(copyPlace, 'programs', '17.0.0'), { recursive: true })

  const find = () => findPrograms({ account, installed, copyPlaces: [async () => place, async () => copyPlace] })
  const { postgres } = await find()
  expect(dirname(dirname(postgres))).toBe(isRoot ? join(copyPlace, 'programs/18.4.0/native') : installed.native)
  expect(await readdir(join(copyPlace, 'programs'))).toEqual([isRoot ? '18.4.0' : '17.0.0'])
  expect((await find()).postgres).toBe(postgres)
  expect(await readdir(place)).not.toContain('programs')
})

test('programs that run nowhere are told with the way out', async () => {
  const installed = { native: join(place, 'empty'), version: '18.4.0' }
  await mkdir(installed.native)
  await expect(findPrograms({ account: undefined, installed, copyPlaces: [] })).rejects.toMatchObject({
    code: 'programs-unusable',
    message: expect.stringContaining('DATABASE_URL'),
  })
})

test('accounts are read from the lines of a passwd file, and other lines are passed over', () => {
  const passwd =
    'root:x:0:0:root:/root:/bin/sh\n# note\n\nnobody:x:65534:65534::/:/bin/false\n+::::::\nodd:x:one:1::/:\n'
  expect(Object.fromEntries(parseAccounts(passwd))).toEqual({
    root: { uid: 0, gid: 0 },
    nobody: { uid: 65534, gid: 65534 },
  })
})

test('root hands the database to another account, anybody else keeps it', async () => {
  const account = await accountFor(place)
  expect(account === undefined).toBe(!isRoot)
  expect(account?.uid).not.toBe(0)
})
