// Promised: whoever cannot write is told before they write: why, until when, what still works and what to do instead; and when it
// changes while they write, they are told in the same words and lose none of their own.
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { practice, write } from './colleague.ts'
import { breaches, callAs, findings, type Look, membershipAt, newPerson, overflow } from './person.ts'
import { baseOf, openClinic } from './stops.ts'

let browser: Browser
let clinic: Awaited<ReturnType<typeof openClinic>>
beforeAll(async () => {
  browser = await launchBrowser()
})
beforeEach(async () => {
  clinic = await openClinic()
})
afterEach(() => clinic.close())
afterAll(() => browser.close())

const pages = {
  en: {
    reader: 'Margaret Fairweather',
    heading: 'The clinic takes no new messages for now',
    said: ['Our nurse is away this week.', 'Go to the walk-in clinic.', 'You can write again:'],
    still: 'You can still read your messages and answer in your conversations.',
    call: /^Call Maple Street Family Practice/,
    write: 'Write a message',
  },
  fr: {
    reader: 'Amélie Bellefeuille',
    heading: 'La clinique ne prend pas de nouveau message en ce moment',
    said: [
      'Notre infirmière est absente cette semaine.',
      'Allez à la clinique sans rendez-vous.',
      'Vous pourrez écrire de nouveau',
    ],
    still: 'Vous pouvez encore lire vos messages et répondre dans vos conversations.',
    call: /^Appelez Maple Street Family Practice/,
    write: 'Écrire un message',
  },
} as const
const looks: (Look & { language: 'en' | 'fr' })[] = [
  { language: 'en', theme: 'light', width: 320 },
  { language: 'fr', theme: 'dark', width: 320 },
]

async function expectSound(page: Page): Promise<void> {
  await page.locator('.loading').waitFor({ state: 'detached' })
  expect(await findings(page)).toEqual([])
  expect(await overflow(page)).toBe(0)
  expect(breaches(page)).toEqual([])
}

async function homeOf(page: Page): Promise<string> {
  return `/p/${await membershipAt(page, practice)}`
}

async function topicId(page: Page, topic: string): Promise<string> {
  const { items } = await callAs<{ items: { id: string; name: { en: string } }[] }>(
    page,
    'GET',
    `${await baseOf(page)}/topics`,
  )
  return items.find(({ name }) => name.en === topic)?.id ?? ''
}

describe.each(looks)('$language, $theme', (look) => {
  const words = pages[look.language]

  test('a pause of everything is told at home, among the topics and in place of the form, until it ends', async () => {
    const page = await newPerson(browser, words.reader, look)
    const end = await clinic.pause()
    const home = await homeOf(page)
    for (const path of ['', '/write', `/write/${await topicId(page, 'Something else')}`]) {
      await page.goto(home + path)
      await page.getByText(words.heading, { exact: true }).waitFor()
      for (const said of [...words.said, words.still]) {
        await page.getByText(said).waitFor()
      }
      await page.getByRole('listitem').filter({ hasText: words.call }).getByRole('link').waitFor()
      // What cannot wait has its lines here too.
      await page.getByRole('link', { name: '811' }).first().waitFor()
      expect(await page.locator('#message-text').count()).toBe(0)
      expect(await page.getByRole('link', { name: words.write }).count()).toBe(0)
      await expectSound(page)
    }
    await end()
    await page.goto(home)
    await page.getByRole('link', { name: words.write }).waitFor()
    expect(await page.getByText(words.heading, { exact: true }).count()).toBe(0)
  })
})

test('a pause of one topic stands below the topics that are open', async () => {
  const page = await newPerson(browser, 'Margaret Fairweather', { width: 320 })
  await clinic.pause({ topicId: await topicId(page, 'Symptoms that can wait') })
  await page.goto(await homeOf(page))
  await page.getByText('The clinic takes no new messages for now about: Symptoms that can wait').waitFor()
  await page.getByRole('link', { name: 'Write a message' }).click()
  await page.getByRole('heading', { name: 'You can’t write about these for now' }).waitFor()
  await page.getByText('The clinic takes no new messages for now about: Symptoms that can wait').waitFor()
  expect(await page.getByRole('radio', { name: 'Symptoms that can wait' }).count()).toBe(0)
  await expectSound(page)
  await page.getByText('Something else', { exact: true }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByLabel('Your message', { exact: true }).waitFor()
  expect(await page.getByText('The clinic takes no new messages for now').count()).toBe(0)
})

test('a pause that comes while they write keeps their words, says why, and lets them send when it is over', async () => {
  const page = await newPerson(browser, 'Priya Larkspur', { width: 320 })
  await page.goto(`${await homeOf(page)}/write/${await topicId(page, 'Something else')}`)
  await page.getByLabel('What is it about, in a few words?').fill('Caught by a pause')
  await page.getByLabel('Your message', { exact: true }).fill('Every word of this is kept.')
  await page.getByText(/^Saved to Drafts at/).waitFor()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'Check your message' }).waitFor()
  const end = await clinic.pause()
  await page.getByRole('button', { name: 'Send message' }).click()

  const refused = page.getByRole('status').filter({ hasText: 'Your message was not sent' })
  await refused.getByText('The clinic has just paused messages.').waitFor()
  await refused.getByText(/^You can send it again: /).waitFor()
  await refused.getByText('Your words are kept.').waitFor()
  await page.getByText('Our nurse is away this week.').waitFor()
  await page.getByText('Every word of this is kept.').waitFor()
  await expectSound(page)

  // Somebody who leaves finds the words in the draft, which tells the same.
  const address = page.url()
  await page.goto(`${await homeOf(page)}/drafts`)
  await page.getByText('Caught by a pause').click()
  await page.getByText('What you had begun to write').waitFor()
  await page.getByText('Every word of this is kept.').waitFor()
  await expectSound(page)

  await end()
  await page.goto(address)
  await page.getByRole('button', { name: 'Send message' }).click()
  await page.getByRole('heading', { name: 'Your message was sent' }).waitFor()
})

test('an answer that meets a pause of answers is kept in its place', async () => {
  const page = await newPerson(browser, 'Priya Larkspur', { width: 320 })
  const conversationId = await write(page, { subject: 'Answers may stop', text: 'A question.' })
  const conversation = `${await homeOf(page)}/conversations/${conversationId}`
  await page.goto(conversation)
  await page.getByLabel('Your answer').fill('This half sentence stays.')
  await page.getByText(/^Saved to Drafts at/).waitFor()
  await clinic.pause({ stopsAnswers: true })
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByText('The clinic has just paused messages.').waitFor()
  await page.getByText('The clinic takes no answers for now', { exact: true }).waitFor()
  expect(await page.getByLabel('Your answer').inputValue()).toBe('This half sentence stays.')
  await expectSound(page)

  await page.goto(conversation)
  await page.getByText('This half sentence stays.').waitFor()
  await page.getByText('You can still read your messages.', { exact: true }).waitFor()
  expect(await page.getByLabel('Your answer').count()).toBe(0)
  await expectSound(page)
})

test('somebody who is blocked reads why and until when, at home and in their conversations', async () => {
  const page = await newPerson(browser, 'Priya Larkspur', { width: 320 })
  const conversationId = await write(page, { subject: 'Before the block', text: 'One more.' })
  await clinic.block(await membershipAt(page, practice), 'Forty messages came in two days.')
  for (const path of ['', '/write', `/conversations/${conversationId}`]) {
    await page.goto((await homeOf(page)) + path)
    await page.getByText('You can’t send messages for a while', { exact: true }).last().waitFor()
    await page.getByText('Why: Forty messages came in two days.').waitFor()
    await page.getByText(/^You can write again: /).waitFor()
    await page.getByText('You can still read your messages.', { exact: true }).waitFor()
    await expectSound(page)
  }
  expect(await page.getByLabel('Your answer').count()).toBe(0)
})

describe('a limit is told kindly, with what still works', () => {
  test.each([
    [
      () => clinic.limit({ coolDownMinutes: 60 }),
      'Please wait a little with your next message',
      'Give us some time to read it first.',
    ],
    [
      () => clinic.limit({ openConversations: 1 }),
      'You can’t start a new message yet',
      'You can have 1 open conversation at a time.',
    ],
    [
      () => clinic.pause({ aDay: 1 }),
      'The clinic takes no more new messages today',
      'The clinic takes 1 new message a day.',
    ],
  ])('%#', async (stop, heading, why) => {
    const page = await newPerson(browser, 'Priya Larkspur', { width: 320 })
    await write(page, { subject: 'Counts', text: 'A message that counts.' })
    await stop()
    await page.goto(await homeOf(page))
    await page.getByText(heading, { exact: true }).waitFor()
    await page.getByText(why).waitFor()
    await page.getByText('You can still read your messages and answer in your conversations.').waitFor()
    await expectSound(page)
  })

  test('so many messages in a day', async () => {
    const page = await newPerson(browser, 'Priya Larkspur', { width: 320 })
    const conversationId = await write(page, { subject: 'The last of today', text: 'A message that counts.' })
    await clinic.limit({ messagesADay: 1 })
    for (const path of ['', `/conversations/${conversationId}`]) {
      await page.goto((await homeOf(page)) + path)
      await page.getByText('You can’t send more messages today', { exact: true }).waitFor()
      await page.getByText('You can send 1 message in 24 hours.').waitFor()
      await page.getByText('You can still read your messages.', { exact: true }).waitFor()
      await expectSound(page)
    }
  })
})
