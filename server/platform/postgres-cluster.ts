// Where the embedded database lies on disk, and how it is made there: initdb works in a folder of its own, which gets its
// real name only when complete, so that a start that was killed leaves nothing half-made behind.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstat, mkdir, mkdtemp, open, readFile, readdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { limits } from '../../shared/limits.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { errorCode } from './error-code.ts'
import { canEnter, giveTo, type Account } from './postgres-account.ts'
import type { Programs } from './postgres-programs.ts'
import { commandLineOf } from './processes.ts'

const run = promisify(execFile)

export const superuser = 'postgres'
export const socketPort = 5432

/** Where things are. `directory` belongs to the database's account; `nearby` is a place in the temporary directory. */
export type Cluster = {
  name: string
  directory: string
  data: string
  socketDirectory: string
  nearby: string
  logFile: string
}

/** Names the places of the cluster in `dataDir`, which must exist; nothing is written. */
export async function locateCluster(dataDir: string): Promise<Cluster> {
  const directory = join(await realpath(dataDir), 'postgres')
  const name = `threadwell-${createHash('sha256').update(directory).digest('hex').slice(0, 16)}`
  const nearby = join(tmpdir().length < 60 ? tmpdir() : '/tmp', name)
  const ownRun = join(directory, 'run')
  const longest = Buffer.byteLength(join(ownRun, `.s.PGSQL.${socketPort}.lock`))
  return {
    name,
    directory,
    data: join(directory, 'cluster'),
    socketDirectory: longest <= limits.socketPathBytes ? ownRun : join(nearby, 'run'),
    nearby,
    logFile: join(dirname(directory), 'log', 'postgres.log'),
  }
}

/** Makes the directories the cluster needs, each private to the account that uses it. */
export async function makeDirectories(cluster: Cluster, account: Account | undefined): Promise<void> {
  try {
    await mkdir(cluster.directory, { recursive: true, mode: 0o700 })
    await mkdir(dirname(cluster.logFile), { recursive: true, mode: 0o700 })
    await giveTo(account, cluster.directory)
    if (cluster.socketDirectory.startsWith(cluster.nearby)) {
      await makeNearby(cluster)
    }
    await mkdir(cluster.socketDirectory, { recursive: true, mode: 0o700 })
    await giveTo(account, cluster.socketDirectory)
  } catch (error) {
    throw explained(cluster, error)
  }
}

/** Makes the place in the temporary directory; refuses one that somebody else laid there. */
export async function makeNearby(cluster: Cluster): Promise<string> {
  await mkdir(cluster.nearby, { recursive: true, mode: 0o755 })
  const stats = await lstat(cluster.nearby)
  if (!stats.isDirectory() || stats.uid !== process.getuid?.() || (stats.mode & 0o022) !== 0) {
    throw new EmbeddedPostgresError(
      'not-permitted',
      `${cluster.nearby} was made by somebody else. Remove it and start again.`,
    )
  }
  return cluster.nearby
}

/** Makes the cluster if there is none, and refuses one of another major version. Twice is once: a complete cluster is left alone. */
export async function initialiseCluster(options: {
  cluster: Cluster
  account: Account | undefined
  programs: Programs
  password: string
}): Promise<void> {
  const { cluster, account, programs, password } = options
  await removeUnfinished(cluster.directory)
  const version = await clusterVersion(cluster)
  if (version === programs.majorVersion) {
    return
  }
  if (version !== undefined) {
    throw new EmbeddedPostgresError(
      'other-version',
      `${cluster.data} was made by PostgreSQL ${version}, and the embedded PostgreSQL is ${programs.majorVersion}. ` +
        'Install the release of Threadwell that made it, export the data, and import it into an empty DATA_DIR.',
    )
  }

  const unfinished = await mkdtemp(join(cluster.directory, `new-${process.pid}-`))
  try {
    const data = join(unfinished, 'cluster')
    await mkdir(data, { mode: 0o700 })
    await writeFile(join(unfinished, 'password'), password, { mode: 0o400 })
    await giveTo(account, unfinished)
    await runInitdb(programs, account, data)
    await renameIfAbsent(data, cluster.data)
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}

/** The environment of the database's programs: nothing of ours, fixed language and time zone. */
export const databaseEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

/** Tells the major version that made the cluster, or undefined where there is no cluster yet. */
export async function clusterVersion(cluster: Cluster): Promise<number | undefined> {
  try {
    return Number((await readFile(join(cluster.data, 'PG_VERSION'), 'utf8')).trim())
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return undefined
    }
    throw explained(cluster, error)
  }
}

/**
 * Tells how `account` can name `data` when it is its working directory. Below a directory that the account may not enter
 * (a checkout in root's 0700 home) no path works, but Linux lets a process name where it already is.
 */
export async function dataPathFor(account: Account | undefined, data: string): Promise<string> {
  if (await canEnter(account, data)) {
    return data
  }
  if (process.platform === 'linux') {
    return '/proc/self/cwd'
  }
  throw new EmbeddedPostgresError(
    'not-permitted',
    `The account that runs PostgreSQL cannot enter ${data}. Choose a DATA_DIR outside private directories, or start as an ordinary user.`,
  )
}

function explained(cluster: Cluster, error: unknown): unknown {
  if (errorCode(error) !== 'EACCES' && errorCode(error) !== 'EPERM') {
    return error
  }
  return new EmbeddedPostgresError(
    'not-permitted',
    `${cluster.directory} is closed to this account. Start as the account that made it, ` +
      'give it to this one with chown -R, or choose another DATA_DIR.',
    { cause: error },
  )
}

async function runInitdb(programs: Programs, account: Account | undefined, data: string): Promise<void> {
  const settings = {
    pgdata: await dataPathFor(account, data),
    username: superuser,
    pwfile: '../password',
    'auth-local': 'scram-sha-256',
    'auth-host': 'reject',
    encoding: 'UTF8',
    locale: 'C',
    'locale-provider': 'builtin',
    'builtin-locale': 'C.UTF-8',
  }
  const words = Object.entries(settings).map(([name, value]) => `--${name}=${value}`)
  try {
    await run(programs.initdb, [...words, '--data-checksums', '--no-instructions'], {
      ...account,
      cwd: data,
      env: databaseEnvironment,
      timeout: limits.databaseStartMs,
    })
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : ''
    const reason = output.split('\n').find((line) => /error|fatal|could not/i.test(line)) ?? 'it told no reason'
    throw new EmbeddedPostgresError(
      'start-failed',
      `The embedded PostgreSQL cannot make its files in ${data}: ${reason}`,
    )
  }
}

async function removeUnfinished(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const pid = /^new-(\d+)-/.exec(name)?.[1]
    if (pid === undefined) {
      continue
    }
    const path = join(directory, name)
    const isOld = Date.now() - (await stat(path)).mtimeMs > 2 * limits.databaseStartMs
    if (isOld || (await commandLineOf(Number(pid))) === undefined) {
      // The initdb of a start that was killed may live a moment longer, and write where we remove.
      const { removeAttempts: maxRetries, removePauseMs: retryDelay } = limits
      await rm(path, { recursive: true, force: true, maxRetries, retryDelay })
    }
  }
}

/** Another start may have been quicker: its complete cluster stays, and ours goes. */
async function renameIfAbsent(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if (errorCode(error) !== 'ENOTEMPTY' && errorCode(error) !== 'EEXIST') {
      throw error
    }
  }
  const parent = await open(dirname(to))
  await parent.sync()
  await parent.close()
}
