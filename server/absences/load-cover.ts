import type { Party } from '../../shared/absence.ts'
import { limits } from '../../shared/limits.ts'
import { workingRoles } from '../../shared/people.ts'
import type { Context } from '../access/context.ts'
import type { PractitionerName } from '../access/names.ts'
import { aliasOf, type Question } from '../platform/together.ts'
import type { CoverFacts } from '../routing/cover-facts.ts'

export type Cover = CoverFacts & {
  /** The words of absences in force, sealed, and the names of everybody named in one or in a rotation. */
  notes: ReadonlyMap<string, { id: string; version: number; en: Buffer; fr: Buffer }>
  people: ReadonlyMap<string, PractitionerName>
  inboxes: ReadonlyMap<string, { id: string; name_en: string; name_fr: string }>
}

const working = workingRoles.map((role) => `'${role}'`).join(', ')

const coverColumns = { known_from: 'timestamptz', known_until: 'timestamptz' } as const
const coverFacts: Question<{ known_from: Date; known_until: Date }, Row> = {
  name: 'cover',
  about: 'practice',
  columns: coverColumns,
  sql: (asked) => `
    select asked.n, (select time_zone from practices where practice_id = $1::uuid) as time_zone, facts.*
    from ${asked} as ${aliasOf(coverColumns)} cross join lateral (
      with away as materialized (select * from absences
          where practice_id = $1::uuid and cancelled_at is null and ends_at > asked.known_from and starts_at < asked.known_until),
        rota as materialized (select * from rotations
          where practice_id = $1::uuid and cancelled_at is null
            and (ends_on is null or ends_on >= asked.known_from::date - 1)),
        turns as materialized (select t.rotation_id, t.week, t.weekday, t.practitioner_id
          from rotation_turns t join rota on rota.id = t.rotation_id where t.practice_id = $1::uuid),
        named as (select practitioner_id as id from away union select covering_practitioner_id from away
          union select practitioner_id from turns union select practitioner_id from rota)
      select
        (select json_agg(json_build_object('id', id, 'of', practitioner_id, 'ofInbox', care_team_id,
            'by', covering_practitioner_id, 'byInbox', covering_care_team_id, 'startsAt', starts_at, 'endsAt', ends_at,
            'version', version, 'noteEn', encode(note_en_sealed, 'base64'), 'noteFr', encode(note_fr_sealed, 'base64'))
          order by starts_at, id) from away) as absences,
        (select json_agg(json_build_object('id', id, 'of', practitioner_id, 'ofInbox', care_team_id, 'startsOn', starts_on,
            'endsOn', ends_on, 'weeks', weeks, 'turns', (select coalesce(json_agg(json_build_object('week', week,
              'weekday', weekday, 'practitionerId', practitioner_id)), '[]') from turns where rotation_id = rota.id))
          order by starts_on, id) from rota) as rotations,
        array(select id::text from memberships where practice_id = $1::uuid and kind = 'practitioner'
          and status = 'confirmed' and role in (${working})) as acting,
        (select json_agg(json_build_object('id', id, 'owner', owner_id, 'backup', backup_id, 'en', name_en, 'fr', name_fr))
          from care_teams where practice_id = $1::uuid) as care_teams,
        (select json_agg(json_build_object('id', p.id, 'version', p.version, 'name', encode(p.name_sealed, 'base64'), 'role', m.role))
          from practitioners p join memberships m on m.id = p.id
          where p.practice_id = $1::uuid and p.id in (select id from named)) as people
    ) as facts`,
}

const minuteMs = 60_000

/**
 * Everything that decides who acts, in one statement, so that it travels with what a use case asks for anyhow. `until`: how
 * far ahead it is to be known; a decision about the present needs no more than the next day. Known from the full minute on,
 * so that whoever decides about the present at the same time asks the same.
 */
export async function loadCover(
  ctx: Context,
  { from = ctx.now, until }: { from?: Date; until?: Date } = {},
): Promise<Cover> {
  const knownFrom = new Date(Math.floor(from.getTime() / minuteMs) * minuteMs)
  const knownUntil = until ?? new Date(knownFrom.getTime() + limits.coverAheadMinutes * minuteMs)
  const [row] = await ctx.tx.together.ask(coverFacts, { known_from: knownFrom, known_until: knownUntil })
  if (row === undefined) {
    throw new Error('a select of values gives one row')
  }
  return toCover(row, knownUntil)
}

type Row = {
  time_zone: string
  absences: AbsenceRow[] | null
  rotations: RotationRow[] | null
  acting: string[]
  care_teams: { id: string; owner: string; backup: string; en: string; fr: string }[] | null
  people: { id: string; version: number; name: string; role: string }[] | null
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
