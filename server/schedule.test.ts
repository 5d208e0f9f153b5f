// What is promised here: the worker goes where something is due and nowhere else, and a thousand practices at rest cost it no
// more than a few.
import { afterEach, expect, test } from 'vitest'
import { api } from '../shared/api/index.ts'
import { limits } from '../shared/limits.ts'
import type { Sweep } from './access/sweep.ts'
import { asIntruder, othersHaveEnded } from './audit/database-log.fixture.ts'
import { createLogger } from './platform/log.ts'
import { uuidv7 } from './platform/ids.ts'
import { schedule } from './schedule.ts'
import { aWaitingPractice } from './tasks/queue.fixture.ts'
import { aPatient, aPractice, call, inPractice } from './testing/factories.ts'
import { recordTransactions } from './testing/statements.ts'
import { useTestHouse } from './testing/test-house.ts'
import { startWorker, type Worker } from './worker.ts'

const house = useTestHouse()
const workers: Worker[] = []

function aWorker(names: string[]): Worker {
  return startAll(schedule.filter(({ name }) => names.includes(name)))
}

function startAll(sweeps: readonly Sweep[]): Worker {
  const worker = startWorker(house().worker, sweeps, createLogger({ level: 'silent' }))
  workers.push(worker)
  return worker
}

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
})

/** The practices that a sweep would go to now. */
async function goesTo(name: string): Promise<string[]> {
  const sweep = schedule.find((each) => each.name === name)
  if (sweep === undefined || !('visit' in sweep) || sweep.where === undefined) {
    throw new Error(`${name} does not say where it goes`)
  }
  return sweep.where(house().worker)
}

/** A draft with a file of a few words, which waits to be looked at. */
async function aDraftWithFile() {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const draftId = uuidv7()
  const attachmentId = uuidv7()
  await call(house(), patient, api.saveDraft, { draftId, topicId: practice.topic.id, text: '', version: 0 })
  const answer = await house().app.inject({
    method: 'PUT',
    url: `/api/as/${patient.id}/drafts/${draftId}/attachments/${attachmentId}`,
    headers: { ...patient.as, 'content-type': 'application/octet-stream', 'x-file-name': 'list.txt' },
    payload: 'Two tablets a day.',
  })
  expect(answer.json()).toMatchObject({ status: 'quarantined' })
  return { practice, patient, draftId, attachmentId }
}

test('files are looked at where one waits for it', async () => {
  const { practice, attachmentId } = await aDraftWithFile()
  expect(await goesTo('scan-attachments')).toEqual([practice.id])
  await aWorker(['scan-attachments']).runOnce()
  expect(await goesTo('scan-attachments')).toEqual([])
  const { status } = await inPractice(house(), practice.id, (tx) =>
    tx.selectFrom('attachments').select('status').where('id', '=', attachmentId).executeTakeFirstOrThrow(),
  )
  expect(status).toBe('unscanned')
})

test('bytes are removed where a file was taken out of its draft, or was left in one that ended an hour ago', async () => {
  const [taken, left] = [await aDraftWithFile(), await aDraftWithFile()]
  const worker = aWorker(['scan-attachments', 'sweep-attachments'])
  await worker.runOnce('scan-attachments')
  expect(await goesTo('sweep-attachments')).toEqual([])
  await call(house(), taken.patient, api.removeAttachment, { attachmentId: taken.attachmentId })
  expect(await goesTo('sweep-attachments')).toEqual([taken.practice.id])
  await worker.runOnce('sweep-attachments')
  expect(await goesTo('sweep-attachments')).toEqual([])

  await call(house(), left.patient, api.discardDraft, { draftId: left.draftId })
  expect(await goesTo('sweep-attachments')).toEqual([])
  house().clock.advance({ seconds: limits.unfinishedUploadMs / 1000 + 60 })
  expect(await goesTo('sweep-attachments')).toEqual([left.practice.id])
  await worker.runOnce('sweep-attachments')
  expect(await goesTo('sweep-attachments')).toEqual([])
})

test('conversations are filed where one was closed', async () => {
  const { practice, conversationId } = await aWaitingPractice(house())
  const { version } = (await call(house(), practice.nurse, api.readConversation, { conversationId })).body
  expect(await goesTo('file-due')).toEqual([])
  await call(house(), practice.nurse, api.closeConversation, {
    conversationId,
    outcome: 'answered',
    version: version ?? 1,
  })
  expect(await goesTo('file-due')).toEqual([practice.id])
  await aWorker(['file-due']).runOnce()
  expect(await goesTo('file-due')).toEqual([])
})

test('a thousand practices in which nothing is due cost one round of the worker not one query more', async () => {
  // Each sweep at its start and whenever it is asked: one that its own clock began in a round would be counted there.
  const worker = startAll(schedule.map((sweep) => ({ ...sweep, everySeconds: 24 * 60 * 60 })))
  const round = async () => {
    const transactions = await recordTransactions(house().worker.db.pool, () => worker.runOnce())
    return transactions.flatMap(({ statements }) => statements.map(({ text }) => text)).sort()
  }
  // The first does what the tests before have left due.
  await worker.runOnce()
  await settled(worker)
  const withFew = await round()
  await addPractices(1_000)
  expect(await round()).toEqual(withFew)
})

/** Until every act is in its tree; a log that was sealed a moment ago is left alone for a while. */
async function settled(worker: Worker): Promise<void> {
  await othersHaveEnded(house())
  const left = () => worker.runOnce('seal-logs').then(goesToSeal)
  await expect.poll(left, { timeout: 40_000, interval: 100 }).toBe(0)
}

function goesToSeal(): Promise<number> {
  return asIntruder(house(), async (db) => {
    const { rows } = await db.query("select count(*)::int as count from priv.logs_to_seal(interval '0')")
    return rows[0].count
  })
}

/** As they stand a day after their founding: no act waits for its seal, each log has been verified, each practice checked. */
function addPractices(count: number): Promise<unknown> {
  return asIntruder(house(), async (db) => {
    await db.query(
      `with added as (
        insert into practices (practice_id, id, name, address, phone, time_zone, region, created_at)
        select id, id, 'Clinic', 'Main Street', '416-555-0100', 'America/Toronto', 'ca-on', $2
        from (select priv.time_ordered_id() as id from generate_series(1, $1)) made returning id),
      checked as (
        insert into self_checks (practice_id, checked_at, due_at) select id, $2, $2::timestamptz + interval '1 day' from added)
      insert into audit_verifications (practice_id, id, verified_at, since, size, verdict)
      select id, priv.time_ordered_id(), $2, 0, 0, 'ok' from added`,
      [count, house().clock.now()],
    )
  })
}
