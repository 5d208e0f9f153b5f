// Promised: a patient writes with a photo, and neither a lost line nor a second click loses or doubles a word; the answer
// comes to the open page by itself, and counts as read once it was seen.
import sharp from 'sharp'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uuidv7 } from '../../server/platform/ids.ts'
import { launchBrowser } from '../browser.ts'
import { breaches, callAs, findings, membershipAt, newCaller, newPerson } from './person.ts'

const practice = 'Maple Street Family Practice'
type Summary = { id: string; subject: string; isUnread: boolean }

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

async function chooseTopic(page: Page, topic: string): Promise<void> {
  await page.getByRole('link', { name: 'Write a message' }).click()
  await page.getByText(topic, { exact: true }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByLabel('Your message', { exact: true }).waitFor()
}

async function conversationsOf(page: Page): Promise<Summary[]> {
  const membershipId = await membershipAt(page, practice)
  return (await callAs<{ items: Summary[] }>(page, 'GET', `/api/as/${membershipId}/conversations`)).items
}

function photo(): Promise<Buffer> {
  return sharp({ create: { width: 640, height: 480, channels: 3, background: '#a05030' } })
    .jpeg()
    .toBuffer()
}

test('a message with a photo is written, checked and sent, and says by when an answer comes', async () => {
  const page = await newPerson(browser, 'Daniel Thistledown')
  await chooseTopic(page, 'Symptoms that can wait')
  await page.getByLabel('What is it about, in a few words?').fill('A rash that spreads')
  await page.getByLabel('Your message', { exact: true }).fill('It began on Monday.\nIt itches at night.')
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'arm.jpg', mimeType: 'image/jpeg', buffer: await photo() })
  await page.getByText(/^Uploaded/).waitFor()
  await page.getByText(/^Saved to Drafts at/).waitFor()
  await page.getByRole('button', { name: 'Continue' }).click()

  await page.getByRole('heading', { name: 'Check your message' }).waitFor()
  await page.getByText('arm.jpg', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Send message' }).click()
  await page.getByRole('heading', { name: 'Your message was sent' }).waitFor()
  expect(await page.getByRole('main').innerText()).toMatch(
    /Your message was sent to Nurses at Maple Street Family Practice\.\s+Expect an answer by \w+day, \w+ \d+, \d{4} at [\d:]+.[ap]\.m\./,
  )

  await page.getByRole('link', { name: 'See what you sent' }).click()
  await page.getByText('It itches at night.').waitFor()
  await page.getByRole('link', { name: 'Download arm.jpg' }).waitFor()
  await page.getByText('Automatic reply from').waitFor()
  expect(await findings(page)).toEqual([])
  expect(breaches(page)).toEqual([])
})

describe('while a file is being checked', () => {
  const one = /\/attachments\/[0-9a-f-]{36}$/

  async function choosePhoto(page: Page): Promise<void> {
    await chooseTopic(page, 'Symptoms that can wait')
    const file = { name: 'leg.jpg', mimeType: 'image/jpeg', buffer: await photo() }
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByText(/^Uploaded/).waitFor()
  }

  test('the open page says that it is done as soon as it is', async () => {
    const page = await newPerson(browser, 'Daniel Thistledown')
    await choosePhoto(page)
    await page.getByText('Uploaded', { exact: true }).waitFor()
  })

  test('the open page does not ask again and again', async () => {
    const page = await newPerson(browser, 'Daniel Thistledown')
    let asked = 0
    // For this page the check never ends.
    await page.route(one, async (route) => {
      asked += 1
      const response = await route.fetch()
      await route.fulfill({ response, json: { ...(await response.json()), status: 'quarantined' } })
    })
    await choosePhoto(page)
    await page.waitForTimeout(11_000)
    // Once of itself, and once for each hint: it has arrived, it has been checked.
    expect(asked).toBeGreaterThan(0)
    expect(asked).toBeLessThanOrEqual(3)
  })
})

describe('a lost line', () => {
  test('while sending keeps every word, and trying again sends once', async () => {
    const page = await newPerson(browser, 'Priya Larkspur')
    await chooseTopic(page, 'Something else')
    await page.getByLabel('What is it about, in a few words?').fill('Sent over a bad line')
    await page.getByLabel('Your message', { exact: true }).fill('Every word of this must arrive.')
    await page.getByText(/^Saved to Drafts at/).waitFor()
    await page.getByRole('button', { name: 'Continue' }).click()

    // The first tries arrive, and their answers are lost on the way back.
    let sends = 0
    await page.route('**/conversations', async (route) => {
      if (route.request().method() !== 'POST' || sends >= 3) {
        await route.continue()
        return
      }
      sends += 1
      await route.fetch()
      await route.abort('connectionreset')
    })
    await page.getByRole('button', { name: 'Send message' }).click()
    const refused = page.getByText('Your message was not sent')
    await refused.waitFor()
    const isSeen = (line: Element) =>
      line.getBoundingClientRect().top >= 0 && line.getBoundingClientRect().bottom <= innerHeight
    expect(await refused.evaluate(isSeen)).toBe(true)
    expect(sends).toBe(3)
    expect(await page.getByText('Every word of this must arrive.').isVisible()).toBe(true)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { name: 'Your message was sent' }).waitFor()
    const sent = (await conversationsOf(page)).filter(({ subject }) => subject === 'Sent over a bad line')
    expect(sent).toHaveLength(1)
  })

  test('while writing keeps the words on the screen and saves them when it is back', async () => {
    const page = await newPerson(browser, 'Ruth Applewood')
    await chooseTopic(page, 'Something else')
    await page.context().setOffline(true)
    await page.getByLabel('Your message', { exact: true }).fill('Typed in a tunnel.')
    await page.getByText('You are offline. Your words stay on this screen.').waitFor()
    await page.getByRole('link', { name: 'Back', exact: true }).click()
    await page.getByRole('heading', { name: 'What is your message about?' }).waitFor()
    await page.context().setOffline(false)
    await page.getByText('Something else', { exact: true }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect.poll(() => page.getByLabel('Your message', { exact: true }).inputValue()).toBe('Typed in a tunnel.')
    await page.getByText(/^Saved to Drafts at/).waitFor()
    await page.reload()
    await expect.poll(() => page.getByLabel('Your message', { exact: true }).inputValue()).toBe('Typed in a tunnel.')
  })
})

test('a topic is changed without losing a word, and a draft is found again and deleted', async () => {
  const page = await newPerson(browser, 'Hassan Brightwater')
  await chooseTopic(page, 'Appointment')
  await page.getByLabel('Your message', { exact: true }).fill('Next week if you can.')
  await page.getByText(/^Saved to Drafts at/).waitFor()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('link', { name: 'Change Topic' }).click()
  expect(await page.getByRole('radio', { name: 'Appointment' }).isChecked()).toBe(true)
  await page.getByText('Form or letter', { exact: true }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByText('About: Form or letter').waitFor()
  await expect.poll(() => page.getByLabel('Your message', { exact: true }).inputValue()).toBe('Next week if you can.')
  await page.getByText(/^Saved to Drafts at/).waitFor()

  await page.getByRole('link', { name: 'Drafts', exact: true }).click()
  await page.getByRole('link', { name: 'Form or letter' }).waitFor()
  await page.getByRole('button', { name: /^Delete the draft/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.getByText('No drafts').waitFor()
})

test('an answer comes to the open page by itself and counts as read once it was seen', async () => {
  const page = await newPerson(browser, 'Daniel Thistledown')
  await chooseTopic(page, 'Symptoms that can wait')
  await page.getByLabel('What is it about, in a few words?').fill('Waiting for an answer')
  await page.getByLabel('Your message', { exact: true }).fill('Is this normal?')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Send message' }).click()
  await page.getByRole('link', { name: 'See what you sent' }).click()
  await page.getByText('Is this normal?').waitFor()

  const nurse = await newCaller('Tomas Lindqvist')
  const membershipId = await membershipAt(nurse, practice)
  const conversation = (await conversationsOf(page)).find(({ subject }) => subject === 'Waiting for an answer')
  await callAs(nurse, 'POST', `/api/as/${membershipId}/conversations/${conversation?.id}/messages`, {
    messageId: uuidv7(new Date()),
    text: 'Yes, it is. It will pass in a few days.',
  })

  await page.getByText('Yes, it is. It will pass in a few days.').scrollIntoViewIfNeeded()
  await expect.poll(() => page.getByText('A new message came. It is from Tomas Lindqvist, nurse.').count()).toBe(1)
  await expect
    .poll(async () => (await conversationsOf(page)).find(({ id }) => id === conversation?.id)?.isUnread, {
      timeout: 10_000,
    })
    .toBe(false)
  await page.getByRole('link', { name: 'Your messages' }).first().click()
  await page.getByText('Answered').first().waitFor()
})
