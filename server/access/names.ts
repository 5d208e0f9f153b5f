import assert from 'node:assert/strict'
import type { Selectable } from 'kysely'
import type { Patients, Practitioners } from '../platform/db-types.ts'
import { questionOf } from '../platform/together.ts'
import type { Context } from './context.ts'

export type PersonReference = {
  id: string
  kind: 'patient' | 'practitioner' | 'care-team' | 'system'
  name: string
  role: string | null
}
export type PatientName = Pick<Selectable<Patients>, 'id' | 'version' | 'family_name_sealed' | 'given_name_sealed'>
export type PractitionerName = Pick<Selectable<Practitioners>, 'id' | 'version' | 'name_sealed'> & {
  role: string | null
}

/** "Given Family". The patient's key must be loaded. */
export function patientName(ctx: Context, row: PatientName): string {
  const at = { id: row.id, version: row.version, patientId: row.id }
  const given = ctx.keys.open('patients.given_name_sealed', at, row.given_name_sealed)
  return `${given} ${ctx.keys.open('patients.family_name_sealed', at, row.family_name_sealed)}`
}

export function patientReference(ctx: Context, row: PatientName): PersonReference {
  return { id: row.id, kind: 'patient', name: patientName(ctx, row), role: null }
}

export function practitionerReference(ctx: Context, row: PractitionerName): PersonReference {
  const name = ctx.keys.openForPractice('practitioners.name_sealed', row, row.name_sealed)
  return { id: row.id, kind: 'practitioner', name, role: row.role }
}

/** Inboxes have a name in both languages; the reader's is shown where a single name is needed. */
export function careTeamReference(
  language: 'en' | 'fr',
  row: { id: string; name_en: string; name_fr: string },
): PersonReference {
  return { id: row.id, kind: 'care-team', name: language === 'fr' ? row.name_fr : row.name_en, role: null }
}

/** Every practitioner of the practice by id, in one query: practices have tens of people, not thousands. */
export async function practitionerNames(ctx: Context): Promise<Map<string, PersonReference>> {
  const rows = await ctx.tx
    .selectFrom('practitioners')
    .leftJoin('memberships', (join) =>
      join
        .onRef('memberships.id', '=', 'practitioners.id')
        .onRef('memberships.practice_id', '=', 'practitioners.practice_id'),
    )
    .select(['practitioners.id', 'practitioners.version', 'practitioners.name_sealed', 'memberships.role'])
    .where('practitioners.practice_id', '=', ctx.actor.practiceId)
    .execute()
  return new Map(rows.map((row) => [row.id, practitionerReference(ctx, row)]))
}

const practitionerById = questionOf('practitioner', { id: 'uuid' }, (asked, practiceId) =>
  asked
    .innerJoin('practitioners', (join) =>
      join.on('practitioners.practice_id', '=', practiceId).onRef('practitioners.id', '=', 'asked.id'),
    )
    .select(['asked.n', 'practitioners.id', 'practitioners.version', 'practitioners.name_sealed']),
)

/** The practitioner who acts; null for a patient, whose name stands in the row of the door. */
export async function ownName(ctx: Context): Promise<PersonReference | null> {
  const { actor, tx } = ctx
  if (actor.kind !== 'practitioner') {
    return null
  }
  const [row] = await tx.together.ask(practitionerById, { id: actor.id })
  assert(row, 'who acts in a practice has a name there')
  return practitionerReference(ctx, { ...row, role: actor.role })
}
