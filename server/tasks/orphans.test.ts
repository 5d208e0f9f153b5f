// What is promised here: nothing is ever orphaned. No code path makes such a thing, so each kind is made by hand in the
// database; it is found at night, listed for the administrator without a word of what was written, and mended in one step.
import { expect, test } from 'vitest'
import { anAbsence, anAbsenceForm, person, runCover } from '../absences/absences.fixture.ts'
import { asIntruder } from '../audit/database-log.fixture.ts'
import { api } from '../../shared/api/index.ts'
import { createLogger } from '../platform/log.ts'
import { schedule } from '../schedule.ts'
import { aCareTeam, aPatient, aPractice, aPractitioner, call, type TestPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { startWorker } from '../worker.ts'
import { nextCheckAt } from './next-check.ts'
import { aWaitingMessage, aWaitingPractice, openTaskOf, taskHistory } from './queue.fixture.ts'

const token = 'a-token-for-the-scraper'
const house = useTestHouse({ METRICS_TOKEN: token })

async function checkAtNight(): Promise<void> {
  house().clock.advance({ days: 1 })
  const sweeps = schedule.filter(({ name }) => name === 'find-orphans')
  const worker = startWorker(house().worker, sweeps, createLogger({ level: 'silent' }))
  await worker.runOnce()
  await worker.stop()
}

const listed = async ({ administrator }: TestPractice) => (await call(house(), administrator, api.listOrphans, {})).body
const counted = async ({ administrator }: TestPractice) =>
  (await call(house(), administrator, api.readPractice, {})).body.orphans
const byHand = (statement: string, ...values: string[]) =>
  asIntruder(house(), (db) => db.query(statement, values) as Promise<unknown>)
const mend = (practice: TestPractice, conversationId: string, practitionerId?: string) =>
  call(house(), practice.administrator, api.mendOrphan, { conversationId, practitionerId })

type Waiting = Awaited<ReturnType<typeof aWaitingPractice>>
const suspend = (id: string) => byHand("update memberships set status = 'suspended' where id = $1", id)

const kinds: [string, (waiting: Waiting) => Promise<unknown>][] = [
  [
    'no-task',
    async ({ taskId }) => {
      await byHand('delete from task_events where task_id = $1', taskId)
      await byHand('delete from tasks where id = $1', taskId)
    },
  ],
  [
    'owner-gone',
    async ({ practice, taskId }) => {
      const gone = await aPractitioner(house(), practice, { role: 'nurse' })
      await byHand('update tasks set owner_id = $1 where id = $2', gone.id, taskId)
      await suspend(gone.id)
    },
  ],
  ['no-alarm', ({ taskId }) => byHand('update tasks set escalate_at = null where id = $1', taskId)],
]

test.each(kinds)('%s: found at night, listed, counted, and mended by naming somebody', async (kind, breakIt) => {
  const waiting = await aWaitingPractice(house())
  const { practice, patient, conversationId } = waiting
  await breakIt(waiting)
  expect((await listed(practice)).items).toEqual([])
  await checkAtNight()
  const { items, checkedAt } = await listed(practice)
  expect(house().clock.now().getTime() - Date.parse(checkedAt ?? '')).toBeLessThan(60_000)
  expect(items).toMatchObject([
    {
      kinds: [kind],
      conversation: { id: conversationId, patient: { id: patient.id }, topic: { en: 'A question for the clinic' } },
      careTeam: { id: practice.careTeam.id },
    },
  ])
  expect(JSON.stringify(items)).not.toContain('refill')
  expect(await counted(practice)).toBe(1)

  const helper = await aPractitioner(house(), practice, { role: 'nurse' })
  expect((await mend(practice, conversationId, helper.id)).status).toBe(200)
  expect((await listed(practice)).items).toEqual([])
  expect(await counted(practice)).toBe(0)
  const task = await openTaskOf(house(), practice.id, conversationId)
  expect(task).toMatchObject({ kind: 'respond', status: 'requested', owner_id: helper.id, escalation_level: 0 })
  // By when the patient was promised an answer, however late it was found.
  expect(task.due_at).toEqual(waiting.dueAt)
  expect(task.escalate_at).toEqual(waiting.dueAt)
  const queue = await call(house(), helper, api.listQueue, {})
  expect(queue.body.items).toMatchObject([{ isMine: true, conversation: { id: conversationId } }])
  await checkAtNight()
  expect((await listed(practice)).items).toEqual([])
})

test('mended without a name, it is its inbox’s; a second click, and a colleague’s, does nothing more', async () => {
  const waiting = await aWaitingPractice(house())
  const { practice, conversationId, taskId } = waiting
  await byHand('update tasks set escalate_at = null where id = $1', taskId)
  await checkAtNight()
  const answers = await Promise.all([mend(practice, conversationId), mend(practice, conversationId)])
  answers.push(await mend(practice, conversationId, practice.nurse.id))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({
    owner_id: null,
    care_team_id: practice.careTeam.id,
  })
  expect((await taskHistory(house(), practice.id, conversationId)).map((line) => line.act)).toEqual([
    'open',
    'reassign',
  ])
})

test('mending gives an administrator no way to move what is in good hands, and takes nobody who cannot work', async () => {
  const waiting = await aWaitingPractice(house())
  const { practice, conversationId, taskId } = waiting
  expect((await mend(practice, conversationId, practice.nurse.id)).status).toBe(404)
  await byHand('update tasks set escalate_at = null where id = $1', taskId)
  await checkAtNight()
  expect((await mend(practice, conversationId, practice.privacyOfficer.id)).body).toMatchObject({
    fields: [{ path: 'practitionerId', code: 'cannot-take-tasks' }],
  })
  expect((await mend(practice, conversationId, practice.nurse.id)).status).toBe(200)
})

test('an inbox whose owner or backup cannot act is listed with what is open in it, until others are named', async () => {
  const { practice } = await aWaitingPractice(house())
  await Promise.all([suspend(practice.nurse.id), suspend(practice.physician.id)])
  await checkAtNight()
  expect((await listed(practice)).items).toMatchObject([
    { kinds: ['inbox-backup', 'inbox-owner'], conversation: null, careTeam: { id: practice.careTeam.id }, open: 1 },
  ])
  const [owner, backup] = await Promise.all([
    aPractitioner(house(), practice, { role: 'nurse' }),
    aPractitioner(house(), practice, { role: 'physician' }),
  ])
  const saved = await call(house(), practice.administrator, api.saveCareTeam, {
    careTeamId: practice.careTeam.id,
    name: { en: 'Nurses', fr: 'Soins infirmiers' },
    ownerId: owner.id,
    backupId: backup.id,
    memberIds: [practice.clerk.id],
    version: 1,
  })
  expect(saved.status).toBe(200)
  expect((await listed(practice)).items).toEqual([])
})

test('ordinary life leaves no conversation behind: suspended, away, moved, closed, answered, nobody to reply', async () => {
  const practice = await aPractice(house())
  const { nurse, physician, administrator, careTeam, clerk } = practice
  const waiting = async () => aWaitingMessage(house(), practice, { patient: await aPatient(house(), practice) })
  const [claimed, theirs, moved, ended] = [await waiting(), await waiting(), await waiting(), await waiting()]
  const leaving = await aPractitioner(house(), practice, { role: 'nurse', careTeamIds: [careTeam.id] })
  const other = await aCareTeam(house(), practice, { owner: clerk, backup: physician })
  const assign = ({ taskId, version }: typeof claimed, to: Record<string, string>) =>
    call(house(), nurse, api.assignTask, { taskId, version, ...to })
  await assign(claimed, { practitionerId: leaving.id })
  await assign(theirs, { practitionerId: physician.id })
  await assign(moved, { careTeamId: other.id })
  await call(house(), nurse, api.completeTask, {
    taskId: ended.taskId,
    version: ended.version,
    outcome: 'no-reply-needed',
  })

  await call(house(), administrator, api.changePractitioner, {
    practitionerId: leaving.id,
    event: 'suspend',
    version: 1,
  })
  await anAbsence(house(), physician, anAbsenceForm(house(), person(physician), { cover: null }))
  // Also whoever owns the inbox: its backup, and who stands in for them, are told instead.
  await call(house(), administrator, api.changePractitioner, { practitionerId: nurse.id, event: 'suspend', version: 1 })
  await runCover(house())
  for (let night = 0; night < 3; night++) {
    await checkAtNight()
    await runCover(house())
    const { items } = await listed(practice)
    expect(items.filter(({ conversation }) => conversation !== null)).toEqual([])
    expect(items).toMatchObject([{ kinds: ['inbox-owner'], careTeam: { id: careTeam.id } }])
  }
})

test('/metrics counts what was found, and practices that nobody checked, without an id or a name', async () => {
  const scrape = async () =>
    (await house().app.inject({ method: 'GET', url: '/metrics', headers: { authorization: `Bearer ${token}` } })).body
  const of = (body: string, name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(body)?.[1])
  const { practice, taskId } = await aWaitingPractice(house())
  await byHand('update tasks set escalate_at = null where id = $1', taskId)
  const kind = 'threadwell_orphans\\{kind="no-alarm"\\}'
  const before = of(await scrape(), kind)
  await checkAtNight()
  const after = await scrape()
  expect(of(after, kind)).toBe(before + 1)
  expect(of(after, 'threadwell_self_checks_late')).toBe(0)
  expect(after).not.toContain(practice.id)
  house().clock.advance({ days: 2 })
  expect(of(await scrape(), 'threadwell_self_checks_late')).toBeGreaterThan(0)
})

test.each([
  ['in the evening: the coming night', '2026-06-01T23:00:00Z', '2026-06-02T07:00:00.000Z'],
  ['before three: still this night', '2026-06-02T06:59:00Z', '2026-06-02T07:00:00.000Z'],
  ['at three: the next night', '2026-06-02T07:00:00Z', '2026-06-03T07:00:00.000Z'],
  ['the night the clocks go on, 02:00 to 03:00', '2026-03-08T05:30:00Z', '2026-03-08T07:00:00.000Z'],
  ['the night the clocks go back', '2026-11-01T05:30:00Z', '2026-11-01T08:00:00.000Z'],
])('the next check, %s', (_name, now, expected) => {
  expect(nextCheckAt('America/Toronto', new Date(now)).toISOString()).toBe(expected)
})
