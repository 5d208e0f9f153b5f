import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { Connection } from './db.ts'

const folder = fileURLToPath(new URL('../migrations/', import.meta.url))
const loginRoles = ['threadwell_app', 'threadwell_job'] as const
export type LoginRole = (typeof loginRoles)[number]

/**
 * Applies the migrations that are missing, in order, each in a transaction of its own, under one lock.
 * `owner` may create roles; `passwords` are those of the two login roles; `contextKey` signs the request context.
 */
export async function migrate(
  owner: Connection,
  passwords: Record<LoginRole, string>,
  contextKey: Buffer,
): Promise<{ applied: string[] }> {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(7467238)')
    await createRoles(client, passwords)
    await client.query('set role threadwell_owner')
    await client.query(
      'create table if not exists migrations (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
    )
    const applied = await applyMissing(client)
    await storeContextKey(client, contextKey)
    return { applied }
  } finally {
    await client.end()
  }
}

async function createRoles(client: pg.Client, passwords: Record<LoginRole, string>): Promise<void> {
  await createRole(client, 'threadwell_owner', 'nologin')
  for (const role of loginRoles) {
    await createRole(client, role, 'login')
    // A role's password cannot be a parameter; both parts are quoted by the client.
    await client.query(
      `alter role ${role} login nosuperuser nocreatedb nocreaterole password ${client.escapeLiteral(passwords[role])}`,
    )
  }
  await client.query('grant threadwell_owner to current_user')
  const { rows } = await client.query<{ name: string }>('select current_database() as name')
  const database = client.escapeIdentifier(rows[0]?.name ?? '')
  await client.query(`revoke all on database ${database} from public`)
  await client.query(`grant connect on database ${database} to ${loginRoles.join(', ')}`)
  await client.query(`grant create on database ${database} to threadwell_owner`)
  await client.query('revoke create on schema public from public')
  await client.query('grant usage, create on schema public to threadwell_owner')
  await client.query(`grant usage on schema public to ${loginRoles.join(', ')}`)
}

async function createRole(client: pg.Client, name: string, options: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name])
  if (rowCount === 0) {
    // Two databases of one cluster may come here at once; the second finds the role made.
    await client.query(`create role ${name} ${options}`).catch((error: { code?: string }) => {
      if (error.code !== '42710' && error.code !== '23505') {
        throw error
      }
    })
  }
}

async function applyMissing(client: pg.Client): Promise<string[]> {
  const done = new Map(
    (await client.query<{ name: string; sha256: string }>('select name, sha256 from migrations')).rows.map((row) => [
      row.name,
      row.sha256,
    ]),
  )
  const applied: string[] = []
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()) {
    const sql = await readFile(new URL(name, new URL('../migrations/', import.meta.url)), 'utf8')
    const sha256 = createHash('sha256').update(sql).digest('hex')
    if (done.has(name)) {
      if (done.get(name) !== sha256) {
        throw new Error(`the migration ${name} was changed after it was applied`)
      }
      continue
    }
    await client.query('begin')
    await client.query(sql)
    await client.query('insert into migrations (name, sha256) values ($1, $2)', [name, sha256])
    await client.query('commit')
    applied.push(name)
  }
  return applied
}

async function storeContextKey(client: pg.Client, key: Buffer): Promise<void> {
  const block = Buffer.alloc(64)
  key.copy(block)
  const pad = (byte: number) => Buffer.from(block.map((b) => b ^ byte))
  await client.query(
    `insert into priv.context_key (is_only, inner_pad, outer_pad) values (true, $1, $2)
     on conflict (is_only) do update set inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad`,
    [pad(0x36), pad(0x5c)],
  )
}
