import { z } from 'zod'
import { SavedFilters } from '../../shared/api/search.ts'
import type { Context } from '../access/context.ts'
import { canSearch } from '../access/conversations.ts'
import { lockSelf } from '../access/lock-self.ts'
import { patientReference, type PersonReference } from '../access/names.ts'
import { forbidden } from '../platform/problems.ts'

export type Filters = z.output<typeof SavedFilters>
const Content = z.object({ name: z.string(), filters: SavedFilters })
export type ViewRow = { id: string; version: number; view_sealed: Buffer }

/** Views belong to a person; 403 for who does not search. */
export function ownId(ctx: Context): string {
  if (!canSearch(ctx.actor) || ctx.actor.id === null) {
    throw forbidden()
  }
  return ctx.actor.id
}

/** Two new views at once are counted one after the other. */
export async function lockOwn(ctx: Context, practitionerId: string): Promise<ViewRow[]> {
  const [, rows] = await Promise.all([
    lockSelf(ctx),
    ctx.tx
      .selectFrom('saved_views')
      .select(['id', 'version', 'view_sealed'])
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('practitioner_id', '=', practitionerId)
      .where('removed_at', 'is', null)
      .execute(),
  ])
  return rows
}

export function openView(ctx: Context, row: ViewRow): z.output<typeof Content> {
  return Content.parse(JSON.parse(ctx.keys.openForPractice('saved_views.view_sealed', row, row.view_sealed)))
}

/** Who is looked for, by name. Of a record that was destroyed there is none. */
export async function namePatients(ctx: Context, views: { filters: Filters }[]): Promise<Map<string, PersonReference>> {
  const ids = [...new Set(views.flatMap(({ filters }) => filters.patientId ?? []))]
  const [rows] = await Promise.all([
    ctx.tx
      .selectFrom('patients')
      .innerJoin('data_keys', (join) =>
        join
          .onRef('data_keys.practice_id', '=', 'patients.practice_id')
          .onRef('data_keys.patient_id', '=', 'patients.id')
          .on('data_keys.state', '=', 'active'),
      )
      .select(['patients.id', 'patients.version', 'patients.family_name_sealed', 'patients.given_name_sealed'])
      .where('patients.practice_id', '=', ctx.actor.practiceId)
      .where((eb) => eb('patients.id', '=', eb.fn.any(eb.val(ids))))
      .execute(),
    ctx.keys.load(ids),
  ])
  return new Map(rows.map((row) => [row.id, patientReference(ctx, row)]))
}

export function patientOf(patients: Map<string, PersonReference>, filters: Filters): PersonReference | null {
  return filters.patientId === undefined ? null : (patients.get(filters.patientId) ?? null)
}
