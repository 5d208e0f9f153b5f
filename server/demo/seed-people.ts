import { parseHealthNumber } from '../../shared/health-number.ts'
import { next } from '../../shared/machine.ts'
import { membershipMachine } from '../../shared/people.ts'
import { accountEmailHash, createAccount } from '../accounts/account.ts'
import type { Way } from '../access/enter.ts'
import { addPatient } from '../people/add-patient.ts'
import { addPractitioner } from '../people/add-practitioner.ts'
import { invitePatient } from '../people/invite-patient.ts'
import { uuidv7 } from '../platform/ids.ts'
import { actAs, type Character } from './act-as.ts'
import type { StoryColleague, StoryPatient } from './story/story.ts'

/** The account with this e-mail, made when there is none: one person has one, whatever practices they belong to. */
export async function accountFor(
  way: Way,
  person: { email: string; language: 'en' | 'fr' },
  at: Date,
): Promise<string> {
  const { house } = way
  return way.db.transact(null, async (tx) => {
    const created = await createAccount({ tx, now: at, house }, { ...person, passwordHash: null, isDemo: true })
    return created ?? (await findAccount(way, person.email)) ?? missing(person.email)
  })
}

export async function findAccount(way: Way, email: string): Promise<string | null> {
  const row = await way.db.transact(null, (tx) =>
    tx
      .selectFrom('accounts')
      .select('id')
      .where('email_hash', '=', accountEmailHash(way.house, email))
      .executeTakeFirst(),
  )
  return row?.id ?? null
}

export async function addColleague(
  way: Way,
  administrator: Character,
  colleague: StoryColleague,
  at: Date,
): Promise<Character> {
  const { key, name, role, email } = colleague
  const accountId = await accountFor(way, colleague, at)
  const id = uuidv7(at)
  await actAs(way, administrator, at, addPractitioner, { practitionerId: id, name, role, email })
  await join(way, id, accountId, at)
  return { key, id, accountId, practiceId: administrator.practiceId, role }
}

export async function addPatientOf(
  way: Way,
  administrator: Character,
  patient: StoryPatient,
  usualPractitionerId: string | null,
  at: Date,
): Promise<Character> {
  const { key, givenName, familyName, birthDate, language, phone, email, account, signIn } = patient
  const id = uuidv7(at)
  await actAs(way, administrator, at, addPatient, {
    patientId: id,
    givenName,
    familyName,
    birthDate,
    language,
    phone,
    email,
    usualPractitionerId,
    healthNumber: patient.healthNumber === null ? null : healthNumberOf(patient.healthNumber),
  })
  if (account !== 'no') {
    await actAs(way, administrator, account === 'invited' ? new Date() : at, invitePatient, { patientId: id })
  }
  const accountId = account === 'yes' ? await accountFor(way, { email: signIn, language }, at) : null
  if (accountId !== null) {
    await join(way, id, accountId, at)
  }
  return { key, id, accountId, practiceId: administrator.practiceId, role: null }
}

/** The story's people have used their codes: what the pages of enrolment do, without their password and second factor. */
async function join(way: Way, membershipId: string, accountId: string, at: Date): Promise<void> {
  await way.db.transact(null, async (tx) => {
    await tx
      .updateTable('memberships')
      .set({ account_id: accountId, status: next(membershipMachine, 'invited', 'accept') })
      .where('id', '=', membershipId)
      .execute()
    await tx.updateTable('invitations').set({ used_at: at }).where('membership_id', '=', membershipId).execute()
  })
}

/** The nine digits with the check digit that makes them a health number, and a version code. */
function healthNumberOf(nine: number): string {
  const numbers = Array.from({ length: 10 }, (_, check) => `${nine}${check}AB`)
  return numbers.find((typed) => parseHealthNumber(typed).ok) ?? missing('a check digit')
}

function missing(what: string): never {
  throw new Error(`the story lacks ${what}`)
}
