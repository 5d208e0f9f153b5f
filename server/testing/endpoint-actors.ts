import type { Api } from '../../shared/api/index.ts'
import { anAccount, anyone, aPatient, aPractice, aPractitioner } from './factories.ts'
import type { Account, PatientPerson, Person, TestPractice } from './factories.ts'
import { type Caller, callLoosely } from './call.ts'
import type { TestHouse } from './test-house.ts'

/** Everybody who may knock at an endpoint. */
export const actorKinds = [
  'anonymous',
  'stranger',
  'otherPractice',
  'patient',
  'otherPatient',
  'clerk',
  'nurse',
  'physician',
  'administrator',
  'privacyOfficer',
  'suspended',
] as const
export type ActorKind = (typeof actorKinds)[number]

/** What stands around one row of the table: what is acted on belongs to `practice`, and to `patient` if to a patient. */
export type World = {
  house: TestHouse
  practice: TestPractice
  patient: PatientPerson
  otherPatient: PatientPerson
  suspended: Person
  other: TestPractice
  stranger: Account
}

/** The expected answers of one endpoint, and a valid request for it; `input` is asked for each actor anew. */
export type EndpointRow = {
  input: (world: World, actor: ActorKind) => Record<string, unknown> | Promise<Record<string, unknown>>
  statuses: Record<ActorKind, number>
  /** Who knocks from the other practice; a physician unless only administrators get as far as the question. */
  otherPracticeAs?: 'physician' | 'administrator'
  /** For bodies that are no JSON. Answers the status. */
  send?: (world: World, caller: Caller, input: Record<string, unknown>) => Promise<number>
}

/** Each module's rows, by the endpoint's name in the contract. */
export type EndpointRows = { [Name in keyof Api]?: EndpointRow }

/** Inside a practice these answers are always the same: who is not signed in, not a member, or not a confirmed one. */
export function memberStatuses(
  statuses: Omit<Record<ActorKind, number>, 'anonymous' | 'stranger' | 'suspended'>,
): Record<ActorKind, number> {
  return { anonymous: 401, stranger: 404, suspended: 403, ...statuses }
}

export async function aWorld(house: TestHouse): Promise<World> {
  const [practice, other, stranger] = await Promise.all([aPractice(house), aPractice(house), anAccount(house)])
  const [patient, otherPatient, suspended] = await Promise.all([
    aPatient(house, practice),
    aPatient(house, practice),
    aPractitioner(house, practice, {
      role: 'physician',
      status: 'suspended',
      careTeamIds: [practice.careTeam.id],
    }),
  ])
  return { house, practice, patient, otherPatient, suspended, other, stranger }
}

/** Knocks as this actor and answers the status. */
export async function knock(
  world: World,
  api: Api,
  name: keyof Api,
  row: EndpointRow,
  kind: ActorKind,
): Promise<number> {
  const caller = callerOf(world, kind, row.otherPracticeAs ?? 'physician')
  const input = await row.input(world, kind)
  if (row.send) {
    return row.send(world, caller, input)
  }
  return (await callLoosely(world.house, caller, api[name], input)).status
}

function callerOf(world: World, kind: ActorKind, otherPracticeAs: 'physician' | 'administrator'): Caller {
  switch (kind) {
    case 'anonymous':
      return { ...anyone(world.house), id: world.practice.physician.id }
    case 'stranger':
      // Signed in, and tries a membership that is somebody else's.
      return { ...world.stranger, id: world.practice.physician.id }
    case 'otherPractice':
      return world.other[otherPracticeAs]
    case 'patient':
      return world.patient
    case 'otherPatient':
      return world.otherPatient
    case 'suspended':
      return world.suspended
    case 'clerk':
    case 'nurse':
    case 'physician':
    case 'administrator':
    case 'privacyOfficer':
      return world.practice[kind]
  }
}
