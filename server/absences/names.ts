import type { Party } from '../../shared/absence.ts'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import { careTeamReference, type PersonReference, practitionerNames } from '../access/names.ts'

/** Names of colleagues and inboxes, whose the inboxes are, and the practice's clock: what views of absences need. */
export async function selectNames(ctx: Context) {
  const [people, inboxes, practice] = await Promise.all([
    practitionerNames(ctx),
    ctx.tx
      .selectFrom('care_teams')
      .select(['id', 'name_en', 'name_fr', 'owner_id'])
      .where('practice_id', '=', ctx.actor.practiceId)
      .orderBy('id')
      .limit(limits.careTeams)
      .execute(),
    ctx.tx
      .selectFrom('practices')
      .select('time_zone')
      .where('practice_id', '=', ctx.actor.practiceId)
      .executeTakeFirstOrThrow(),
  ])
  const references = inboxes.map((inbox) => careTeamReference(ctx.client?.language ?? 'en', inbox))
  return {
    names: new Map<string, PersonReference>([...people, ...references.map((team) => [team.id, team] as const)]),
    ownerOf: new Map(inboxes.map((inbox) => [inbox.id, inbox.owner_id])),
    inboxes: references,
    timeZone: practice.time_zone,
  }
}
export type Names = Awaited<ReturnType<typeof selectNames>>

export function whoseIs(row: { practitioner_id: string | null; care_team_id: string | null }, facts: Names) {
  return {
    practitionerId: row.practitioner_id,
    inboxOwnerId: row.care_team_id === null ? null : (facts.ownerOf.get(row.care_team_id) ?? null),
  }
}

export function nameOf(facts: Names, party: Party): PersonReference {
  return facts.names.get(party.id) ?? { ...party, name: '', role: null }
}
