import { contextKey, rolePassword } from '../access/key-encryption.ts'
import { KeyMismatchError } from '../access/platform-keys.ts'
import type { Config } from '../config.ts'
import { openDataDir } from '../platform/data-dir.ts'
import type { Connection } from '../platform/db.ts'
import { hasEmbeddedDatabase, startEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { errorCode } from '../platform/error-code.ts'
import { type KeyEncryptionKey, loadOrCreateKeyFile } from '../platform/key-file.ts'
import type { Logger } from '../platform/log.ts'
import { migrate } from '../platform/migrate.ts'
import { keyOfDatabase, parseDatabaseUrl } from './external-postgres.ts'
import { Refusal } from './refusal.ts'

export type Prepared = {
  kek: KeyEncryptionKey
  /** The owner's; the server connects with roles of its own. */
  connection: Connection
  /** Stops the embedded PostgreSQL; does nothing to one that somebody else runs. */
  stop(): Promise<void>
}

/**
 * The key and the database, ready to serve. A database that has data is only opened with the key it was made with: that
 * is found out before anything is written to it.
 */
export async function prepareDatabase(config: Config, log: Logger): Promise<Prepared> {
  await openDataDir(config.dataDir)
  return config.databaseUrl === undefined
    ? prepareEmbedded(config, log)
    : prepareExternal(config, parseDatabaseUrl(config.databaseUrl), log)
}

async function prepareEmbedded(config: Config, log: Logger): Promise<Prepared> {
  const mayCreate = !(await hasEmbeddedDatabase(config.dataDir))
  const kek = await loadOrCreateKeyFile(config.keyFile, { mayCreate })
  const server = await startEmbeddedPostgres({
    dataDir: config.dataDir,
    superuserPassword: rolePassword(kek, 'postgres'),
    log,
  })
  try {
    await applyMigrations(server.connection, kek, log)
    return { kek, connection: server.connection, stop: server.stop }
  } catch (error) {
    await server.stop()
    throw error
  }
}

async function prepareExternal(config: Config, connection: Connection, log: Logger): Promise<Prepared> {
  const madeWith = await keyOfDatabase(connection)
  const kek = await loadOrCreateKeyFile(config.keyFile, { mayCreate: madeWith === null })
  if (madeWith !== null && madeWith !== kek.id) {
    throw new KeyMismatchError(
      `The database has data that was sealed with another key than ${config.keyFile}. Put back the key file it was made with, or set KEYFILE to where it is.`,
    )
  }
  await applyMigrations(connection, kek, log).catch((error: unknown) => {
    throw errorCode(error) === '42501'
      ? new Refusal(`The account ${connection.user} must own the database ${connection.database} and may create roles.`)
      : error
  })
  return { kek, connection, stop: async () => {} }
}

async function applyMigrations(owner: Connection, kek: KeyEncryptionKey, log: Logger): Promise<void> {
  const passwords = {
    threadwell_app: rolePassword(kek, 'threadwell_app'),
    threadwell_job: rolePassword(kek, 'threadwell_job'),
  }
  const { applied } = await migrate(owner, passwords, contextKey(kek))
  if (applied.length > 0) {
    log.info({ applied }, 'the database has been brought up to date')
  }
}
