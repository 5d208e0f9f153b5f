// Promised: an administrator says by a form what happens to which messages, puts the rules in order by keyboard, sees before what
// would be other, and is told when somebody else was faster; nobody else puts rules in force.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { aLetter, go, inLanguage, lastDone, newColleague, practice, write } from './colleague.ts'
import { breaches, findings, membershipAt, newPerson, overflow } from './person.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

test('a rule is written, tried, put first by keyboard and put in force; the next message follows it', async () => {
  const page = await newColleague(browser, 'Adele Marchand')
  await go(page, 'rules')
  const rules = page.getByRole('list', { name: 'The rules, from the top down' })
  await rules.getByRole('heading', { name: '1. Chest pain or short of breath' }).waitFor()
  expect(await findings(page)).toEqual([])

  await page.getByRole('button', { name: 'Add a rule' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Name of the rule').fill('Travel')
  await form.getByLabel('Words, one on each line').fill('passport\npasseport')
  await form.getByLabel('Age from').fill('ten')
  await form.getByRole('button', { name: 'Keep the rule' }).click()
  await form.getByRole('alert').getByText('Write an age as a whole number from 0 to 130.').waitFor()
  await form
    .getByRole('alert')
    .getByText('Choose what is done: an inbox, a person, urgent, a label or a reply.')
    .waitFor()
  expect(await findings(page)).toEqual([])
  await form.getByLabel('Age from').fill('10')
  await form.getByLabel('Inbox').selectOption({ label: 'Front desk' })
  await form.getByLabel('Mark as urgent').press('Space')
  await form.getByRole('button', { name: 'Keep the rule' }).click()
  await rules.getByText('The subject or the message has “passport” or “passeport”.').waitFor()
  await rules.getByText('The patient is 10 or older.').waitFor()
  await rules.getByText('It goes to Front desk.').waitFor()

  const up = page.getByRole('button', { name: 'Move up: Travel' })
  await up.focus()
  for (const place of [3, 2, 1]) {
    await page.keyboard.press('Enter')
    await rules.getByRole('heading', { name: `${place}. Travel` }).waitFor()
  }
  expect(await up.evaluate((button) => button === document.activeElement)).toBe(true)

  await page.getByRole('button', { name: 'Try on the last 90 days' }).click()
  await page.getByRole('heading', { name: 'What would be other' }).waitFor()
  await page.getByText('Those count by the ten').waitFor()
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Put in force' }).click()
  await lastDone(page, 'The rules are in force.').waitFor()
  await page.getByText('Added: Travel').waitFor()

  await aLetter(browser, 'Amélie Bellefeuille', { subject: 'Voyage', text: 'Mon PASSEPORT est prêt.' })
  const clerk = await newColleague(browser, 'Beatrice Okafor')
  await clerk
    .getByRole('link', { name: /Front desk/ })
    .first()
    .click()
  const voyage = clerk.locator('.queue-row').filter({ hasText: 'Voyage' })
  await voyage.getByText('Urgent').waitFor()
  await voyage.getByRole('link').click()
  await clerk.getByRole('heading', { name: 'History' }).click()
  await clerk.getByText(/^Marked as urgent and went to Front desk by the rule “Travel” \(version \d+\)\.$/).waitFor()
  expect(await findings(clerk)).toEqual([])

  const labels = clerk.getByRole('region', { name: 'Labels' })
  await labels.getByLabel('Add a label').selectOption({ index: 0 })
  const label = (await labels.getByLabel('Add a label').locator('option').first().textContent()) ?? ''
  await labels.getByRole('button', { name: 'Put on' }).click()
  await lastDone(clerk, `The label ${label} was put on.`).waitFor()
  await voyage.getByText(label, { exact: true }).waitFor()
  await clerk.getByRole('region', { name: 'What you just did' }).getByRole('button', { name: 'Undo' }).click()
  await voyage.getByText(label, { exact: true }).waitFor({ state: 'detached' })
  await labels.getByRole('button', { name: 'Put on' }).click()
  await labels.getByRole('button', { name: `Take off: ${label}` }).waitFor()
  expect(await findings(clerk)).toEqual([])
  await labels.getByRole('button', { name: `Take off: ${label}` }).click()
  await lastDone(clerk, `The label ${label} was taken off.`).waitFor()
  await inLanguage(clerk, 'fr', async () => {
    await clerk.reload()
    await clerk.getByRole('heading', { name: 'Historique' }).click()
    await clerk.getByText(/^Marqué urgent et acheminé à Accueil par la règle «.Travel.» \(version \d+\)\.$/).waitFor()
  })
  expect(breaches(page)).toEqual([])
})

test('whoever was overtaken sees what the other changed, and keeps their own', async () => {
  const [first, second] = [await newColleague(browser, 'Adele Marchand'), await newColleague(browser, 'Adele Marchand')]
  await go(first, 'rules')
  await go(second, 'rules')
  await first.getByRole('button', { name: 'Turn off: Readings from home' }).click()
  await second.getByRole('button', { name: 'Turn off: Babies go to the nurses' }).click()
  await first.getByRole('button', { name: 'Put in force' }).click()
  await lastDone(first, 'The rules are in force.').waitFor()
  await second.getByRole('button', { name: 'Put in force' }).click()
  await second.getByText('Adele Marchand changed the rules meanwhile').waitFor()
  await second.getByText('Changed: Readings from home').first().waitFor()
  await second.getByRole('button', { name: 'Turn on: Babies go to the nurses' }).waitFor()
  expect(await findings(second)).toEqual([])
  await second.getByRole('button', { name: 'Take those in force' }).click()
  await second.getByRole('button', { name: 'Turn on: Readings from home' }).click()
  await second.getByRole('button', { name: 'Put in force' }).click()
  await lastDone(second, 'The rules are in force.').waitFor()
})

test('a nurse tries rules and reads what would be other; in French, and on a narrow screen', async () => {
  const page = await newColleague(browser, 'Tomas Lindqvist', { width: 320 })
  await go(page, 'rules')
  expect(await page.getByRole('button', { name: 'Put in force' }).count()).toBe(0)
  await page.getByRole('button', { name: 'Change: Readings from home' }).click()
  await page.getByRole('dialog').getByLabel('Mark as urgent').press('Space')
  expect(await overflow(page)).toBe(0)
  await page.getByRole('button', { name: 'Keep the rule' }).click()
  await page.getByRole('button', { name: 'Try on the last 90 days' }).click()
  await page.getByRole('heading', { name: 'The newest of them' }).waitFor()
  expect([await findings(page), await overflow(page)]).toEqual([[], 0])
  await inLanguage(page, 'fr', async () => {
    await go(page, 'rules')
    await page.getByRole('heading', { level: 1, name: 'Règles de triage' }).waitFor()
    await page.getByText('La personne a 1 an ou moins.').waitFor()
    expect([await findings(page), await overflow(page)]).toEqual([[], 0])
  })
  expect(breaches(page)).toEqual([])
})

test('a rule asks a patient for more: tried, put in force, read by the patient as what it is, and the message still waits', async () => {
  const page = await newColleague(browser, 'Adele Marchand')
  await go(page, 'rules')
  await page.getByRole('button', { name: 'Add a rule' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Name of the rule').fill('Bites')
  await form.getByLabel('Words, one on each line').fill('tick bite')
  await form.getByLabel('Reply with a template').selectOption({ label: 'We need to see you' })
  await form.getByLabel(/^This asks the patient for more/).press('Space')
  expect(await findings(page)).toEqual([])
  await form.getByRole('button', { name: 'Keep the rule' }).click()
  const rules = page.getByRole('list', { name: 'The rules, from the top down' })
  await rules
    .getByText(/^The patient is asked for more with the template “We need to see you”/)
    .last()
    .waitFor()
  await page.getByRole('button', { name: 'Try on the last 90 days' }).click()
  await page.getByRole('rowheader', { name: 'A rule would reply', exact: true }).waitFor()
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Put in force' }).click()
  await lastDone(page, 'The rules are in force.').waitFor()

  const patient = await newPerson(browser, 'Ruth Applewood', { width: 375 })
  const conversationId = await write(patient, { subject: 'My leg', text: 'I found a tick bite on my leg.' })
  await patient.goto(`/p/${await membershipAt(patient, practice)}/sent/${conversationId}`)
  await patient.getByText('Maple Street Family Practice has sent you a first message by a rule').waitFor()
  expect([await findings(patient), await overflow(patient)]).toEqual([[], 0])
  await patient.getByRole('link', { name: /^Read it now/ }).click()
  const reply = patient.getByRole('article', { name: /^Sent by a rule of Maple Street Family Practice/ })
  await reply.getByText('Hello Ruth,').waitFor()
  expect([await findings(patient), await overflow(patient)]).toEqual([[], 0])

  const nurse = await newColleague(browser, 'Tomas Lindqvist')
  await nurse
    .getByRole('link', { name: /Nurses/ })
    .first()
    .click()
  const row = nurse.locator('.queue-row').filter({ hasText: 'My leg' })
  await row.getByText('Asked for more by a rule: waiting for the patient').waitFor()
  expect(await findings(nurse)).toEqual([])
  await nurse.setViewportSize({ width: 320, height: 800 })
  await go(nurse, `conversations/${conversationId}`)
  await nurse.getByRole('article', { name: 'Sent to the patient by a triage rule' }).waitFor()
  await nurse.getByRole('heading', { name: 'History' }).click()
  await nurse.getByText('A rule asked the patient for more with the template “We need to see you”.').waitFor()
  await nurse.getByText('Answer the patient: still to do').waitFor()
  expect([await findings(nurse), await overflow(nurse)]).toEqual([[], 0])
  expect([breaches(page), breaches(patient)]).toEqual([[], []])
})
