import { changePractice } from '../people/change-practice.ts'
import { createPractice } from '../people/create-practice.ts'
import { readPractice } from '../people/read-practice.ts'
import { saveCareTeam } from '../people/save-care-team.ts'
import { saveTopic } from '../people/save-topic.ts'
import type { Way } from '../access/enter.ts'
import { uuidv7 } from '../platform/ids.ts'
import { saveExpectations } from '../seeing/save-expectations.ts'
import { actAs, type Character } from './act-as.ts'
import { accountFor, addColleague, addPatientOf } from './seed-people.ts'
import type { StoryPractice } from './story/story.ts'

/** A practice of the story with ids for its keys. */
export type Cast = {
  practiceId: string
  colleagues: Map<string, Character>
  patients: Map<string, Character>
  topics: Map<string, string>
  inboxes: Map<string, string>
}

/** Sets up one practice as its administrator would: colleagues, inboxes, topics, hours, patients, and then it goes live. */
export async function seedPractice(way: Way, story: StoryPractice, at: Date): Promise<Cast> {
  const administrator = await openPractice(way, story, at)
  const { practiceId } = administrator
  const others = story.colleagues.filter(({ key }) => key !== administrator.key)
  const colleagues = new Map([[administrator.key, administrator]])
  for (const colleague of others) {
    colleagues.set(colleague.key, await addColleague(way, administrator, colleague, at))
  }
  const idOf = (key: string) => one(colleagues, key).id
  const inboxes = new Map<string, string>()
  for (const inbox of story.inboxes) {
    const { id } = await actAs(way, administrator, at, saveCareTeam, {
      careTeamId: uuidv7(at),
      name: inbox.name,
      ownerId: idOf(inbox.owner),
      backupId: idOf(inbox.backup),
      memberIds: inbox.members.map(idOf),
      version: 0,
    })
    inboxes.set(inbox.key, id)
  }
  const topics = new Map<string, string>()
  for (const { inbox, replyWithinDays, ...topic } of story.topics) {
    const { id } = await actAs(way, administrator, at, saveTopic, {
      ...topic,
      topicId: uuidv7(at),
      careTeamId: one(inboxes, inbox),
      words: null,
      replyWithinMinutes: replyWithinDays * minutesOfDay(story),
      remindAgainAfterHours: null,
      contactAfterHours: topic.remindAfterHours,
      importantAfterHours: 24,
      reopenDays: 14,
      isOpen: true,
      version: 0,
    })
    topics.set(topic.keyword, id)
  }
  if (story.expectations.length > 0) {
    await actAs(way, administrator, at, saveExpectations, { items: story.expectations, version: 0 })
  }
  await goLive(way, administrator, story, at)
  const patients = new Map<string, Character>()
  for (const patient of story.patients) {
    const usualId = patient.usual === null ? null : idOf(patient.usual)
    patients.set(patient.key, await addPatientOf(way, administrator, patient, usualId, at))
  }
  return { practiceId, colleagues, patients, topics, inboxes }
}

async function openPractice(way: Way, story: StoryPractice, at: Date): Promise<Character> {
  const told = story.colleagues.find(({ role }) => role === 'administrator')
  if (told === undefined) {
    throw new Error(`${story.name} has no administrator`)
  }
  const practiceId = uuidv7(at)
  const accountId = await accountFor(way, told, at)
  const administrator = { key: told.key, id: uuidv7(at), accountId, practiceId, role: told.role }
  const requestId = uuidv7(at)
  await way.db.transact({ practiceId, actorId: administrator.id, requestId }, (tx) =>
    createPractice(
      { tx, keyCache: way.keyCache, now: at, requestId },
      {
        id: practiceId,
        name: story.name,
        address: story.address,
        phone: story.phone,
        timeZone: story.timeZone,
        region: 'ca-on',
        languages: ['en', 'fr'],
        administrator: { id: administrator.id, name: told.name, accountId },
      },
    ),
  )
  return administrator
}

async function goLive(way: Way, administrator: Character, story: StoryPractice, at: Date): Promise<void> {
  const { version } = await actAs(way, administrator, at, readPractice, {})
  await actAs(way, administrator, at, changePractice, {
    hours: [1, 2, 3, 4, 5].flatMap((weekday) => story.hours.map((block) => ({ weekday, ...block }))),
    isLive: true,
    version,
  })
}

function minutesOfDay(story: StoryPractice): number {
  const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
  return story.hours.reduce((sum, { opens, closes }) => sum + minutes(closes) - minutes(opens), 0)
}

/** What the story names is there, or the story is wrong. */
export function one<T>(all: ReadonlyMap<string, T>, key: string): T {
  const found = all.get(key)
  if (found === undefined) {
    throw new Error(`the story has no ${key}`)
  }
  return found
}
