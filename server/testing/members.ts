import type { HealthNumber } from '../../shared/health-number.ts'
import type { MembershipStatus, Role } from '../../shared/people.ts'
import { sessionCookie } from '../access/authenticate.ts'
import { insertPatient } from '../people/insert-patient.ts'
import { normaliseEmail } from '../platform/crypto/lookup.ts'
import { randomToken, sha256 } from '../platform/crypto/token.ts'
import type { Tx } from '../platform/db.ts'
import { uuidv7 } from '../platform/ids.ts'
import { ownPage } from './call.ts'
import { inPractice } from './in-practice.ts'
import type { TestHouse } from './test-house.ts'

/** Somebody with an account, signed in on one device: `as` are the headers of their requests. */
export type Account = { accountId: string; email: string; as: Record<string, string> }
/** A member of a practice: `id` is the membership's, and the patient's or practitioner's. */
export type Person = Account & { id: string; name: string }
export type PatientPerson = Person & {
  familyName: string
  givenName: string
  birthDate: string
  healthNumber: HealthNumber | null
}

let count = 0

/** A colleague with a session, whatever their status: a suspended one shows that the session is no use. */
export async function aPractitioner(
  house: TestHouse,
  practice: { id: string },
  options: { role: Role; name?: string; careTeamIds?: string[]; status?: MembershipStatus; account?: Account },
): Promise<Person> {
  const account = options.account ?? (await anAccount(house))
  const now = house.clock.now()
  const person = { ...account, id: uuidv7(now), name: options.name ?? `Colleague ${++count}` }
  await inPractice(house, practice.id, async (tx, keys) => {
    await tx
      .insertInto('practitioners')
      .values({
        practice_id: practice.id,
        id: person.id,
        name_sealed: keys.sealForPractice('practitioners.name_sealed', { id: person.id, version: 1 }, person.name),
        created_at: now,
      })
      .execute()
    await insertMembership(
      tx,
      practice.id,
      person,
      { kind: 'practitioner', role: options.role, status: options.status },
      now,
    )
    await insertMembers(
      tx,
      practice.id,
      (options.careTeamIds ?? []).map((careTeamId) => [careTeamId, person.id]),
    )
  })
  return person
}

/** A patient who has signed up and is signed in. */
export async function aPatient(
  house: TestHouse,
  practice: { id: string },
  options: {
    familyName?: string
    givenName?: string
    birthDate?: string
    healthNumber?: HealthNumber | null
    email?: string | null
    phone?: string | null
    language?: 'en' | 'fr'
    usualPractitionerId?: string | null
    status?: MembershipStatus
    account?: Account
  } = {},
): Promise<PatientPerson> {
  const account = options.account ?? (await anAccount(house, { language: options.language }))
  const now = house.clock.now()
  const number = ++count
  const { givenName = 'Ines', familyName = `Fairweather${number}`, birthDate = '1980-05-17' } = options
  const healthNumber = options.healthNumber === undefined ? aHealthNumber(number) : options.healthNumber
  const { email = account.email, phone = '416-555-0142' } = options
  const id = uuidv7(now)
  await inPractice(house, practice.id, async (tx, keys) => {
    await insertPatient(
      { tx, keys, practiceId: practice.id, now },
      {
        id,
        card: { familyName, givenName, birthDate, healthNumber, email, phone },
        language: options.language ?? 'en',
        usualPractitionerId: options.usualPractitionerId ?? null,
      },
    )
    await insertMembership(
      tx,
      practice.id,
      { ...account, id },
      { kind: 'patient', role: null, status: options.status },
      now,
    )
  })
  return { ...account, id, name: `${givenName} ${familyName}`, familyName, givenName, birthDate, healthNumber }
}

/** An account with no membership yet, signed in. */
export async function anAccount(
  house: TestHouse,
  options: { email?: string; language?: 'en' | 'fr' } = {},
): Promise<Account> {
  const now = house.clock.now()
  const accountId = uuidv7(now)
  const email = options.email ?? `person${++count}@example.test`
  const { deployment } = house.way.house
  const at = { id: accountId, version: 1 }
  const token = randomToken()
  await house.way.db.transact(null, async (tx) => {
    await tx
      .insertInto('accounts')
      .values({
        id: accountId,
        email_hash: deployment.lookup('account-email', normaliseEmail(email)),
        email_sealed: deployment.seal('accounts.email_sealed', at, email),
        language: options.language ?? 'en',
        created_at: now,
      })
      .execute()
    // It outlasts every time a test moves the clock by.
    await tx
      .insertInto('sessions')
      .values({
        id: uuidv7(now),
        token_hash: sha256(token),
        account_id: accountId,
        strength: 'full',
        method: 'totp',
        created_at: now,
        last_seen_at: now,
        stepped_up_at: now,
        idle_minutes: 366 * 24 * 60,
        ends_at: new Date(now.getTime() + 366 * 86_400_000),
      })
      .execute()
  })
  return { accountId, email, as: { ...ownPage(house), cookie: `${sessionCookie}=${token}` } }
}

/** A health number that passes the check digit; another for every `seed` below 10^9. */
export function aHealthNumber(seed: number): HealthNumber {
  const nine = String(100_000_000 + seed).slice(0, 9)
  const sum = [...nine].reduce((total, digit, index) => {
    const value = index % 2 === 0 ? Number(digit) * 2 : Number(digit)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return { digits: `${nine}${(10 - (sum % 10)) % 10}`, versionCode: 'AB' }
}

async function insertMembership(
  tx: Tx,
  practiceId: string,
  person: { id: string; accountId: string },
  as: { kind: 'patient' | 'practitioner'; role: Role | null; status: MembershipStatus | undefined },
  now: Date,
): Promise<void> {
  const status = as.status ?? 'confirmed'
  await tx
    .insertInto('memberships')
    .values({
      id: person.id,
      account_id: person.accountId,
      practice_id: practiceId,
      kind: as.kind,
      role: as.role,
      status,
      created_at: now,
    })
    .execute()
}

export async function insertMembers(tx: Tx, practiceId: string, pairs: [string, string][]): Promise<void> {
  if (pairs.length > 0) {
    await tx
      .insertInto('care_team_members')
      .values(
        pairs.map(([care_team_id, practitioner_id]) => ({ practice_id: practiceId, care_team_id, practitioner_id })),
      )
      .execute()
  }
}
