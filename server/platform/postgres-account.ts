// PostgreSQL refuses to run as root. Started by root (often so in a container) it runs as an unprivileged account instead.
import { execFile } from 'node:child_process'
import { lchown, lstat, readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'

const run = promisify(execFile)

export type Account = { uid: number; gid: number }

/** Tells which account runs the database: undefined means our own; for root, the owner of `directory`, else `postgres`, else `nobody`. */
export async function accountFor(directory: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) {
    return undefined
  }
  const accounts = parseAccounts(await readFile('/etc/passwd', 'utf8'))
  const owner = await lstat(directory).then(
    (stats) => stats.uid,
    () => 0,
  )
  const account =
    [...accounts.values()].find(({ uid }) => uid === owner && uid !== 0) ??
    accounts.get('postgres') ??
    accounts.get('nobody')
  if (account === undefined) {
    throw new EmbeddedPostgresError(
      'no-account',
      'PostgreSQL does not run as root, and /etc/passwd has neither "postgres" nor "nobody" to run it as. ' +
        'Start as an ordinary user, or set DATABASE_URL to use a PostgreSQL server of your own.',
    )
  }
  return account
}

/** Reads the lines of a passwd file (name:password:uid:gid:…) into accounts by name. */
export function parseAccounts(passwd: string): Map<string, Account> {
  const accounts = new Map<string, Account>()
  for (const line of passwd.split('\n')) {
    const [name, , uid, gid] = line.split(':')
    if (name && uid && gid && /^\d+$/.test(uid) && /^\d+$/.test(gid)) {
      accounts.set(name, { uid: Number(uid), gid: Number(gid) })
    }
  }
  return accounts
}

/** Tells whether `account` may enter `directory`; asked by doing it, which takes in all that decides it. */
export async function canEnter(account: Account | undefined, directory: string): Promise<boolean> {
  return run('/bin/sh', ['-c', 'cd -- "$0"', directory], { ...account, cwd: '/' }).then(
    () => true,
    () => false,
  )
}

/** Gives `path` and all below it to `account`; the top changes hands last, so that its owner tells whether all is done. */
export async function giveTo(account: Account | undefined, path: string): Promise<void> {
  if (account === undefined) {
    return
  }
  const stats = await lstat(path)
  if (stats.uid === account.uid) {
    return
  }
  if (stats.isDirectory()) {
    for (const name of await readdir(path)) {
      await giveTo(account, join(path, name))
    }
  }
  await lchown(path, account.uid, account.gid)
}
