import { sql } from 'kysely'
import type { Party } from '../../shared/absence.ts'
import { limits } from '../../shared/limits.ts'
import { workingRoles } from '../../shared/people.ts'
import type { Context } from '../access/context.ts'
import type { PractitionerName } from '../access/names.ts'
import type { CoverFacts } from '../routing/cover-facts.ts'

export type Cover = CoverFacts & {
  /** The words of absences in force, sealed, and the names of everybody named in one or in a rotation. */
  notes: ReadonlyMap<string, { id: string; version: number; en: Buffer; fr: Buffer }>
  people: ReadonlyMap<string, PractitionerName>
  inboxes: ReadonlyMap<string, { id: string; name_en: string; name_fr: string }>
  /** Of the conversation that was asked about: whether the person responsible for it works in its inbox. */
  responsibleWorksHere: boolean
}

/**
 * Everything that decides who acts, in one statement, so that it travels with what a use case asks for anyhow. `until`: how
 * far ahead it is to be known; a decision about the present needs no more than the next day.
 */
export async function loadCover(
  ctx: Context,
  { conversationId = null, from = ctx.now, until }: { conversationId?: string | null; from?: Date; until?: Date } = {},
): Promise<Cover> {
  const knownUntil = until ?? new Date(ctx.now.getTime() + limits.coverAheadMinutes * 60_000)
  const { practiceId } = ctx.actor
  const { rows } = await sql<Row>`
    with away as materialized (select * from absences
        where practice_id = ${practiceId} and cancelled_at is null and ends_at > ${from} and starts_at < ${knownUntil}),
      rota as materialized (select * from rotations
        where practice_id = ${practiceId} and cancelled_at is null
          and (ends_on is null or ends_on >= ${from}::timestamptz::date - 1)),
      turns as materialized (select t.rotation_id, t.week, t.weekday, t.practitioner_id
        from rotation_turns t join rota on rota.id = t.rotation_id where t.practice_id = ${practiceId}),
      named as (select practitioner_id as id from away union select covering_practitioner_id from away
        union select practitioner_id from turns union select practitioner_id from rota)
    select (select time_zone from practices where practice_id = ${practiceId}) as time_zone,
      (select json_agg(json_build_object('id', id, 'of', practitioner_id, 'ofInbox', care_team_id,
          'by', covering_practitioner_id, 'byInbox', covering_care_team_id, 'startsAt', starts_at, 'endsAt', ends_at,
          'version', version, 'noteEn', encode(note_en_sealed, 'base64'), 'noteFr', encode(note_fr_sealed, 'base64'))
        order by starts_at, id) from away) as absences,
      (select json_agg(json_build_object('id', id, 'of', practitioner_id, 'ofInbox', care_team_id, 'startsOn', starts_on,
          'endsOn', ends_on, 'weeks', weeks, 'turns', (select coalesce(json_agg(json_build_object('week', week,
            'weekday', weekday, 'practitionerId', practitioner_id)), '[]') from turns where rotation_id = rota.id))
        order by starts_on, id) from rota) as rotations,
      array(select p.id::text from practitioners p join memberships m on m.id = p.id
        where p.practice_id = ${practiceId} and m.status = 'confirmed' and m.role = any(${working}::text[])) as acting,
      (select json_agg(json_build_object('id', id, 'owner', owner_id, 'backup', backup_id, 'en', name_en, 'fr', name_fr))
        from care_teams where practice_id = ${practiceId}) as care_teams,
      (select json_agg(json_build_object('id', p.id, 'version', p.version, 'name', encode(p.name_sealed, 'base64'), 'role', m.role))
        from practitioners p join memberships m on m.id = p.id
        where p.practice_id = ${practiceId} and p.id in (select id from named)) as people,
      exists (select from conversations c join care_team_members m on m.practice_id = c.practice_id
          and m.care_team_id = c.care_team_id and m.practitioner_id = c.responsible_id
        where c.practice_id = ${practiceId} and c.id = ${conversationId}) as responsible_works_here`.execute(ctx.tx)
  const [row] = rows
  if (row === undefined) {
    throw new Error('a select of values gives one row')
  }
  return toCover(row, knownUntil)
}

const working = [...workingRoles]

type Row = {
  time_zone: string
  absences: AbsenceRow[] | null
  rotations: RotationRow[] | null
  acting: string[]
  care_teams: { id: string; owner: string; backup: string; en: string; fr: string }[] | null
  people: { id: string; version: number; name: string; role: string }[] | null
  responsible_works_here: boolean
}
type Parties = { of: string | null; ofInbox: string | null }
type AbsenceRow = Parties & {
  id: string
  by: string | null
  byInbox: string | null
  startsAt: string
  endsAt: string
  version: number
  noteEn: string | null
  noteFr: string | null
}
type RotationRow = Parties & {
  id: string
  startsOn: string
  endsOn: string | null
  weeks: number
  turns: { week: number; weekday: number; practitionerId: string }[]
}

function toCover(row: Row, knownUntil: Date): Cover {
  const absences = row.absences ?? []
  const teams = row.care_teams ?? []
  return {
    timeZone: row.time_zone,
    knownUntil,
    absences: absences.map((absence) => ({
      id: absence.id,
      of: someParty(absence.of, absence.ofInbox),
      cover: partyOf(absence.by, absence.byInbox),
      startsAt: new Date(absence.startsAt),
      endsAt: new Date(absence.endsAt),
    })),
    rotations: (row.rotations ?? []).map(({ of, ofInbox, ...rotation }) => ({
      ...rotation,
      of: someParty(of, ofInbox),
    })),
    actingIds: new Set(row.acting),
    careTeams: new Map(teams.map((team) => [team.id, { ownerId: team.owner, backupId: team.backup }])),
    notes: new Map(
      absences.flatMap(({ id, version, noteEn, noteFr }) =>
        noteEn === null || noteFr === null
          ? []
          : [[id, { id, version, en: Buffer.from(noteEn, 'base64'), fr: Buffer.from(noteFr, 'base64') }]],
      ),
    ),
    people: new Map(
      (row.people ?? []).map((person) => [
        person.id,
        { id: person.id, version: person.version, name_sealed: Buffer.from(person.name, 'base64'), role: person.role },
      ]),
    ),
    inboxes: new Map(teams.map((team) => [team.id, { id: team.id, name_en: team.en, name_fr: team.fr }])),
    responsibleWorksHere: row.responsible_works_here,
  }
}

/** Two columns of which one is filled, as one. */
export function partyOf(practitionerId: string | null, careTeamId: string | null): Party | null {
  if (practitionerId !== null) {
    return { kind: 'practitioner', id: practitionerId }
  }
  return careTeamId === null ? null : { kind: 'care-team', id: careTeamId }
}

export function someParty(practitionerId: string | null, careTeamId: string | null): Party {
  const party = partyOf(practitionerId, careTeamId)
  if (party === null) {
    throw new Error('the database holds one of the two')
  }
  return party
}
