// Promised: every page and every dialog of the workspace is sound for axe in both languages, on a phone and on a desk, in light
// and dark, has one heading and runs over no edge; and a page says so when there is no line, no answer, or nothing there.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { staff as en } from '../../shared/locales/en/staff.ts'
import { staffAudit as auditEn } from '../../shared/locales/en/staff-audit.ts'
import { staffPeople as peopleEn } from '../../shared/locales/en/staff-people.ts'
import { staffPractice as practiceEn } from '../../shared/locales/en/staff-practice.ts'
import { staff as fr } from '../../shared/locales/fr/staff.ts'
import { staffAudit as auditFr } from '../../shared/locales/fr/staff-audit.ts'
import { staffPeople as peopleFr } from '../../shared/locales/fr/staff-people.ts'
import { staffPractice as practiceFr } from '../../shared/locales/fr/staff-practice.ts'
import { launchBrowser } from '../browser.ts'
import { go, inLanguage, newColleague, practice } from './colleague.ts'
import { breaches, callAs, findings, membershipAt, newPerson, overflow } from './person.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const words = {
  en: { desk: en, audit: auditEn, people: peopleEn, practice: practiceEn },
  fr: { desk: fr, audit: auditFr, people: peopleFr, practice: practiceFr },
} as const
type Language = keyof typeof words

/** Each language, width and theme meets each of the others. */
const looks = [
  { width: 320, language: 'en', theme: 'light' },
  { width: 320, language: 'fr', theme: 'dark' },
  { width: 1280, language: 'en', theme: 'dark' },
  { width: 1280, language: 'fr', theme: 'light' },
] as const

/** Waits until nothing is on its way any more, then looks at the page as it stands: which one, what is wrong with it. */
async function expectSound(page: Page, what: string): Promise<void> {
  await expect.poll(() => page.locator('.loading:visible').count(), { timeout: 30_000 }).toBe(0)
  expect([what, await findings(page)]).toEqual([what, []])
  expect([what, await overflow(page), await sideways(page)]).toEqual([what, 0, []])
  expect([what, breaches(page)]).toEqual([what, []])
}

/** Parts that scroll by themselves and are wider than they show, but for the tables, which say so. */
function sideways(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.workspace-main, .workspace-rail, main, .pane, .desk > *, dialog[open]')]
      .filter((part) => part.scrollWidth > part.clientWidth)
      .map((part) => part.className),
  )
}

async function openAndLook(page: Page, language: Language, path: string): Promise<void> {
  await go(page, path)
  await expectSound(page, path)
  expect([path, await page.getByRole('heading', { level: 1 }).count()]).toEqual([path, 1])
  expect(await page.evaluate(() => document.documentElement.lang)).toBe(`${language}-CA`)
}

/** Opens a dialog by what its button says, looks at it, and goes back out with Escape. */
async function lookAtDialog(
  page: Page,
  name: string,
  look: (page: Page) => Promise<void> = async () => {},
): Promise<void> {
  await page.getByRole('main').getByRole('button', { name }).first().click()
  const dialog = page.locator('dialog[open]')
  await dialog.getByRole('heading').first().waitFor()
  await expectSound(page, name)
  await look(page)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
}

/** A form that is sent as it stands is refused; its summary has the focus. */
async function lookRefused(page: Page, what: string): Promise<void> {
  const isAsking = (await page.locator('dialog[open]').count()) > 0
  const form = page.locator(`${isAsking ? 'dialog[open]' : 'main'} form`).last()
  await form.locator('button[type=submit]').click()
  await page.getByRole('alert').waitFor()
  await expectSound(page, `${what}, refused`)
}

type Base = { base: string; first: <T>(path: string, body?: object) => Promise<T> }

/** The first of a list, as this colleague may see it. */
async function baseOf(page: Page): Promise<Base> {
  const base = `/api/as/${await membershipAt(page, practice)}`
  return {
    base,
    first: async (path, body) => {
      const { items } = await callAs<{ items: unknown[] }>(page, body ? 'POST' : 'GET', `${base}/${path}`, body)
      return items[0] as never
    },
  }
}

describe.each(looks)('at $width px in $language, $theme', (look) => {
  const { language } = look
  const { desk, audit, people, practice: settings } = words[language]

  test('lists of work, a conversation and its dialogs', async () => {
    const page = await newColleague(browser, 'Tomas Lindqvist', look)
    await inLanguage(page, language, async () => {
      const { base, first } = await baseOf(page)
      const { inboxes } = await callAs<{ inboxes: { careTeam: { id: string } }[] }>(page, 'GET', `${base}/inboxes`)
      const inbox = inboxes[0]?.careTeam.id ?? ''
      for (const path of [
        'queue/mine',
        `queue/${inbox}`,
        `queue/${inbox}?status=answered`,
        'queue/mine?status=closed',
        'unfiled',
      ]) {
        await openAndLook(page, language, path)
      }
      type Item = { conversation: { id: string } }
      const closed = await first<Item>(`queue?careTeamId=${inbox}&status=closed`)
      await openAndLook(page, language, `queue/${inbox}/${closed.conversation.id}?status=closed`)
      const open = await first<Item>(`queue?careTeamId=${inbox}`)
      await openAndLook(page, language, `queue/${inbox}/${open.conversation.id}`)
      // What the server names is in the reader's language too, though the page began in another.
      await page
        .locator('.desk-facts')
        .getByText(language === 'fr' ? 'Soins infirmiers' : 'Nurses')
        .waitFor()

      await lookAtDialog(page, desk.acts.assign)
      await lookAtDialog(page, desk.acts.close, () => lookRefused(page, desk.acts.close))
      await lookAtDialog(page, desk.reply.sendAndClose)
      await lookRefused(page, desk.notes.title)
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog', { name: desk.keys.palette }).waitFor()
      await expectSound(page, desk.keys.palette)
      await page.keyboard.press('Escape')
      await page.locator('main h1').focus()
      await page.keyboard.press('?')
      await page.getByRole('dialog', { name: desk.keys.title }).waitFor()
      await expectSound(page, desk.keys.title)
    })
  })

  test('a conversation in which one’s own words can be withdrawn', async () => {
    const page = await newColleague(browser, 'Dr. Luc Bélanger', look)
    await inLanguage(page, language, async () => {
      const { first } = await baseOf(page)
      const answered = await first<{ conversation: { id: string } }>('queue?status=answered')
      await openAndLook(page, language, `conversations/${answered.conversation.id}`)
      const withdraw = page.getByRole('main').locator('.letter button').last()
      await lookAtDialog(page, await withdraw.innerText(), () => lookRefused(page, 'withdraw'))
    })
  })

  test('patients, their cards, writing to them', async () => {
    const page = await newColleague(browser, 'Tomas Lindqvist', look)
    await inLanguage(page, language, async () => {
      const { first } = await baseOf(page)
      const { id } = await first<{ id: string }>('patients/search', { search: 'margaret' })
      for (const path of ['patients', `patients/${id}`, `patients/${id}/change`]) {
        await openAndLook(page, language, path)
      }
      for (const path of ['patients/new', `patients/${id}/write`]) {
        await openAndLook(page, language, path)
        await lookRefused(page, path)
      }
      await go(page, `patients/${id}`)
      await lookAtDialog(page, people.patient.outside, () => lookRefused(page, people.patient.outside))

      const invited = await first<{ id: string }>('patients/search', { search: 'samuel' })
      await go(page, `patients/${invited.id}`)
      await page
        .getByRole('button', { name: new RegExp(`${people.patient.invite}|${people.patient.inviteAgain}`) })
        .click()
      await page.locator('.invitation-code').waitFor()
      await expectSound(page, people.invitation.code)
    })
  })

  test('the clinic’s settings', async () => {
    const page = await newColleague(browser, 'Adele Marchand', look)
    await inLanguage(page, language, async () => {
      const { first } = await baseOf(page)
      const topic = await first<{ id: string }>('topics')
      const inbox = await first<{ id: string }>('care-teams')
      for (const path of [
        'colleagues',
        'inboxes',
        `inboxes/${inbox.id}`,
        'topics',
        `topics/${topic.id}`,
        'audit',
        'late',
        'orphans',
        'checks',
      ]) {
        await openAndLook(page, language, path)
      }
      for (const path of ['colleagues/new', 'inboxes/new', 'topics/new']) {
        await openAndLook(page, language, path)
        await lookRefused(page, path)
      }
      await openAndLook(page, language, 'practice/hours')
      await page.getByRole('button', { name: settings.hours.addClosure }).click()
      await lookRefused(page, 'practice/hours')
      await openAndLook(page, language, 'practice')
      await page.getByRole('button', { name: settings.practice.change }).click()
      await page.getByLabel(settings.practice.timeZone).waitFor()
      await expectSound(page, settings.practice.change)
      await go(page, 'colleagues')
      await lookAtDialog(page, people.colleagues.change.replace('{name}', 'Marc Gagnon'))
    })
  })

  test('what the privacy officer sees, and who is no colleague', async () => {
    const page = await newColleague(browser, 'Yves Tremblay', look)
    await inLanguage(page, language, async () => {
      await openAndLook(page, language, 'audit')
      await page.getByText(audit.state.checkpoint).click()
      await expectSound(page, audit.state.checkpoint)
      await lookAtDialog(page, audit.search.anyPatient)
      await openAndLook(page, language, 'nowhere/at/all')
    })
    const patient = await newPerson(browser, language === 'en' ? 'Daniel Thistledown' : 'Chloé Montclair', look)
    await patient.goto('/staff')
    await patient.getByRole('heading', { level: 1, name: desk.entrance.none }).waitFor()
    await expectSound(patient, '/staff')
  })
})

test('a page that cannot be read says so, and reads when it is tried again', async () => {
  const page = await newColleague(browser, 'Beatrice Okafor')
  await page.route('**/patients/search', (route) => route.fulfill({ status: 500, body: 'broken' }))
  await go(page, 'patients')
  await page.getByText('This page did not load').waitFor()
  expect(await findings(page)).toEqual([])
  await page.unroute('**/patients/search')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('rowheader').first().waitFor()
})

test('without a line what was read stays, the page says so, and what is written goes out when the line is back', async () => {
  const page = await newColleague(browser, 'Sophie Tran')
  await page.getByRole('link', { name: /^Prescriptions/ }).click()
  await page.locator('.queue-row').first().waitFor()
  await page.context().setOffline(true)
  await page.getByText('No connection', { exact: true }).waitFor()
  expect(await page.locator('.queue-row').count()).toBeGreaterThan(0)
  expect(await findings(page)).toEqual([])
  await page.context().setOffline(false)
  await page.getByText('No connection', { exact: true }).waitFor({ state: 'detached' })
})

test('an address that leads nowhere, and a conversation that is nobody’s business here, say the same', async () => {
  const page = await newColleague(browser, 'Beatrice Okafor', {
    at: 'conversations/019a0000-0000-7000-8000-000000000000',
  })
  await page.getByRole('heading', { level: 1, name: 'We could not find this page' }).waitFor()
  await page.goto('/staff/nowhere/at/all')
  await page.locator('h1').waitFor()
  expect(await findings(page)).toEqual([])
})

test('the language changes in place: what was typed stays, and names of inboxes follow', async () => {
  const page = await newColleague(browser, 'Beatrice Okafor', { at: 'patients' })
  await page.getByLabel('Find a patient').fill('wint')
  await page.getByRole('button', { name: 'Français' }).click()
  await page.getByRole('heading', { level: 1, name: 'Patients' }).waitFor()
  expect(await page.getByLabel('Trouver un patient').inputValue()).toBe('wint')
  await page.getByRole('link', { name: /^Soins infirmiers/ }).waitFor()
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('link', { name: /^Nurses/ }).waitFor()
  // The choice is the account's, and other journeys sign in to it: it is kept before the page goes.
  await callAs(page, 'PATCH', '/api/account', { language: 'en' })
})
