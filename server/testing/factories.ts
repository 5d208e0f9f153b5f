import { createHash } from 'node:crypto'
import type { HealthNumber } from '../../shared/health-number.ts'
import type { MembershipStatus, Role } from '../../shared/people.ts'
import { sessionCookie } from '../access/authenticate.ts'
import { type Keyring, openKeyring } from '../access/keyring.ts'
import { createPractice, type NewPractice } from '../people/create-practice.ts'
import { insertPatient } from '../people/insert-patient.ts'
import { normaliseEmail } from '../platform/crypto/lookup.ts'
import { randomToken } from '../platform/crypto/token.ts'
import type { Tx } from '../platform/db.ts'
import { uuidv7 } from '../platform/ids.ts'
import { ownPage } from './call.ts'
import type { TestHouse } from './test-house.ts'

export { anyone, call, callLoosely } from './call.ts'

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

export type TestTopic = {
  id: string
  keyword: string
  characters: number
  words: number | null
  files: number
  replyWithinMinutes: number
  remindAfterHours: number
  reopenDays: number
  isOpen: boolean
}
export type TestPractice = {
  id: string
  name: string
  administrator: Person
  physician: Person
  nurse: Person
  clerk: Person
  privacyOfficer: Person
  /** One inbox: owned by the nurse, backed up by the physician; the clerk works in it too. */
  careTeam: { id: string; nameEn: string; nameFr: string }
  topic: TestTopic
}

let counter = 0

/** A live practice of its own for a test: open on weekdays 09:00-12:00 and 13:00-17:00 in Toronto, staffed, with one topic. */
export async function aPractice(
  house: TestHouse,
  overrides: Partial<Omit<NewPractice, 'id' | 'administrator'>> & { isLive?: boolean; topic?: Partial<TestTopic> } = {},
): Promise<TestPractice> {
  const { isLive = true, topic: topicOverrides, ...fields } = overrides
  const id = uuidv7(house.clock.now())
  const name = fields.name ?? `Maple Street Clinic ${++counter}`
  const administratorAccount = await anAccount(house)
  const administrator = { ...administratorAccount, id: uuidv7(house.clock.now()), name: 'Adele Marchand' }
  await inScope(house, id, async (tx) => {
    await createPractice(
      { tx, keyCache: house.way.keyCache, now: house.clock.now(), requestId: uuidv7() },
      {
        address: '12 Maple Street, Anytown ON',
        phone: '416-555-0100',
        timeZone: 'America/Toronto',
        region: 'ca-on',
        languages: ['en', 'fr'],
        ...fields,
        id,
        name,
        administrator,
      },
    )
    await insertHours(tx, id)
  })
  const practice = { id }
  const [physician, nurse, clerk, privacyOfficer] = await Promise.all([
    aPractitioner(house, practice, { role: 'physician', name: 'Dr. Noor Haddad' }),
    aPractitioner(house, practice, { role: 'nurse', name: 'Tomas Lindqvist' }),
    aPractitioner(house, practice, { role: 'clerk', name: 'Beatrice Okafor' }),
    aPractitioner(house, practice, { role: 'privacy-officer', name: 'Yves Tremblay' }),
  ])
  const careTeam = await aCareTeam(house, practice, {
    owner: nurse,
    backup: physician,
    members: [nurse, physician, clerk],
  })
  const topic = await aTopic(house, practice, careTeam, topicOverrides)
  if (isLive) {
    await inScope(house, id, (tx) =>
      tx.updateTable('practices').set({ is_live: true }).where('practice_id', '=', id).execute(),
    )
  }
  return { id, name, administrator, physician, nurse, clerk, privacyOfficer, careTeam, topic }
}

/** A colleague with a session, whatever their status: a suspended one shows that the session is no use. */
export async function aPractitioner(
  house: TestHouse,
  practice: { id: string },
  options: { role: Role; name?: string; careTeamIds?: string[]; status?: MembershipStatus; account?: Account },
): Promise<Person> {
  const account = options.account ?? (await anAccount(house))
  const now = house.clock.now()
  const person = { ...account, id: uuidv7(now), name: options.name ?? `Colleague ${++counter}` }
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
  const number = ++counter
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
  const email = options.email ?? `person${++counter}@example.test`
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
        token_hash: createHash('sha256').update(token).digest(),
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

export async function aCareTeam(
  house: TestHouse,
  practice: { id: string },
  options: {
    owner: { id: string }
    backup: { id: string }
    members?: { id: string }[]
    nameEn?: string
    nameFr?: string
  },
): Promise<{ id: string; nameEn: string; nameFr: string }> {
  const now = house.clock.now()
  const { owner, backup, members = [owner, backup], nameEn = 'Front desk', nameFr = 'Accueil' } = options
  const id = uuidv7(now)
  await inScope(house, practice.id, async (tx) => {
    await tx
      .insertInto('care_teams')
      .values({
        practice_id: practice.id,
        id,
        name_en: nameEn,
        name_fr: nameFr,
        owner_id: owner.id,
        backup_id: backup.id,
        created_at: now,
      })
      .execute()
    await insertMembers(
      tx,
      practice.id,
      members.map((member) => [id, member.id]),
    )
  })
  return { id, nameEn, nameFr }
}

export async function aTopic(
  house: TestHouse,
  practice: { id: string },
  careTeam: { id: string },
  overrides: Partial<TestTopic> = {},
): Promise<TestTopic> {
  const now = house.clock.now()
  const topic: TestTopic = {
    id: uuidv7(now),
    keyword: `question-${++counter}`,
    characters: 4_000,
    words: null,
    files: 10,
    replyWithinMinutes: 2 * 7 * 60,
    remindAfterHours: 72,
    reopenDays: 30,
    isOpen: true,
    ...overrides,
  }
  await inScope(house, practice.id, (tx) =>
    tx
      .insertInto('topics')
      .values({
        practice_id: practice.id,
        id: topic.id,
        keyword: topic.keyword,
        name_en: 'A question for the clinic',
        name_fr: 'Une question pour la clinique',
        help_en: 'For what can wait two working days.',
        help_fr: 'Pour ce qui peut attendre deux jours ouvrables.',
        urgent_help_en: 'Call us if it gets worse.',
        urgent_help_fr: 'Appelez-nous si votre état empire.',
        care_team_id: careTeam.id,
        characters: topic.characters,
        words: topic.words,
        files: topic.files,
        reply_within_minutes: topic.replyWithinMinutes,
        remind_after_hours: topic.remindAfterHours,
        reopen_days: topic.reopenDays,
        is_open: topic.isOpen,
        created_at: now,
      })
      .execute(),
  )
  return topic
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

/** Looks into the database as this practice, with its keys: for what no answer shows. */
export async function inPractice<T>(
  house: TestHouse,
  practiceId: string,
  use: (tx: Tx, keys: Keyring) => Promise<T>,
): Promise<T> {
  return inScope(house, practiceId, async (tx) =>
    use(tx, await openKeyring(house.way.keyCache, tx, practiceId, house.clock.now())),
  )
}

function inScope<T>(house: TestHouse, practiceId: string, use: (tx: Tx) => Promise<T>): Promise<T> {
  return house.way.db.transact({ practiceId, actorId: practiceId, requestId: uuidv7() }, use)
}

async function insertHours(tx: Tx, practiceId: string): Promise<void> {
  const blocks = [1, 2, 3, 4, 5].flatMap((weekday) => [
    { weekday, opens: '09:00', closes: '12:00' },
    { weekday, opens: '13:00', closes: '17:00' },
  ])
  await tx
    .insertInto('opening_blocks')
    .values(blocks.map((block) => ({ practice_id: practiceId, id: uuidv7(), ...block })))
    .execute()
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

async function insertMembers(tx: Tx, practiceId: string, pairs: [string, string][]): Promise<void> {
  if (pairs.length > 0) {
    await tx
      .insertInto('care_team_members')
      .values(
        pairs.map(([care_team_id, practitioner_id]) => ({ practice_id: practiceId, care_team_id, practitioner_id })),
      )
      .execute()
  }
}
