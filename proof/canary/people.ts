// Two practices with everybody who may act or try to: every role in every standing, people with each relation to a
// conversation, people of both practices, and people who are nobody there.
import { createHash, randomBytes } from 'node:crypto'
import { sessionCookie } from '../../server/access/authenticate.ts'
import { uuidv7 } from '../../server/platform/ids.ts'
import { ownPage } from '../../server/testing/call.ts'
import {
  aCareTeam,
  aHealthNumber,
  anAccount,
  aPatient,
  aPractice,
  aPractitioner,
  aTopic,
  type Account,
  type PatientPerson,
  type Person,
  type TestPractice,
} from '../../server/testing/factories.ts'
import type { Part, Standing } from '../policy/facts.ts'
import { type Canaries, digits } from './canaries.ts'
import type { Place } from './place.ts'

export type Name = 'A' | 'B'
export type Session = 'full' | 'half' | 'ended' | 'expired' | 'none'
/** Somebody who sends requests. `membershipId` is what they act as when nothing else is said. */
export type Caller = {
  key: string
  practice: Name | null
  membershipId: string | null
  accountId: string | null
  session: Session
  headers: Record<string, string>
}

export type PracticePeople = {
  name: Name
  practice: TestPractice
  back: { careTeam: { id: string }; topic: { id: string }; physician: Person; clerk: Person }
  closedTopic: { id: string }
  patients: Map<string, PatientPerson>
  staff: Map<string, Person>
}
export type People = {
  A: PracticePeople
  B: PracticePeople
  callers: Caller[]
  /** The words name people before their ids are known: "A/patient3" → id. */
  patientIds: Map<string, string>
}

const parts: Exclude<Part, 'patient'>[] = [
  'physician',
  'nurse-practitioner',
  'nurse',
  'clerk',
  'administrator',
  'privacy-officer',
]
const otherStandings: Exclude<Standing, 'confirmed'>[] = ['invited', 'suspended', 'ended']

export async function makePeople(place: Place, canaries: Canaries, seed: string, patients: number): Promise<People> {
  const A = await makePractice(place, canaries, { seed, name: 'A', clerkView: 'full', patients })
  const B = await makePractice(place, canaries, { seed, name: 'B', clerkView: 'subject', patients })
  const callers = [...callersOf(A), ...callersOf(B)]
  callers.push(...(await betweenBoth(place, canaries, A, B)), ...(await nobodies(place, A)))
  const patientIds = new Map(
    callers.flatMap(({ key, membershipId }) => (/^[AB]\/patient/.test(key) ? [[key, membershipId ?? '']] : [])),
  )
  return { A, B, callers, patientIds }
}

type Plan = { seed: string; name: Name; clerkView: 'full' | 'subject'; patients: number }

async function makePractice(place: Place, canaries: Canaries, plan: Plan): Promise<PracticePeople> {
  const { house } = place
  const { name } = plan
  const word = (says: string) =>
    canaries.word({ practice: name, kind: 'practice', patient: null, at: name, says: `${name} ${says}` })
  const practice = await aPractice(house, {
    name: word('name'),
    address: word('address'),
    phone: '416-555-0100',
  })
  await place.owner.query('update practices set clerk_view = $2 where id = $1', [practice.id, plan.clerkView])
  const staffName = (key: string) =>
    canaries.word({ practice: name, kind: 'staff name', patient: null, at: key, says: `${name}/${key} name` })
  const staff = new Map<string, Person>()
  const hire = async (key: string, part: Exclude<Part, 'patient'>, standing: Standing, inboxes: string[] = []) => {
    const account = await personalAccount(place, canaries, `${name}/${key}`)
    const person = await aPractitioner(house, practice, {
      role: part,
      name: staffName(key),
      status: standing,
      careTeamIds: inboxes,
      account,
    })
    staff.set(key, person)
    return person
  }
  const front = [practice.careTeam.id]
  for (const part of parts) {
    await hire(part, part, 'confirmed', front)
    for (const standing of otherStandings) {
      await hire(`${part}:${standing}`, part, standing, front)
    }
  }
  const [physician, clerk] = [
    await hire('physician in back', 'physician', 'confirmed'),
    await hire('clerk in back', 'clerk', 'confirmed'),
  ]
  const careTeam = await aCareTeam(house, practice, {
    owner: physician,
    backup: clerk,
  })
  for (const key of ['nurse without inbox', 'nurse assigned', 'nurse escalated to', 'physician of patient']) {
    await hire(key, key.startsWith('nurse') ? 'nurse' : 'physician', 'confirmed')
  }
  await hire('physician who acts for another', 'physician', 'confirmed')
  await hire('physician with reason', 'physician', 'confirmed')
  await hire('physician whose reason is over', 'physician', 'confirmed')
  await hire('administrator without inbox', 'administrator', 'confirmed')
  await hire('spare', 'nurse', 'confirmed')
  const topic = await aTopic(house, practice, careTeam)
  const closedTopic = await aTopic(house, practice, practice.careTeam, { isOpen: false })
  await nameRows(place, canaries, { name, practiceId: practice.id, kind: 'topic' })
  await nameRows(place, canaries, { name, practiceId: practice.id, kind: 'inbox' })
  const patients = new Map<string, PatientPerson>()
  for (let index = 0; index < plan.patients; index++) {
    patients.set(`patient${index}`, await makePatient(place, canaries, { ...plan, practice, index, staff }))
  }
  return { name, practice, back: { careTeam, topic, physician, clerk }, closedTopic, patients, staff }
}

/** Every text of every topic and inbox, so that one that somebody should not see is told from one they should. */
async function nameRows(
  place: Place,
  canaries: Canaries,
  of: { name: Name; practiceId: string; kind: 'topic' | 'inbox' },
): Promise<void> {
  const { name, practiceId, kind } = of
  const table = kind === 'topic' ? 'topics' : 'care_teams'
  const helps = ['help_en', 'help_fr', 'urgent_help_en', 'urgent_help_fr']
  const columns = ['name_en', 'name_fr', ...(kind === 'topic' ? helps : [])]
  const { rows } = await place.owner.query<{ id: string }>(`select id from ${table} where practice_id = $1`, [
    practiceId,
  ])
  for (const { id } of rows) {
    for (const column of columns) {
      const text = canaries.word({ practice: name, kind, patient: null, at: id, says: `${name} ${kind} ${column}` })
      await place.owner.query(`update ${table} set ${column} = $3 where practice_id = $1 and id = $2`, [
        practiceId,
        id,
        text,
      ])
    }
  }
}

type PatientPlan = Plan & { practice: TestPractice; index: number; staff: Map<string, Person> }

async function makePatient(place: Place, canaries: Canaries, plan: PatientPlan): Promise<PatientPerson> {
  const { name, index, seed, practice } = plan
  const key = `patient${index}`
  const account = await personalAccount(place, canaries, `${name}/${key}`)
  // The record's own id is known only once it is made; the name stands for it until then.
  const owner = (says: string) => ({
    practice: name,
    kind: 'demographics' as const,
    patient: `${name}/${key}`,
    at: `${name}/${key}`,
    says: `${name}/${key} ${says}`,
  })
  const firstFive = `${(name === 'A' ? 81_000 : 82_000) + Number(digits(seed, `numbers ${name}`, 3))}`
  const number = aHealthNumber(Number(firstFive) * 10_000 + index - 100_000_000)
  canaries.value(firstFive, number.digits.slice(5), owner('health number'))
  return aPatient(place.house, practice, {
    account,
    familyName: canaries.word(owner('family name')),
    givenName: canaries.word(owner('given name')),
    birthDate: canaries.value(
      name === 'A' ? '1904-' : '1908-',
      `${String(1 + (index % 12)).padStart(2, '0')}-${String(1 + Math.floor(index / 12)).padStart(2, '0')}`,
      owner('date of birth'),
    ),
    healthNumber: number,
    phone: canaries.value(`+1416${digits(seed, `phone ${name}`, 3)}`, String(1000 + index), owner('phone')),
    email: `${canaries.word(owner('e-mail'))}@example.test`,
    usualPractitionerId: index % 4 === 1 ? (plan.staff.get('physician of patient')?.id ?? null) : null,
  })
}

/** Once the records are written, the last four patients stand otherwise than confirmed; one has no membership at all. */
export async function settleStandings(place: Place, people: PracticePeople, count: number): Promise<void> {
  for (const [fromLast, standing] of [...otherStandings, undefined].entries()) {
    const id = people.patients.get(`patient${count - 1 - fromLast}`)?.id
    await (standing === undefined
      ? place.owner.query('delete from memberships where id = $1', [id])
      : place.owner.query('update memberships set status = $2 where id = $1', [id, standing]))
  }
}

/** An account whose e-mail, and whose passkey's name, are its own alone. */
async function personalAccount(place: Place, canaries: Canaries, key: string): Promise<Account> {
  const owner = (says: string) => ({
    practice: key.slice(0, 1),
    kind: 'account' as const,
    patient: null,
    at: key,
    says: `${key} ${says}`,
  })
  const account = await anAccount(place.house, { email: `${canaries.word(owner('sign-in e-mail'))}@example.test` })
  const id = uuidv7()
  const { deployment } = place.house.way.house
  const name = deployment.seal('passkeys.name_sealed', { id, version: 1 }, canaries.word(owner('name of a passkey')))
  await place.owner.query(
    `insert into passkeys (id, account_id, credential_id, public_key, counter, name_sealed, created_at)
      values ($1, $2, $3, '\\x00', 0, $4, now())`,
    [id, account.accountId, randomBytes(32), name],
  )
  return account
}

function callersOf(people: PracticePeople): Caller[] {
  const { name, practice } = people
  const caller = (key: string, person: Person): Caller => ({
    key: `${name}/${key}`,
    practice: name,
    membershipId: person.id,
    accountId: person.accountId,
    session: 'full',
    headers: person.as,
  })
  return [
    ...people.staff.entries().map(([key, person]) => caller(key, person)),
    ...people.patients.entries().map(([key, person]) => caller(key, person)),
    caller('founder', practice.administrator),
  ]
}

/** One is a patient of A and a nurse of B, the other a patient of both: what they may in one they may not in the other. */
async function betweenBoth(place: Place, canaries: Canaries, A: PracticePeople, B: PracticePeople): Promise<Caller[]> {
  const { house } = place
  const asStaff = await personalAccount(place, canaries, 'A/patient and nurse')
  const asPatient = await personalAccount(place, canaries, 'A/patient of both')
  const named = (practice: Name, key: string, what: 'familyName' | 'givenName') =>
    canaries.word({
      practice,
      kind: 'demographics',
      patient: `${practice}/${key}`,
      at: `${practice}/${key}`,
      says: `${practice}/${key} ${what}`,
    })
  const patientOf = async (people: PracticePeople, key: string, account: Account) => {
    const patient = await aPatient(house, people.practice, {
      account,
      familyName: named(people.name, key, 'familyName'),
      givenName: named(people.name, key, 'givenName'),
      healthNumber: null,
      email: null,
    })
    people.patients.set(key, patient)
    return patient
  }
  const nurse = await aPractitioner(house, B.practice, {
    role: 'nurse',
    name: canaries.word({ practice: 'B', kind: 'staff name', patient: null, at: 'both', says: 'B/nurse of both name' }),
    careTeamIds: [B.practice.careTeam.id],
    account: asStaff,
  })
  B.staff.set('nurse of both', nurse)
  const caller = (key: string, practice: Name, person: Person): Caller => ({
    key,
    practice,
    membershipId: person.id,
    accountId: person.accountId,
    session: 'full',
    headers: person.as,
  })
  return [
    caller('A/patient and nurse', 'A', await patientOf(A, 'patient and nurse', asStaff)),
    caller('B/nurse of both', 'B', nurse),
    caller('A/patient of both', 'A', await patientOf(A, 'patient of both', asPatient)),
    caller('B/patient of both', 'B', await patientOf(B, 'patient of both', asPatient)),
  ]
}

/** Nobody, somebody who belongs nowhere, and the nurse of A with a session that is not whole, ended, or too old. */
async function nobodies(place: Place, A: PracticePeople): Promise<Caller[]> {
  const nurse = A.staff.get('nurse')
  const stranger = await anAccount(place.house)
  const base = { practice: null, membershipId: nurse?.id ?? null, accountId: null }
  const sessions: Caller[] = []
  for (const session of ['half', 'ended', 'expired'] as const) {
    const token = randomBytes(32).toString('base64url')
    const accountId = nurse?.accountId ?? ''
    await place.owner.query(
      `insert into sessions (id, token_hash, account_id, strength, method, created_at, last_seen_at, idle_minutes, ends_at, ended_at)
        values ($1, $2, $3, $4, 'password', now(), now(), 600, now() + $5::interval, $6)`,
      [
        uuidv7(),
        createHash('sha256').update(token).digest(),
        accountId,
        session === 'half' ? 'password' : 'full',
        session === 'expired' ? '-1 minute' : '1 day',
        session === 'ended' ? new Date() : null,
      ],
    )
    const headers = { ...ownPage(place.house), cookie: `${sessionCookie}=${token}` }
    sessions.push({ ...base, key: `nurse of A, session ${session}`, session, headers })
  }
  return [
    { ...base, key: 'nobody', session: 'none', headers: ownPage(place.house) },
    { ...base, key: 'stranger', accountId: stranger.accountId, session: 'full', headers: stranger.as },
    ...sessions,
  ]
}
