// What a crawl stands on: the two practices, sown with words, and everything that is known of them.
import type { App } from '../../server/app.ts'
import { uuidv7 } from '../../server/platform/ids.ts'
import { assertSown } from './assert-sown.ts'
import { type Canaries, makeCanaries } from './canaries.ts'
import type { Known } from './content.ts'
import { type GuardedIds, makeGuardedIds } from './guarded-ids.ts'
import { makeClient } from './http.ts'
import { type CrawlFacts, loadFacts } from './load-facts.ts'
import type { Noun } from './operations/operation.ts'
import { makePeople, type People, settleStandings } from './people.ts'
import { makePicker, type Picker } from './picks.ts'
import { openPlace, type Place } from './place.ts'
import { makeDrafts, makeRecords } from './records.ts'
import { makeRelations } from './relations.ts'
import { keepWorld, type SameWorld } from './same-world.ts'
import { makeSearch, type Search } from './search.ts'
import { tangle } from './tangled.ts'

export type Ground = {
  place: Place
  people: People
  canaries: Canaries
  search: Search
  guardedIds: GuardedIds
  facts: CrawlFacts
  known: Known
  picker: Picker
  world: SameWorld
  client: ReturnType<typeof makeClient>
}

export async function openGround(options: {
  seed: string
  patients: number
  withWeb?: boolean
  furnish?: (app: App) => void | Promise<void>
}): Promise<Ground> {
  const { seed, patients } = options
  const place = await openPlace(options)
  try {
    const canaries = makeCanaries(seed)
    const people = await makePeople(place, canaries, seed, patients)
    const both = [people.A, people.B]
    await makeRecords(place, canaries, both)
    for (const one of both) {
      await makeRelations(place, canaries, one)
      await tangle(place, canaries, one)
    }
    await makeDrafts(place, canaries, both)
    for (const one of both) {
      await settleStandings(place, one, patients)
    }
    // Searchable, counted, filed and sealed; the files of drafts are still waiting to be looked at.
    await place.sweep(['scan-attachments'])
    await outlastTheCrawl(place)
    const gone = await makeGone(place, people)
    const facts = await loadFacts(place.owner)
    await assertSown(place, facts)
    const known: Known = {
      facts,
      practiceIds: { A: people.A.practice.id, B: people.B.practice.id },
      patientIds: people.patientIds,
      accountIds: new Map(people.callers.map(({ key, accountId }) => [key, accountId ?? ''])),
      now: new Date(),
    }
    return {
      place,
      people,
      canaries,
      search: makeSearch(canaries),
      guardedIds: makeGuardedIds(facts),
      facts,
      known,
      picker: makePicker(facts, gone, known.now),
      world: await keepWorld(place.owner),
      client: makeClient(place.port),
    }
  } catch (error) {
    await place.close()
    throw error
  }
}

/** A crawl takes longer than a step-up counts, and maybe than a stated reason does: what is in force stays so to its end. */
async function outlastTheCrawl({ owner }: Place): Promise<void> {
  await owner.query(`update sessions set stepped_up_at = now() + interval '1 day' where stepped_up_at is not null`)
  await owner.query(
    `update access_grants set granted_at = now() + interval '1 day', expires_at = now() + interval '1 day 1 hour'
      where expires_at > now()`,
  )
}

/** Ids of what was there and is not: ended in the ways there are, or taken out by the superuser where there is none yet. */
async function makeGone(place: Place, people: People): Promise<Map<Noun, string>> {
  const { owner } = place
  const one = async (sql: string, values: unknown[] = []) =>
    (await owner.query<{ id: string }>(sql, values)).rows[0]?.id ?? uuidv7()
  const practice = [people.A.practice.id]
  const gone = new Map<Noun, string>()
  gone.set('membership', people.A.staff.get('nurse:ended')?.id ?? '')
  gone.set('practitioner', people.A.staff.get('nurse:ended')?.id ?? '')
  gone.set(
    'draft',
    await one('select id from drafts where practice_id = $1 and ended_at is not null limit 1', practice),
  )
  gone.set('task', await one('select id from tasks where practice_id = $1 and ended_at is not null limit 1', practice))
  const file = await one(
    `update attachments set status = 'removed' where id = (select id from attachments
      where practice_id = $1 and conversation_id is null order by id desc limit 1) returning id`,
    practice,
  )
  gone.set('file', file)
  gone.set('session', await one('select id from sessions where ended_at is not null limit 1'))
  gone.set(
    'passkey',
    await one(`delete from passkeys where id = (select min(id::text)::uuid from passkeys) returning id`),
  )
  await owner.query('set session_replication_role = replica')
  for (const [noun, table] of [
    ['conversation', 'conversations'],
    ['message', 'messages'],
    ['patient', 'patients'],
    ['reason', 'access_grants'],
  ] as const) {
    // An extra row of another id, deleted again: the log and the indexes have known it.
    gone.set(noun, await goneFrom(place, table, practice))
  }
  await owner.query('set session_replication_role = origin')
  return gone
}

async function goneFrom(place: Place, table: string, practice: string[]): Promise<string> {
  const id = uuidv7()
  await place.owner.query(
    `create temporary table passing as select * from ${table} where practice_id = $1 order by id limit 1`.replace(
      '$1',
      `'${practice[0]}'`,
    ),
  )
  await place.owner.query(`update passing set id = '${id}'`)
  await (table === 'messages' && place.owner.query('update passing set sequence = 9999'))
  await (table === 'patients' && place.owner.query('update passing set health_number_hash = null'))
  await place.owner.query(`insert into ${table} select * from passing`)
  await place.owner.query(`delete from ${table} where id = '${id}'`)
  await place.owner.query('drop table passing')
  return id
}
