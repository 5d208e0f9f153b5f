import { sql } from 'kysely'
import type { people as api } from '../../shared/api/people.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import type { MembershipStatus, Role } from '../../shared/people.ts'
import type { Context } from '../access/context.ts'
import { permitPeople } from '../access/people.ts'

export type PractitionerView = ResultOf<typeof api.listPractitioners>['items'][number]

/** Everybody who works or has worked here, in the order they came. */
export async function listPractitioners(ctx: Context): Promise<{ items: PractitionerView[] }> {
  permitPeople(ctx, 'practitioner.list')
  const rows = await selectPractitioners(ctx).execute()
  return { items: rows.map((row) => viewPractitioner(ctx, row)) }
}

export async function readPractitioner(ctx: Context, id: string): Promise<PractitionerView> {
  return viewPractitioner(
    ctx,
    await selectPractitioners(ctx).where('practitioners.id', '=', id).executeTakeFirstOrThrow(),
  )
}

export function selectPractitioners(ctx: Context) {
  return ctx.tx
    .selectFrom('practitioners')
    .innerJoin('memberships', (join) =>
      join
        .onRef('memberships.id', '=', 'practitioners.id')
        .onRef('memberships.practice_id', '=', 'practitioners.practice_id')
        .on('memberships.kind', '=', 'practitioner'),
    )
    .select(['practitioners.id', 'practitioners.version', 'practitioners.name_sealed'])
    .select(['memberships.role', 'memberships.status'])
    .select(
      sql<string[]>`array(select m.care_team_id::text from care_team_members m
        where m.practice_id = practitioners.practice_id and m.practitioner_id = practitioners.id
        order by 1)`.as('care_team_ids'),
    )
    .where('practitioners.practice_id', '=', ctx.actor.practiceId)
    .orderBy('practitioners.id')
    .limit(limits.practitioners)
    .$narrowType<{ role: Role; status: MembershipStatus }>()
}

export function viewPractitioner(
  ctx: Context,
  row: Awaited<ReturnType<ReturnType<typeof selectPractitioners>['executeTakeFirstOrThrow']>>,
): PractitionerView {
  return {
    id: row.id,
    name: ctx.keys.openForPractice('practitioners.name_sealed', row, row.name_sealed),
    role: row.role,
    status: row.status,
    careTeamIds: row.care_team_ids,
    version: row.version,
  }
}
