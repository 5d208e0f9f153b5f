// Promised: a goal for the day is set by a form that says what cannot be; it stands where the work is, moves on as work is done,
// and is told hour by hour in a plot with its numbers behind it; two who change one goal lose nothing of what they typed.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { uuidv7 } from '../../server/platform/ids.ts'
import { regions } from '../../shared/regions/index.ts'
import { launchBrowser } from '../browser.ts'
import { byHand } from './by-hand.ts'
import { go, inLanguage, lastDone, newColleague } from './colleague.ts'
import { breaches, callAs, findings, membershipAt, newCaller, overflow } from './person.ts'

/** The other clinic of the story: it is opened all day by hand, and no other journey looks at its hours. */
const clinic = 'Byward Diabetes Clinic'
const byward = `(select practice_id from practices where name = '${clinic}')`
const today = Temporal.Now.zonedDateTimeISO('America/Toronto')
const isHoliday = regions['ca-on'].holidays(today.year).some(({ date }) => date === today.toPlainDate().toString())

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
  await byHand(`delete from opening_blocks where weekday = ${today.dayOfWeek} and practice_id = ${byward}`)
  await byHand(`insert into opening_blocks (practice_id, id, weekday, opens, closes)
    values (${byward}, gen_random_uuid(), ${today.dayOfWeek}, '00:00', '23:59')`)
})
beforeEach(async () => {
  await byHand(`delete from goals where practice_id = ${byward}`)
  await byHand(`delete from message_plans where practice_id = ${byward}`)
})
afterAll(() => browser.close())

async function letters(subjects: readonly string[]): Promise<void> {
  const patient = await newCaller('Margaret Fairweather')
  const base = `/api/as/${await membershipAt(patient, clinic)}`
  const topics = await callAs<{ items: { id: string }[] }>(patient, 'GET', `${base}/topics`)
  for (const subject of subjects) {
    const ids = { conversationId: uuidv7(), messageId: uuidv7(), topicId: topics.items[0]?.id, attachmentIds: [] }
    await callAs(patient, 'POST', `${base}/conversations`, { ...ids, subject, text: 'May I come later?' })
  }
}

type Open = { items: { task: { id: string; version: number } | null }[] }

test('a goal of an inbox: what cannot be is said, the day goes down as work is done, and a colleague’s change is shown', async () => {
  await letters(['Goal one', 'Goal two'])
  const page = await newColleague(browser, 'Pavel Novak', { clinic, at: 'goals', width: 320 })
  expect([await findings(page), await overflow(page)]).toEqual([[], 0])
  await page.getByRole('link', { name: /^Set a goal: / }).click()
  await page.getByRole('heading', { level: 1, name: /^A goal for / }).waitFor()
  const at = new URL(page.url()).pathname.split('/').slice(3).join('/')
  const colleague = await newColleague(browser, 'Ingrid Solberg', { clinic, at })
  await colleague.getByText('No more than a number of messages waiting').click()
  await colleague.getByLabel('Messages that may wait').fill('4')

  await page.getByText('No more than a number of messages waiting').click()
  await page.getByLabel('Messages that may wait').fill('many')
  await page.getByText('At a time', { exact: true }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').getByText('Enter a number from 0 to 500.').waitFor()
  await page.getByRole('alert').getByRole('link', { name: 'Enter a time.' }).click()
  expect([await findings(page), await overflow(page)]).toEqual([[], 0])
  await page.keyboard.type('1159PM')
  await page.getByLabel('Messages that may wait').fill('0')
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']) {
    await page.getByLabel(day).check()
  }
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').getByText('The clinic is closed on one of these days.').waitFor()
  for (const [index, day] of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].entries()) {
    await page.getByLabel(day).setChecked(index + 1 === today.dayOfWeek)
  }
  await page.getByRole('button', { name: 'Save' }).click()
  await lastDone(page, 'The goal was saved.').waitFor()

  // The administrator saves what stood on their page before.
  await colleague.getByRole('button', { name: 'Save' }).click()
  await colleague.getByText('Someone changed this before you.').waitFor()
  await colleague.getByText(/^Saved now: By 11:59.p\.m\., nothing waiting\./).waitFor()
  expect(await colleague.getByLabel('Messages that may wait').inputValue()).toBe('4')
  expect(await findings(colleague)).toEqual([])
  await go(colleague, 'goals', clinic)
  await colleague.getByText(/^By 11:59.p\.m\., nothing waiting/).waitFor()
  expect(await colleague.getByText('My goal', { exact: true }).count()).toBe(0)

  const base = `/api/as/${await membershipAt(page, clinic)}`
  const { inboxes } = await callAs<{ inboxes: { careTeam: { id: string } }[] }>(page, 'GET', `${base}/inboxes`)
  const inbox = inboxes[0]?.careTeam.id ?? ''
  await go(page, `queue/${inbox}`, clinic)
  const line = page.locator('.goal-line')
  if (isHoliday) {
    await line.getByText('There is no goal for today.').waitFor()
    return
  }
  const { items } = await callAs<Open>(page, 'GET', `${base}/queue?careTeamId=${inbox}&status=open`)
  await line.getByText(`By 11:59\u00A0p.m.: ${items.length} to go.`).waitFor()
  await page.getByText('See the day hour by hour').click()
  await page.getByRole('img', { name: /Now \d+ wait/ }).waitFor()
  await page.getByText('Show the numbers').click()
  expect([await findings(page), await overflow(page)]).toEqual([[], 0])
  const task = items[0]?.task
  const done = { version: task?.version, outcome: 'no-reply-needed' }
  await callAs(page, 'PUT', `${base}/tasks/${task?.id}/completion`, done)
  await line.getByText(`By 11:59\u00A0p.m.: 1 of ${items.length} done, ${items.length - 1} to go.`).waitFor()
  expect([await findings(page), breaches(page)]).toEqual([[], []])
})

test('one’s own goal, in French: it stands where a round begins, and a colleague is shown nothing of it', async () => {
  const page = await newColleague(browser, 'Pavel Novak', { clinic, width: 320, theme: 'dark' })
  await inLanguage(page, 'fr', async () => {
    await go(page, 'goals/mine', clinic)
    await page.getByRole('heading', { level: 1, name: 'Mon objectif du jour' }).waitFor()
    for (const [index, day] of ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'].entries()) {
      await page.getByLabel(day, { exact: false }).setChecked(index + 1 === today.dayOfWeek)
    }
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.getByText('L’objectif est enregistré.').first().waitFor()
    await page.getByText('À la fermeture, rien de plus vieux que 2 jours ouvrables').waitFor()
    expect([await findings(page), await overflow(page)]).toEqual([[], 0])
    await go(page, 'focus', clinic)
    // What was done above may have been theirs, and is thanked for then.
    const words = isHoliday ? 'Il n’y a pas d’objectif aujourd’hui.' : /^Vous y êtes/
    await page.locator('.goal-line').getByText(words).waitFor()
    expect([await findings(page), await overflow(page), breaches(page)]).toEqual([[], 0, []])

    // A time for messages that is over: what was done in it, and what is left; with one e-mail when the next begins.
    await go(page, 'message-times', clinic)
    await page.getByRole('button', { name: 'Ajouter une heure' }).click()
    await page.getByLabel('Jour').selectOption(String(today.dayOfWeek))
    await page.getByLabel('De', { exact: true }).fill('00:00')
    await page.getByLabel('À', { exact: true }).fill('00:01')
    await page.getByText('M’envoyer un courriel quand une telle heure commence').click()
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.getByText('Vos heures sont enregistrées.').first().waitFor()
    expect([await findings(page), await overflow(page)]).toEqual([[], 0])
    await page.reload()
    expect(await page.getByLabel('M’envoyer un courriel quand une telle heure commence').isChecked()).toBe(true)
    await go(page, 'focus', clinic)
    const block = page.getByRole('region', { name: /^Votre heure pour les messages, de 0.h.00 à 0.h.01$/ })
    await block.getByText('Rien n’a été marqué comme fait pendant ce temps.').waitFor()
    expect([await findings(page), await overflow(page)]).toEqual([[], 0])
  })
  const colleague = await newColleague(browser, 'Dr. Hana Kim', { clinic, at: 'goals' })
  await colleague.getByRole('link', { name: 'Set my goal' }).waitFor()
  await go(colleague, 'queue/mine', clinic)
  expect(await colleague.locator('.goal-line').count()).toBe(0)
})
