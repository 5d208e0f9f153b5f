// What is promised here: sends that arrive together share a transaction, and nobody notices. Each is whole with its audit
// entry; what goes wrong with one goes wrong with no other; nobody is answered before the commit.
import { sql } from 'kysely'
import pg from 'pg'
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import {
  anyone,
  aPatient,
  aPractice,
  call,
  inPractice,
  type PatientPerson,
  type TestPractice,
} from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { ownCluster } from '../testing/own-cluster.ts'

const house = useTestHouse()

type Writer = { patient: PatientPerson; conversationId: string }

async function aCrowd(size: number): Promise<{ practice: TestPractice; writers: Writer[] }> {
  const practice = await aPractice(house())
  const writers = await Promise.all(Array.from({ length: size }, () => aWriter(practice)))
  return { practice, writers }
}

async function aWriter(practice: TestPractice): Promise<Writer> {
  const patient = await aPatient(house(), practice)
  const conversationId = uuidv7()
  const letter = { messageId: uuidv7(), subject: '', text: 'A first question.', attachmentIds: [] }
  const begun = await call(house(), patient, api.startConversation, {
    conversationId,
    topicId: practice.topic.id,
    ...letter,
  })
  expect(begun.status).toBe(200)
  return { patient, conversationId }
}

async function write({ patient, conversationId }: Writer, messageId: string = uuidv7()) {
  const answer = await call(house(), patient, api.sendMessage, {
    conversationId,
    messageId,
    text: 'One more thing.',
    attachmentIds: [],
  })
  return { ...answer, messageId }
}

/** The transactions in which these messages and their audit entries stand. */
async function transactionsOf(practice: TestPractice, messageIds: string[]) {
  return inPractice(house(), practice.id, async (tx) => {
    const { rows } = await sql<{ message: string; entry: string | null }>`
      select m.xmin::text as message, (select (e.xid::text::bigint % 4294967296)::text from audit_events e
          where e.practice_id = m.practice_id and convert_from(e.payload, 'UTF8')::jsonb -> 'object' ->> 'id' = m.id::text
            and convert_from(e.payload, 'UTF8')::jsonb ->> 'act' = 'message.send') as entry
      from messages m where m.practice_id = ${practice.id} and m.id = any(${messageIds}::uuid[])`.execute(tx)
    return rows
  })
}

test('sends that arrive together share transactions, each with its audit entry', async () => {
  const { practice, writers } = await aCrowd(20)
  const answers = await Promise.all(writers.map((writer) => write(writer)))
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
  const rows = await transactionsOf(
    practice,
    answers.map(({ messageId }) => messageId),
  )
  expect(rows).toHaveLength(20)
  expect(rows.every(({ message, entry }) => message === entry)).toBe(true)
  expect(new Set(rows.map(({ message }) => message)).size).toBeLessThan(10)
})

test('of a crowd, whoever may not write is told so, and the others are answered', async () => {
  const { practice, writers } = await aCrowd(6)
  const [stranger, silent] = await Promise.all([aPatient(house(), practice), aPatient(house(), practice)])
  const oneWay = uuidv7()
  const notice = { messageId: uuidv7(), subject: '', text: 'We are closed on Monday.', attachmentIds: [] }
  await call(house(), practice.nurse, api.startConversation, {
    conversationId: oneWay,
    topicId: practice.topic.id,
    patientId: silent.id,
    mode: 'one-way',
    ...notice,
  })
  const answers = await Promise.all([
    write({ patient: stranger, conversationId: writers[0]?.conversationId ?? '' }),
    write({ patient: silent, conversationId: oneWay }),
    write({ patient: { ...stranger, as: anyone(house()).as }, conversationId: oneWay }),
    ...writers.map((writer) => write(writer)),
  ])
  expect(answers.map(({ status }) => status)).toEqual([404, 403, 401, 200, 200, 200, 200, 200, 200])
})

test('the same message id in two conversations: one of them has it, and nobody else notices', async () => {
  const { practice, writers } = await aCrowd(8)
  const twice = uuidv7()
  const answers = await Promise.all(writers.map((writer, at) => write(writer, at < 2 ? twice : undefined)))
  expect(
    answers
      .slice(0, 2)
      .map(({ status }) => status)
      .toSorted(),
  ).toEqual([200, 422])
  expect(answers.slice(2).map(({ status }) => status)).toEqual(Array(6).fill(200))
  const ids = answers.map(({ messageId }) => messageId)
  expect(await transactionsOf(practice, ids)).toHaveLength(7)
})

test('nobody waits for the one whose conversation somebody else holds', async () => {
  const { practice, writers } = await aCrowd(6)
  const [held, ...others] = writers
  const release = Promise.withResolvers<void>()
  const holding = Promise.withResolvers<void>()
  const holder = inPractice(house(), practice.id, async (tx) => {
    await tx
      .selectFrom('conversations')
      .select('id')
      .where('practice_id', '=', practice.id)
      .where('id', '=', held?.conversationId ?? '')
      .forNoKeyUpdate()
      .execute()
    holding.resolve()
    await release.promise
  })
  await holding.promise
  let isHeldAnswered = false
  const sending = write(held ?? fail()).finally(() => (isHeldAnswered = true))
  const answers = await Promise.all(others.map((writer) => write(writer)))
  expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200))
  expect(isHeldAnswered).toBe(false)
  release.resolve()
  await holder
  expect((await sending).status).toBe(200)
})

test('what fails at the commit fails alone, and is answered only then', async () => {
  const { practice, writers } = await aCrowd(6)
  const bad = uuidv7()
  await asOwner(`create function refuse_one() returns trigger language plpgsql as $$
      begin raise exception 'refused at the end' using errcode = '23514'; end $$;
    create constraint trigger refused_at_the_end after insert on messages deferrable initially deferred
      for each row when (new.id = '${bad}') execute function refuse_one()`)
  const answers = await Promise.all(writers.map((writer, at) => write(writer, at === 2 ? bad : undefined)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 500, 200, 200, 200])
  const rows = await transactionsOf(
    practice,
    answers.map(({ messageId }) => messageId),
  )
  expect(rows).toHaveLength(5)
  expect(rows.every(({ message, entry }) => message === entry)).toBe(true)
})

async function asOwner(statement: string): Promise<void> {
  const owner = new pg.Client({ ...ownCluster(), database: String(house().way.db.pool.options.database) })
  await owner.connect()
  await owner.query(statement)
  await owner.end()
}

function fail(): never {
  throw new Error('a crowd has a first')
}
