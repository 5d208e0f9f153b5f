import type { Context } from '../access/context.ts'

export type OpenGrant = {
  id: string
  patientId: string
  practitionerId: string
  reason: string
  grantedAt: Date
  expiresAt: Date
  reviewedAt: Date | null
  reviewedById: string | null
}

/** Either the grants with these ids, or a page of all of them, newest first. */
export type GrantSearch = { ids: string[] } | { isOpen: boolean; before: string | undefined; count: number }

/** Stated reasons in clear, by id in order; the caller records whose record they are about. */
export async function openGrants(ctx: Context, search: GrantSearch): Promise<Map<string, OpenGrant>> {
  if ('ids' in search && search.ids.length === 0) {
    return new Map()
  }
  const all = ctx.tx.selectFrom('access_grants').selectAll().where('practice_id', '=', ctx.actor.practiceId)
  const rows = await (
    'ids' in search
      ? all.where((eb) => eb('id', '=', eb.fn.any(eb.val([...new Set(search.ids)]))))
      : all
          .$if(search.isOpen, (query) => query.where('reviewed_at', 'is', null))
          .$if(search.before !== undefined, (query) => query.where('id', '<', search.before ?? ''))
          .limit(search.count)
  )
    .orderBy('id', 'desc')
    .execute()
  await ctx.keys.load(rows.map((row) => row.patient_id))
  return new Map(
    rows.map((row) => {
      const at = { id: row.id, version: 1, patientId: row.patient_id }
      const grant = {
        id: row.id,
        patientId: row.patient_id,
        practitionerId: row.practitioner_id,
        reason: ctx.keys.open('access_grants.reason_sealed', at, row.reason_sealed),
        grantedAt: row.granted_at,
        expiresAt: row.expires_at,
        reviewedAt: row.reviewed_at,
        reviewedById: row.reviewed_by_id,
      }
      return [row.id, grant]
    }),
  )
}
