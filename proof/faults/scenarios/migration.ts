import { readdir } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { seededRandom } from '../../../bench/seeded.ts'
import type { Outcome, Scenario } from '../scenario.ts'
import { databaseUrl } from '../stage/cluster.ts'
import type { Stage } from '../stage/stage.ts'

/** Deaths on the way of one database, each in or after a migration that is drawn; over so many databases, each three times. */
const deathsEach = 3
const folder = new URL('../../../server/migrations/', import.meta.url)
/** Kills fall within so long after a migration is noted: in the next one, or before it. */
const withinMs = 30

export const migration: Scenario = {
  rows: ['R23'],
  does: 'SIGKILL while a database is brought up to date, in each migration; the next start goes on, and it ends as if nothing had been',
  runs: 50,
  quick: null,
  plant: 'a migration that is noted before it is done',
  async play({ seed, runs, isPlanted, stage: openStage, tell }): Promise<Outcome> {
    const stage = await openStage()
    const random = seededRandom(seed)
    const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted()
    const violations: string[] = []
    const interrupted = new Map<string, number>()
    const expected = await shapeWithout(stage)
    for (let run = 0; run < runs; run++) {
      const database = `faults_${seed}_${run}`
      await stage.postgres.query(`create database ${database}`)
      const on = { ...stage.postgres.connection, database }
      const start = () => stage.start({ command: 'migrate', isEager: true, env: { DATABASE_URL: databaseUrl(on) } })
      const targets = Array.from(
        { length: deathsEach },
        (_, death) => names[(run + Math.floor((death * names.length) / deathsEach)) % names.length] ?? '',
      )
      for (const target of targets.toSorted()) {
        const server = await start()
        await Promise.race([server.ended, reached(on, target)])
        await sleep(random() * withinMs)
        if (server.isRunning) {
          await server.kill()
          const last = await lastOf(on)
          interrupted.set(last, (interrupted.get(last) ?? 0) + 1)
        }
      }
      await (isPlanted ? noteTooEarly(on) : undefined)
      const server = await start()
      const { code } = await server.ended
      const shape = await shapeOf(on)
      violations.push(
        ...(code === 0 ? [] : [`database ${run}: the last start ended with ${code}: ${await server.log()}`]),
        ...(shape === expected ? [] : [`database ${run} differs: ${firstDifference(expected, shape)}`]),
      )
      await stage.postgres.query(`drop database ${database} with (force)`)
    }
    const kills = [...interrupted.values()].reduce((sum, count) => sum + count, 0)
    tell(`the last one noted when it fell: ${[...interrupted.keys()].toSorted().join(', ')}`)
    return {
      violations,
      figures: { databases: runs, kills, 'migrations after which one fell': `${interrupted.size} of ${names.length}` },
    }
  },
}

type On = Stage['postgres']['connection']

async function shapeWithout(stage: Stage): Promise<string> {
  await stage.postgres.query('create database faults_whole')
  const on = { ...stage.postgres.connection, database: 'faults_whole' }
  const server = await stage.start({ command: 'migrate', isEager: true, env: { DATABASE_URL: databaseUrl(on) } })
  const { code } = await server.ended
  if (code !== 0) {
    throw new Error(`an undisturbed migration ended with ${code}: ${await server.log()}`)
  }
  const shape = await shapeOf(on)
  await stage.postgres.query('drop database faults_whole with (force)')
  return shape
}

/** The last one has its mark without what it makes, and nobody would make it any more. */
async function noteTooEarly(on: On): Promise<void> {
  await ask(on, `update migrations set sha256 = '' where name = (select max(name) from migrations)`)
}

async function reached(on: On, name: string): Promise<void> {
  const client = new pg.Client(on)
  await client.connect()
  try {
    for (let last = ''; last < name;) {
      await sleep(2)
      const { rows } = await client.query<{ is_there: boolean }>(
        `select to_regclass('migrations') is not null as is_there`,
      )
      if (rows[0]?.is_there) {
        last =
          (await client.query<{ name: string | null }>('select max(name) as name from migrations')).rows[0]?.name ?? ''
      }
    }
  } finally {
    await client.end()
  }
}

async function lastOf(on: On): Promise<string> {
  const rows = await ask(on, `select to_regclass('migrations') is not null as is_there`)
  const [last] = rows[0]?.['is_there'] === true ? await ask(on, 'select max(name) as name from migrations') : []
  return typeof last?.['name'] === 'string' ? last['name'].slice(0, 4) : 'none'
}

/** All that the migrations make, in words: tables with columns, constraints, indexes, policies, functions, triggers, rights. */
async function shapeOf(on: On): Promise<string> {
  const rows = await ask(
    on,
    `select line from (
       select format('column %s.%s %s %s %s %s', n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)) as line
         from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
         left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
         where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v') and n.nspname in ('public', 'priv')
       union all select format('constraint %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint
         where connamespace in ('public'::regnamespace, 'priv'::regnamespace)
       union all select format('index %s', pg_get_indexdef(indexrelid)) from pg_index i join pg_class c on c.oid = i.indrelid
         where c.relnamespace in ('public'::regnamespace, 'priv'::regnamespace)
       union all select format('policy %s %s %s %s %s', polrelid::regclass, polname, polcmd, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) from pg_policy
       union all select format('function %s', pg_get_functiondef(oid)) from pg_proc
         where pronamespace in ('public'::regnamespace, 'priv'::regnamespace) and prokind in ('f', 'p')
       union all select format('trigger %s', pg_get_triggerdef(oid)) from pg_trigger where not tgisinternal
       union all select format('rights %s %s %s %s', oid::regclass, relrowsecurity, relforcerowsecurity, relacl) from pg_class
         where relnamespace in ('public'::regnamespace, 'priv'::regnamespace) and relkind in ('r', 'p', 'v', 'S')
       union all select format('applied %s %s', name, sha256) from migrations
     ) as lines order by line`,
  )
  return rows.map(({ line }) => String(line)).join('\n')
}

function firstDifference(expected: string, found: string): string {
  const [these, those] = [new Set(expected.split('\n')), new Set(found.split('\n'))]
  const missing = [...these].find((line) => !those.has(line))
  const more = [...those].find((line) => !these.has(line))
  return `missing "${missing?.slice(0, 160) ?? '-'}", more "${more?.slice(0, 160) ?? '-'}"`
}

async function ask(on: On, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(on)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}
