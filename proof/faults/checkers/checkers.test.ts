// What is promised here: of a sound place the nine checkers say nothing, and each finds what it is there to find. Every
// violation is planted by hand, past the server.
import { open, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seededRandom } from '../../../bench/seeded.ts'
import { uuidv7 } from '../../../server/platform/ids.ts'
import { openStage, type Stage } from '../stage/stage.ts'
import { startTraffic } from '../stage/traffic.ts'
import { evidenceOf, openWorld, type World } from '../stage/world.ts'
import { checkAll, type CheckerName, checkers } from './index.ts'

let stage: Stage
let world: World

beforeAll(async () => {
  stage = await openStage()
  world = await openWorld(stage.house, 4)
  await stage.house.app.listen({ host: '127.0.0.1', port: 0 })
  const address = stage.house.app.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const traffic = startTraffic({ world, where: () => port, random: seededRandom(5), withFiles: true, writers: 4 })
  await traffic.reach(160)
  expect([await traffic.stop(), traffic.refusals]).toEqual([[], []])
  await stage.drain(3 * 3_600_000)
})

afterAll(() => stage.close())

const sql = (text: string, ...values: unknown[]) =>
  stage.postgres.query(`set session_replication_role = replica; ${withValues(text, values)}`)
/** Several statements in one string take no parameters; ids and numbers of ours are written into it. */
const withValues = (text: string, values: unknown[]) =>
  text.replace(/\$(\d)/g, (_, number: string) => `'${String(values[Number(number) - 1])}'`)
const one = async (text: string): Promise<string> => {
  const [row] = await stage.postgres.query(text, [world.practice.id])
  return row === undefined ? 'none' : String(row['id'])
}
const aMessage = () =>
  one(`select id::text from messages where practice_id = $1 and kind = 'message' order by id limit 1`)
const aConversation = () =>
  one(
    `select conversation_id::text as id from messages where practice_id = $1 group by 1 order by count(*) desc limit 1`,
  )
const blobFolder = () => join(stage.dataDir, 'blobs', world.practice.id)
/** Those of attachments. */
const blobPaths = async () => {
  const rows = await stage.postgres.query('select blob from attachments where blob is not null')
  const names = new Set(rows.map(({ blob }) => blob))
  return (await readdir(blobFolder(), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && names.has(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}

test('of a sound place they say nothing, and there is something of everything to look at', async () => {
  expect(await checkAll(evidenceOf(stage, world))).toEqual([])
  const [counts] = await stage.postgres.query(
    `select (select count(*)::int from messages where practice_id = $1) as messages,
      (select count(*)::int from attachments where practice_id = $1 and status = 'unscanned') as files,
      (select count(*)::int from filings where practice_id = $1 and status = 'filed') as records,
      (select count(*)::int from notices where practice_id = $1 and status = 'sent') as notices,
      (select count(*)::int from readings where practice_id = $1) as readings`,
    [world.practice.id],
  )
  expect(Object.values(counts ?? {}).every((count) => Number(count) > 0)).toBe(true)
})

/** In the first file that is stored. */
async function flipBit(at: number): Promise<void> {
  const file = await open((await blobPaths())[0] ?? '', 'r+')
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, at)
  await file.write(Buffer.from([(buffer[0] ?? 0) ^ 1]), 0, 1, at)
  await file.close()
}

type Plant = { in: CheckerName; what: string; plant: () => Promise<unknown>; found: RegExp }

// Later ones stand on what earlier ones have broken; each looks for its own words alone.
const plants: Plant[] = [
  {
    in: 'acked is stored',
    what: 'other words than were acknowledged',
    plant: async () => Object.assign(world.ledger.messages[0] ?? {}, { text: 'Other words.' }),
    found: /stored with other words/,
  },
  {
    in: 'acked is stored',
    what: 'a second answer that was another',
    plant: async () => world.ledger.messages[1]?.answers.push({ sequence: 999, text: '', autoReplyId: null }),
    found: /answered in different ways/,
  },
  {
    in: 'acked is stored',
    what: 'a file that is not there',
    plant: async () =>
      world.ledger.files.push({ practiceId: world.practice.id, id: uuidv7(), sha256: '', sizeBytes: 0 }),
    found: /the file .* is lost/,
  },
  {
    in: 'acked is stored',
    what: 'one bit of a file',
    plant: () => flipBit(70),
    found: /bytes of the file .* do not open/,
  },
  {
    in: 'envelopes open in place',
    what: 'one bit of what stands before its bytes',
    plant: () => flipBit(20),
    found: /the file .* does not open/,
  },
  {
    in: 'acts are unique',
    what: 'a letter sent twice under two ids',
    plant: async () =>
      sql(
        `insert into messages (practice_id, id, conversation_id, patient_id, sequence, kind, author_kind, author_id,
           body_sealed, request_hash, sent_at) select practice_id, $1, conversation_id, patient_id, sequence + 100000, kind,
           author_kind, author_id, body_sealed, request_hash, sent_at from messages where id = $2`,
        uuidv7(),
        await aMessage(),
      ),
    found: /one letter was sent twice/,
  },
  {
    in: 'order is commit order',
    what: 'the gap that leaves',
    plant: async () => {},
    found: /have a gap or a repeat/,
  },
  {
    in: 'order is commit order',
    what: 'a gap that people read',
    plant: async () =>
      sql(
        `update messages set sequence = sequence + 50 where conversation_id = $1 and sequence = 2`,
        await one(
          `select min(conversation_id::text) as id from messages where practice_id = $1
           group by conversation_id having max(sequence) between 3 and 40 limit 1`,
        ),
      ),
    found: /out of order, or not whole/,
  },
  {
    in: 'audit equals acts',
    what: 'that nobody did it',
    plant: async () => {},
    found: /the message .* is there 1 times and on record 0 times/,
  },
  {
    in: 'counts are recounts',
    what: 'that the head does not know of it',
    plant: async () => {},
    found: /head of the conversation/,
  },
  {
    in: 'envelopes open in place',
    what: 'that its words were sealed for another row',
    plant: async () => {},
    found: /messages.body_sealed of .* does not open/,
  },
  {
    in: 'acts are unique',
    what: 'two automatic replies',
    plant: async () =>
      sql(
        `insert into messages (practice_id, id, conversation_id, patient_id, sequence, kind, author_kind, in_response_to,
           body_sealed, request_hash, sent_at) select practice_id, $1, conversation_id, patient_id, sequence + 200000, kind,
           author_kind, in_response_to, body_sealed, request_hash, sent_at from messages where id = $2`,
        uuidv7(),
        await one(`select id::text from messages where practice_id = $1 and kind = 'auto-reply' limit 1`),
      ),
    found: /two automatic replies/,
  },
  {
    in: 'acts are unique',
    what: 'a repeat that was answered with another automatic reply',
    plant: async () => world.ledger.messages[2]?.answers.push({ sequence: 1, text: '', autoReplyId: uuidv7() }),
    found: /different automatic replies/,
  },
  {
    in: 'acts are unique',
    what: 'a task that was opened twice',
    plant: async () =>
      sql(
        `insert into task_events (practice_id, id, task_id, conversation_id, act, at) select practice_id, $1, task_id,
           conversation_id, act, at from task_events where practice_id = $2 and act = 'open' limit 1`,
        uuidv7(),
        world.practice.id,
      ),
    found: /a task was opened twice/,
  },
  {
    in: 'order is commit order',
    what: 'a letter that has changed places with a later one',
    plant: async () => {
      const id = await aConversation()
      await sql(
        `update messages set sequence = 90000 where conversation_id = $1 and sequence = 1;
         update messages set sequence = 1 where conversation_id = $1 and sequence = 3;
         update messages set sequence = 3 where conversation_id = $1 and sequence = 90000`,
        id,
      )
    },
    found: /is not the order of its commits/,
  },
  {
    in: 'order is commit order',
    what: 'a letter that stands before one that was answered before it',
    plant: async () => {
      const id = await aConversation()
      const [first, second] = world.ledger.messages.filter(({ conversationId }) => conversationId === id)
      const answer = first?.answers[0]
      if (answer !== undefined && second !== undefined) {
        answer.sequence = 1_000
      }
    },
    found: /which was answered before it/,
  },
  {
    in: 'audit equals acts',
    what: 'an act that was answered and is not on record',
    plant: async () =>
      world.ledger.acts.push({ practiceId: world.practice.id, act: 'message.send', requestId: uuidv7() }),
    found: /was answered, and its message.send is not on record/,
  },
  {
    in: 'audit equals acts',
    what: 'a notice that is not on record',
    plant: async () => sql(`update notices set id = $1 where id = $2`, uuidv7(), await aNotice()),
    found: /the notice .* is there 1 times and on record 0 times/,
  },
  {
    in: 'outbox is drained',
    what: 'a notice that the mail server never had',
    plant: async () => {},
    found: /is called sent, and was not/,
  },
  {
    in: 'outbox is drained',
    what: 'a notice that is due',
    plant: async () =>
      sql(`update notices set status = 'due', due_at = now() - interval '1 day' where id = $1`, await aNotice()),
    found: /a notice is still to be sent/,
  },
  {
    in: 'outbox is drained',
    what: 'a patient who was not told',
    plant: async () =>
      sql(
        `update conversations set patient_unread_since = now() + interval '1 year' where id = $1`,
        await aConversation(),
      ),
    found: /has something to read and was not told/,
  },
  {
    in: 'nothing is orphaned',
    what: 'bytes that no row needs',
    plant: () => writeFile(join(blobFolder(), '0123456789abcdef0123456789abcdef'), 'x'),
    found: /no row needs the blob/,
  },
  {
    in: 'nothing is orphaned',
    what: 'a row that has lost its bytes',
    plant: async () => rm((await blobPaths())[0] ?? ''),
    found: /has lost its blob/,
  },
  {
    in: 'nothing is orphaned',
    what: 'a receipt whose record is gone',
    plant: () => rm(join(stage.config.recordDir, world.practice.id), { recursive: true }),
    found: /has a receipt and is not there/,
  },
  {
    in: 'nothing is orphaned',
    what: 'an upload that never arrived',
    plant: async () =>
      sql(
        `update attachments set status = 'receiving' where id = $1`,
        await one(`select id::text from attachments where practice_id = $1 limit 1`),
      ),
    found: /upload that never arrived/,
  },
  {
    in: 'counts are recounts',
    what: 'a message that the patient has not read in a conversation that is not unread',
    plant: async () => {
      const id = await one(
        `select conversation_id::text as id from messages where practice_id = $1 and author_kind = 'practitioner' limit 1`,
      )
      await sql(`delete from readings where conversation_id = $1 and reader_kind = 'patient'`, id)
      await sql(`update conversations set patient_unread_since = null where id = $1`, id)
    },
    found: /is not called unread/,
  },
  {
    in: 'counts are recounts',
    what: 'a patient who waits and whom nobody has as a task',
    plant: async () =>
      sql(
        `delete from tasks where conversation_id = $1`,
        await one(
          `select id::text from conversations where practice_id = $1 and status = 'open' and last_author_kind = 'patient' limit 1`,
        ),
      ),
    found: /nobody has the task/,
  },
  {
    in: 'tree verifies',
    what: 'an act that was taken out of the log',
    plant: async () =>
      sql(
        `delete from audit_events where id = $1`,
        await one(`select id::text from audit_events where practice_id = $1 order by id limit 1`),
      ),
    found: /does not verify/,
  },
  {
    in: 'envelopes open in place',
    what: 'a name that was put into another patient’s card',
    plant: async () => {
      const [first, second] = world.patients
      await sql(
        `update patients set family_name_sealed = (select family_name_sealed from patients where id = $1) where id = $2`,
        first?.id,
        second?.id,
      )
    },
    found: /patients.family_name_sealed of .* (?:does not open|has no key)/,
  },
]

const aNotice = () => one(`select id::text from notices where practice_id = $1 and status = 'sent' order by id limit 1`)

test.each(plants)('$in: finds $what', async ({ in: name, plant, found }) => {
  await plant()
  expect(await checkers[name](evidenceOf(stage, world))).toContainEqual(expect.stringMatching(found))
})

test('every checker has at least one planted violation', () => {
  expect(new Set(plants.map((plant) => plant.in))).toEqual(new Set(Object.keys(checkers)))
})
