// Promised: a day of sixty letters, one urgent, one physician away from noon, one answer that nobody reads: at its end no message is
// without somebody who must act, every time that a patient was told was kept or renewed before it passed, and all is in the chart.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, aPatient, aTopic, type PatientPerson, type Person } from '../../server/testing/factories.ts'
import { uuidv7 } from '../../server/platform/ids.ts'
import { api } from '../../shared/api/index.ts'
import { launchBrowser } from '../browser.ts'
import { sendNow } from './colleague.ts'
import { type Clinic, look, openClinic } from '../day/clinic.ts'
import { letters } from '../day/letters.ts'
import { atWork, give, openPage, read, write, type Written } from '../day/people.ts'
import { breaches, findings } from './person.ts'

/** A Tuesday. */
const date = '2026-11-24'
const waves = [
  { at: '07:30', letters: 14 },
  { at: '09:30', letters: 12 },
  { at: '11:00', letters: 12 },
  { at: '13:30', letters: 12 },
  { at: '15:00', letters: 10 },
] as const

let browser: Browser
let clinic: Clinic
beforeAll(async () => {
  ;[browser, clinic] = await Promise.all([launchBrowser(), openClinic(date, '07:00')])
})
afterAll(async () => {
  await browser.close()
  await clinic.close()
})

/** In the desk: the words are written and sent, and what was sent stands there. */
async function answer(page: Page, person: Person, { id, patient }: Written, words: string): Promise<void> {
  await openPage(page, person, `conversations/${id}`)
  const box = page.getByLabel(`Reply to ${patient.name}`)
  await box.fill(words)
  await sendNow(page)
  await expect.poll(() => box.inputValue()).toBe('')
}

async function close(page: Page, person: Person, { id }: Written): Promise<void> {
  await openPage(page, person, `conversations/${id}`)
  await page.getByText('No one has to do anything now.').waitFor()
  await page.getByRole('button', { name: 'Close…', exact: true }).click()
  await page.getByText('No visit needed after all', { exact: true }).click()
  await page.getByRole('button', { name: 'Close the conversation' }).click()
  await page.getByRole('button', { name: 'Reopen' }).waitFor()
}

test('a whole day', { timeout: 600_000 }, async () => {
  const { practice, colleague, house } = clinic
  const { physician, nurse, clerk } = practice
  const soon = await aTopic(house, practice, practice.careTeam, { replyWithinMinutes: 180, remindAfterHours: 24 })
  const patients: PatientPerson[] = []
  for (let number = 0; number < 20; number++) {
    patients.push(
      await aPatient(house, practice, {
        givenName: 'Ruth',
        familyName: `Appletree${number}`,
        language: number % 4 === 0 ? 'fr' : 'en',
      }),
    )
  }
  const all: Written[] = []
  const mail = letters(60)
  const arrive = async (count: number, topicId = practice.topic.id) => {
    for (let number = 0; number < count; number++) {
      const at = all.length
      all.push(
        await write(
          clinic,
          patients[at % patients.length] as PatientPerson,
          mail[at] as (typeof mail)[number],
          topicId,
        ),
      )
    }
  }
  const desk = {
    clerk: await atWork(clinic, browser, clerk, ''),
    nurse: await atWork(clinic, browser, nurse, ''),
    physician: await atWork(clinic, browser, physician, ''),
  }

  // Before the doors open. One is urgent: the clerk sees it by its words, and it stands first from then on.
  await clinic.goOnAt(waves[0].at)
  await arrive(waves[0].letters)
  await clinic.goOnAt('09:05')
  const urgent = all[5] as Written
  await openPage(desk.clerk, clerk, `conversations/${urgent.id}`)
  await desk.clerk.getByRole('button', { name: 'Make urgent' }).click()
  await desk.clerk.getByText('Urgent', { exact: true }).waitFor()
  await openPage(desk.nurse, nurse, `queue/${practice.careTeam.id}`)
  await desk.nurse.locator('.queue-row').first().getByText(urgent.subject).waitFor()
  expect(await findings(desk.nurse)).toEqual([])
  await answer(desk.nurse, nurse, urgent, 'Please come in today at 10:00.')

  // Each physician has a share; the second one has one to whom an answer was promised within three hours.
  await clinic.goOnAt(waves[1].at)
  await arrive(waves[1].letters - 1)
  await arrive(1, soon.id)
  const promised = all.at(-1) as Written
  const first = await dueOf(promised)
  const hers = [...all.slice(14, 22), promised]
  for (const one of hers) {
    await give(clinic, clerk, colleague, one)
  }
  for (const one of all.slice(0, 5)) {
    await give(clinic, clerk, physician, one)
    await answer(desk.physician, physician, one, 'Please go on as before, and write again on Friday.')
  }
  await clinic.goOnAt(waves[2].at)
  await arrive(waves[2].letters)

  // She leaves at noon without an answer to any of hers; who covers has them at once.
  await clinic.goOnAt('12:00')
  const away = await call(house, colleague, api.saveAbsence, {
    absenceId: uuidv7(),
    who: { kind: 'practitioner', id: colleague.id },
    from: `${date}T12:00`,
    until: '2026-11-30T09:00',
    cover: { kind: 'practitioner', id: physician.id },
    reason: 'illness',
    note: null,
    version: 0,
  })
  expect([away.status, away.body]).toEqual([200, expect.anything()])
  await clinic.goOnAt('12:02')
  const moved = await look(clinic, (tx) =>
    tx
      .selectFrom('tasks')
      .select(['owner_id', 'covering_for_id'])
      .where(
        'conversation_id',
        'in',
        hers.map(({ id }) => id),
      )
      .execute(),
  )
  expect(moved).toEqual(hers.map(() => ({ owner_id: physician.id, covering_for_id: colleague.id })))

  // The promise of three hours cannot be kept: the patient is told so before it passes.
  await clinic.goOnAt('12:45')
  const renewed = await dueOf(promised)
  expect(renewed.told.getTime()).toBeGreaterThan(first.told.getTime())
  expect(renewed.saidAt?.getTime()).toBeGreaterThan(first.saidAt?.getTime() ?? 0)
  expect(renewed.saidAt?.getTime()).toBeLessThan(first.told.getTime())

  await clinic.goOnAt(waves[3].at)
  await arrive(waves[3].letters)
  await clinic.goOnAt(waves[4].at)
  await arrive(waves[4].letters)
  expect(all).toHaveLength(60)

  // The afternoon: everything that waits is answered, by whose it is, and else by the nurse.
  const answered = new Set([urgent, ...all.slice(0, 5)])
  for (const one of all.filter((written) => !answered.has(written))) {
    const [page, person] = hers.includes(one) ? [desk.physician, physician] : [desk.nurse, nurse]
    await answer(page, person, one, 'Thank you. Nothing needs to change; write again if it does.')
  }
  await clinic.goOnAt('16:55')
  const unread = all[40] as Written
  for (const one of all.filter((written) => written !== unread)) {
    await read(clinic, one)
    await close(desk.nurse, nurse, one)
  }
  await clinic.goOnAt('17:00')
  expect(await lateAnswers()).toEqual([])
  expect(await orphans()).toEqual([])

  // Nobody reads the last one: the patient is reminded, then somebody has to reach them another way, and does.
  for (const days of [2, 4, 6, 8]) {
    await clinic.goOnAt('10:00', days)
  }
  expect(await orphans()).toEqual([])
  const [contact] = await look(clinic, (tx) =>
    tx
      .selectFrom('tasks')
      .select(['id', 'version'])
      .where('conversation_id', '=', unread.id)
      .where('kind', '=', 'contact-patient')
      .execute(),
  )
  const reached = await call(house, nurse, api.completeTask, {
    taskId: contact?.id ?? '',
    version: contact?.version ?? 0,
    outcome: 'reached',
  })
  expect(reached.status).toBe(200)
  await close(desk.nurse, nurse, unread)
  await clinic.goOnAt('10:30', 8)

  const left = await look(clinic, async (tx) => ({
    open: await tx.selectFrom('conversations').select('id').where('status', '<>', 'closed').execute(),
    toDo: await tx.selectFrom('tasks').select('id').where('status', 'in', ['requested', 'accepted']).execute(),
  }))
  expect(left).toEqual({ open: [], toDo: [] })
  await expect.poll(notFiled, { timeout: 20_000 }).toEqual([])
  await openPage(desk.nurse, nurse, `queue/${practice.careTeam.id}`)
  await desk.nurse.getByRole('heading', { level: 1 }).waitFor()
  expect(await desk.nurse.locator('.queue-row').count()).toBe(0)
  expect([breaches(desk.nurse), breaches(desk.physician), breaches(desk.clerk)]).toEqual([[], [], []])
})

/** What the patient was told last, and when that was said. */
async function dueOf({ id }: Written): Promise<{ told: Date; saidAt: Date | undefined }> {
  const [task, said] = await look(clinic, (tx) =>
    Promise.all([
      tx
        .selectFrom('tasks')
        .select(['due_at', 'expected_at'])
        .where('conversation_id', '=', id)
        .executeTakeFirstOrThrow(),
      tx
        .selectFrom('messages')
        .select('sent_at')
        .where('conversation_id', '=', id)
        .where('author_kind', '=', 'system')
        .orderBy('sequence', 'desc')
        .limit(1)
        .executeTakeFirst(),
    ]),
  )
  return { told: task.expected_at ?? task.due_at, saidAt: said?.sent_at }
}

/** Obligations that were met after the time that the patient was told last. */
function lateAnswers() {
  return look(clinic, (tx) =>
    tx
      .selectFrom('tasks')
      .select(['conversation_id'])
      .where('kind', '=', 'respond')
      .where((eb) => eb.or([eb('ended_at', 'is', null), eb('ended_at', '>', eb.fn.coalesce('expected_at', 'due_at'))]))
      .execute(),
  )
}

/** Conversations without a copy in the chart that reaches to their last message, and why. */
function notFiled() {
  return look(clinic, (tx) =>
    tx
      .selectFrom('conversations')
      .leftJoin('filings', (join) =>
        join
          .onRef('filings.conversation_id', '=', 'conversations.id')
          .onRef('filings.up_to_sequence', '>=', 'conversations.last_sequence'),
      )
      .select(['conversations.id', 'filings.status', 'filings.problem'])
      .where((eb) => eb.or([eb('filings.status', 'is', null), eb('filings.status', '<>', 'filed')]))
      .execute(),
  )
}

async function orphans(): Promise<unknown[]> {
  const { body } = await call(clinic.house, clinic.practice.administrator, api.listOrphans, {})
  return body.items
}
