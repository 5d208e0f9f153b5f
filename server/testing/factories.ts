import { createPractice, type NewPractice } from '../people/create-practice.ts'
import type { Tx } from '../platform/db.ts'
import { uuidv7 } from '../platform/ids.ts'
import { inScope } from './in-practice.ts'
import { anAccount, aPractitioner, insertMembers, type Person } from './members.ts'
import type { TestHouse } from './test-house.ts'

export { anyone, call, callLoosely } from './call.ts'
export { inPractice } from './in-practice.ts'
export { aHealthNumber, anAccount, aPatient, aPractitioner } from './members.ts'
export type { Account, PatientPerson, Person } from './members.ts'

export type TestTopic = {
  id: string
  keyword: string
  characters: number
  words: number | null
  files: number
  replyWithinMinutes: number
  remindAfterHours: number
  remindAgainAfterHours: number | null
  contactAfterHours: number
  importantAfterHours: number
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

let count = 0

/** A live practice of its own for a test: open on weekdays 09:00-12:00 and 13:00-17:00 in Toronto, staffed, with one topic. */
export async function aPractice(
  house: TestHouse,
  overrides: Partial<Omit<NewPractice, 'id' | 'administrator'>> & { isLive?: boolean; topic?: Partial<TestTopic> } = {},
): Promise<TestPractice> {
  const { isLive = true, topic: topicOverrides, ...fields } = overrides
  const id = uuidv7(house.clock.now())
  const name = fields.name ?? `Maple Street Clinic ${++count}`
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
    keyword: `question-${++count}`,
    characters: 4_000,
    words: null,
    files: 10,
    replyWithinMinutes: 2 * 7 * 60,
    remindAfterHours: 72,
    remindAgainAfterHours: null,
    contactAfterHours: overrides.remindAfterHours ?? 72,
    importantAfterHours: 24,
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
        remind_again_after_hours: topic.remindAgainAfterHours,
        contact_after_hours: topic.contactAfterHours,
        important_after_hours: topic.importantAfterHours,
        reopen_days: topic.reopenDays,
        is_open: topic.isOpen,
        created_at: now,
      })
      .execute(),
  )
  return topic
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
