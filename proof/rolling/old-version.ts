import { execFile } from 'node:child_process'
import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))

export type Version = { commit: string; root: string; main: string; migrations: string[] }

/** What stands here. */
export async function thisVersion(): Promise<Version> {
  return { commit: 'this one', root, main: join(root, 'server/main.ts'), migrations: await migrationsOf('HEAD') }
}

/** The last commit before the newest migration: the schema is one step behind, and so is every statement. */
export async function commitBeforeNewestMigration(): Promise<string> {
  const { stdout } = await git('log', '-1', '--diff-filter=A', '--format=%h', '--', 'server/migrations')
  return `${stdout.trim()}~1`
}

/** An older version out of the history, in a folder of its own, with the packages that are installed here. */
export async function takeOut(commit: string, into: string): Promise<Version> {
  const { stdout } = await git('rev-parse', '--short', commit)
  await mkdir(into, { recursive: true })
  const archive = join(into, 'version.tar')
  await git('archive', `--output=${archive}`, commit)
  await run('tar', ['-xf', archive, '-C', into])
  await symlink(join(root, 'node_modules'), join(into, 'node_modules'))
  return {
    commit: stdout.trim(),
    root: into,
    main: join(into, 'server/main.ts'),
    migrations: await migrationsOf(commit),
  }
}

async function migrationsOf(commit: string): Promise<string[]> {
  const { stdout } = await git('ls-tree', '--name-only', commit, 'server/migrations/')
  return stdout.split('\n').filter((name) => name.endsWith('.sql'))
}

function git(...args: string[]): Promise<{ stdout: string }> {
  return run('git', ['-C', root, ...args], { maxBuffer: 64 * 1024 * 1024 })
}
