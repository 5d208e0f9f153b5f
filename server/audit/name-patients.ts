import type { Context } from '../access/context.ts'
import { patientReference, type PersonReference } from '../access/names.ts'

/** The names of these patients, by id; the caller records whose were opened. One query, and one for the keys. */
export async function namePatients(ctx: Context, ids: string[]): Promise<Map<string, PersonReference>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) {
    return new Map()
  }
  const [rows] = await Promise.all([
    ctx.tx
      .selectFrom('patients')
      .select(['id', 'version', 'family_name_sealed', 'given_name_sealed'])
      .where('practice_id', '=', ctx.actor.practiceId)
      .where((eb) => eb('id', '=', eb.fn.any(eb.val(wanted))))
      .execute(),
    ctx.keys.load(wanted),
  ])
  return new Map(rows.map((row) => [row.id, patientReference(ctx, row)]))
}
