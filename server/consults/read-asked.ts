import type { InputOf } from '../../shared/endpoint.ts'
import type { consults as api } from '../../shared/api/consults.ts'
import { type ConsultKind, mayBeAsked } from '../../shared/consult.ts'
import type { Context } from '../access/context.ts'
import type { PersonReference } from '../access/names.ts'
import { invalid, notFound } from '../platform/problems.ts'
import type { holdColleague } from '../tasks/hold-colleague.ts'

type Input = InputOf<typeof api.askClinician>
type Held = Awaited<ReturnType<typeof holdColleague>>
export type Asked = { practitionerId: string; careTeamId: null } | { practitionerId: null; careTeamId: string }

/** Of whom it is asked: of a person or of an inbox, and of neither both nor none. */
export function readAsked({ practitionerId, careTeamId }: Input): Asked {
  if (practitionerId !== undefined && careTeamId === undefined) {
    return { practitionerId, careTeamId: null }
  }
  if (careTeamId !== undefined && practitionerId === undefined) {
    return { practitionerId: null, careTeamId }
  }
  throw invalid({ path: 'practitionerId', code: practitionerId === undefined ? 'missing' : 'one-of-two' })
}

/** Nothing is asked where nobody could decide: who can is a matter of role, and never who asks. */
export async function refuseAsked(
  ctx: Context,
  kind: ConsultKind,
  asked: Asked,
  { held, staff }: { held: Held | null; staff: Map<string, PersonReference> },
): Promise<void> {
  if (asked.practitionerId === null) {
    await refuseInbox(ctx, kind, asked.careTeamId)
    return
  }
  if (held === undefined) {
    throw notFound()
  }
  const path = 'practitionerId'
  if (asked.practitionerId === ctx.actor.id) {
    throw invalid({ path, code: 'not-yourself' })
  }
  if (held?.takesTasks !== true || !mayBeAsked(kind, staff.get(asked.practitionerId)?.role ?? null)) {
    throw invalid({ path, code: 'cannot-be-asked' })
  }
}

async function refuseInbox(ctx: Context, kind: ConsultKind, careTeamId: string): Promise<void> {
  const rows = await ctx.tx
    .selectFrom('care_teams')
    .leftJoin('care_team_members', (join) =>
      join
        .onRef('care_team_members.practice_id', '=', 'care_teams.practice_id')
        .onRef('care_team_members.care_team_id', '=', 'care_teams.id')
        .on('care_team_members.practitioner_id', '<>', ctx.actor.id),
    )
    .leftJoin('memberships', (join) =>
      join
        .onRef('memberships.practice_id', '=', 'care_team_members.practice_id')
        .onRef('memberships.id', '=', 'care_team_members.practitioner_id')
        .on('memberships.status', '=', 'confirmed'),
    )
    .select('memberships.role')
    .where('care_teams.practice_id', '=', ctx.actor.practiceId)
    .where('care_teams.id', '=', careTeamId)
    .execute()
  if (rows.length === 0) {
    throw notFound()
  }
  if (!rows.some(({ role }) => mayBeAsked(kind, role))) {
    throw invalid({ path: 'careTeamId', code: 'no-clinician' })
  }
}
