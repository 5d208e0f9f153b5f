// Opens sealed values of a restored database, to show that its keys and its rows belong together.
import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import {
  type PatientPlace,
  patientPlaces,
  type PlatformPlace,
  platformPlaces,
  type PracticePlace,
  practicePlaces,
} from '../access/places.ts'
import type { Deployment } from '../access/platform-keys.ts'
import type { Tx } from '../platform/db.ts'
import { DecryptError } from '../platform/crypto/envelope.ts'

type Row = { id: string; version: number; patient_id: string; envelope: Buffer }

/** Of each sealed column of the practice, some values; how many were opened, and which columns hold one that does not open. */
export async function openSample(ctx: Context): Promise<{ opened: number; closed: string[] }> {
  const closed = new Set<string>()
  let opened = 0
  const tryOpen = (place: string, open: (version: number) => unknown, row: Row): void => {
    // What never changes is sealed at version 1, the rest at its row's.
    if ([1, row.version].some((version) => opens(() => open(version)))) {
      opened++
    } else {
      closed.add(place)
    }
  }
  for (const place of Object.keys(patientPlaces) as PatientPlace[]) {
    const rows = await sample(ctx.tx, place)
    await ctx.keys.load(rows.map((row) => row.patient_id))
    for (const row of rows) {
      const at = { id: row.id, patientId: row.patient_id }
      tryOpen(place, (version) => ctx.keys.openBytes(place, { ...at, version }, row.envelope), row)
    }
  }
  for (const place of Object.keys(practicePlaces) as PracticePlace[]) {
    for (const row of await sample(ctx.tx, place)) {
      tryOpen(place, (version) => ctx.keys.openForPractice(place, { id: row.id, version }, row.envelope), row)
    }
  }
  return { opened, closed: [...closed] }
}

/** The same for the directory of accounts. */
export async function openAccounts(tx: Tx, deployment: Deployment): Promise<{ opened: number; closed: string[] }> {
  const closed = new Set<string>()
  let opened = 0
  for (const place of (Object.keys(platformPlaces) as PlatformPlace[]).filter((each) => each.startsWith('accounts.'))) {
    for (const row of await sample(tx, place)) {
      if (
        [1, row.version].some((version) => opens(() => deployment.open(place, { id: row.id, version }, row.envelope)))
      ) {
        opened++
      } else {
        closed.add(place)
      }
    }
  }
  return { opened, closed: [...closed] }
}

async function sample(tx: Tx, place: string): Promise<Row[]> {
  const [table = '', column = ''] = place.split('.')
  const { rows } = await sql<Row>`
    select id, coalesce((to_jsonb(t) ->> 'version')::integer, 1) as version,
      coalesce(to_jsonb(t) ->> 'patient_id', id::text) as patient_id, ${sql.ref(column)} as envelope
    from (select * from ${sql.table(table)} where ${sql.ref(column)} is not null
      order by sha256(uuid_send(id)) limit ${limits.backupSampleRows}) t`.execute(tx)
  return rows
}

function opens(open: () => unknown): boolean {
  try {
    open()
    return true
  } catch (error) {
    if (error instanceof DecryptError) {
      return false
    }
    throw error
  }
}
