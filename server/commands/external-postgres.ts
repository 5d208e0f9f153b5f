// DATABASE_URL: a PostgreSQL that somebody else runs. Looked at before anything in it is changed.
import pg from 'pg'
import { limits } from '../../shared/limits.ts'
import type { Connection } from '../platform/db.ts'
import { errorCode } from '../platform/error-code.ts'
import { Refusal } from './refusal.ts'

const oldestVersion = 15

/** Reads DATABASE_URL. Besides the usual parts, `host`, `port`, `user` and `sslmode` may stand in the query (a socket's folder). */
export function parseDatabaseUrl(text: string): Connection {
  const url = new URL(text)
  const query = url.searchParams
  const sslmode = query.get('sslmode') ?? 'disable'
  if (!['disable', 'require', 'verify-ca', 'verify-full'].includes(sslmode)) {
    throw new Refusal('DATABASE_URL: sslmode must be disable, require, verify-ca or verify-full.')
  }
  const database = decodeURIComponent(url.pathname.slice(1))
  if (database === '') {
    throw new Refusal('DATABASE_URL must name a database: postgres://user:password@host:5432/database')
  }
  return {
    host: query.get('host') ?? (url.hostname.replace(/^\[|\]$/g, '') || 'localhost'),
    port: Number(query.get('port') ?? (url.port || 5432)),
    user: decodeURIComponent(query.get('user') ?? url.username),
    password: decodeURIComponent(url.password),
    database,
    // The server's certificate is always checked; NODE_EXTRA_CA_CERTS names the clinic's own authority.
    ssl: sslmode !== 'disable',
  }
}

/** The key-encryption key this database was made with, by its id; null when it has no data yet. Changes nothing. */
export async function keyOfDatabase(owner: Connection): Promise<string | null> {
  const client = new pg.Client({ ...owner, connectionTimeoutMillis: limits.databaseConnectMs })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows: about } = await client.query<{ version: string; has_tables: boolean }>(
      `select current_setting('server_version_num') as version, to_regclass('public.platform_keys') is not null as has_tables`,
    )
    const version = Math.floor(Number(about[0]?.version) / 10_000)
    if (version < oldestVersion) {
      throw new Refusal(`The database is PostgreSQL ${version}; Threadwell needs ${oldestVersion} or newer.`)
    }
    if (about[0]?.has_tables !== true) {
      return null
    }
    await client.query('set role threadwell_owner')
    const { rows } = await client.query<{ kek_id: string }>(`select kek_id from platform_keys where state = 'active'`)
    return rows[0]?.kek_id ?? null
  } catch (error) {
    throw inWords(error, owner)
  } finally {
    await client.end().catch(() => undefined)
  }
}

function inWords(error: unknown, { host, port, user, database }: Connection): unknown {
  const code = errorCode(error)
  switch (code) {
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'ENOENT':
    case 'ETIMEDOUT':
      return new Refusal(
        `No PostgreSQL answers at ${host}:${port} (${code}). Is it running, and is DATABASE_URL right?`,
      )
    case '28P01':
    case '28000':
      return new Refusal(`PostgreSQL does not let ${user} in (${code}). Is the password in DATABASE_URL right?`)
    case '3D000':
      return new Refusal(`PostgreSQL has no database ${database}. Create it, or name another in DATABASE_URL.`)
    case '42501':
      return new Refusal(`The account ${user} may not manage this database: it must own it and may create roles.`)
    default:
      return error
  }
}
