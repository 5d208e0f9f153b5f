import type { people as api } from '../../shared/api/people.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { regions } from '../../shared/regions/index.ts'
import type { RegionCode } from '../../shared/regions/region.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { permitPeople } from '../access/people.ts'
import { isUuidv7 } from '../platform/ids.ts'
import { invalid } from '../platform/problems.ts'
import { healthNumberHash } from './patient-card.ts'
import { viewPatients } from './patient-view.ts'
import { searchRoster } from './roster.ts'

/** Patients by family name; or those whose names begin with what is typed; or the one with the health number typed. */
export async function listPatients(
  ctx: Context,
  input: InputOf<typeof api.listPatients>,
): Promise<ResultOf<typeof api.listPatients>> {
  permitPeople(ctx, 'patient.read')
  const { search = '', cursor, limit = limits.pageRows } = input
  if (cursor !== undefined && !isUuidv7(cursor)) {
    throw invalid({ path: 'cursor', code: 'malformed' })
  }
  const ids =
    (await findByHealthNumber(ctx, search)) ?? (await searchRoster(ctx, search, { afterId: cursor, count: limit + 1 }))
  const items = await viewPatients(ctx, ids.slice(0, limit))
  await recordAudit(ctx, 'patient.list', { patients: items.map(({ id }) => id), info: ['demographics', 'list'] })
  return { items, nextCursor: ids.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** Undefined when what is typed is no health number; names hold no digits. */
async function findByHealthNumber(ctx: Context, search: string): Promise<string[] | undefined> {
  if (!/\d/.test(search)) {
    return undefined
  }
  const practice = await ctx.tx
    .selectFrom('practices')
    .select('region')
    .where('practice_id', '=', ctx.actor.practiceId)
    .executeTakeFirstOrThrow()
  const parsed = regions[practice.region as RegionCode].healthNumber.parse(search)
  if (!parsed.ok) {
    return undefined
  }
  const row = await ctx.tx
    .selectFrom('patients')
    .select('id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('health_number_hash', '=', healthNumberHash(ctx.keys, parsed.value.digits))
    .executeTakeFirst()
  return row === undefined ? [] : [row.id]
}
