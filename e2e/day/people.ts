import type { Browser, Page } from 'playwright-core'
import { sessionCookie } from '../../server/access/authenticate.ts'
import { call, type Person } from '../../server/testing/factories.ts'
import { uuidv7 } from '../../server/platform/ids.ts'
import { api } from '../../shared/api/index.ts'
import { newVisitor } from '../journeys/person.ts'
import type { Clinic } from './clinic.ts'
import type { Letter } from './letters.ts'

/** A conversation of the day: whose it is, and how its subject reads in the queue. */
export type Written = { id: string; patient: Person; subject: string }

/** Somebody's own browser, signed in, on a page of the workspace. */
export async function atWork(clinic: Clinic, browser: Browser, person: Person, path: string): Promise<Page> {
  const page = await newVisitor(browser, { width: 1280 }, clinic.url)
  const session = (person.as['cookie'] ?? '').slice(`${sessionCookie}=`.length)
  await page.goto(`/day/sign-in?session=${session}`)
  await openPage(page, person, path)
  return page
}

/** Pages tell the time by the clinic's clock, as they would on that day. */
export async function openPage(page: Page, person: Person, path: string): Promise<void> {
  await page.goto(`/staff/${person.id}/${path}`)
  await page.locator('h1').first().waitFor()
}

/** A patient writes. */
export async function write(clinic: Clinic, patient: Person, letter: Letter, topicId: string): Promise<Written> {
  const id = uuidv7()
  const { status, body } = await call(clinic.house, patient, api.startConversation, {
    conversationId: id,
    messageId: uuidv7(),
    topicId,
    ...letter,
    attachmentIds: [],
  })
  if (status !== 200) {
    throw new Error(`a letter was refused: ${status} ${JSON.stringify(body)}`)
  }
  return { id, patient, subject: letter.subject }
}

/** A patient reads what was answered, to its end. */
export async function read({ house }: Clinic, { id, patient }: Written): Promise<void> {
  const { body } = await call(house, patient, api.readConversation, { conversationId: id })
  const sequence = body.messages.at(-1)?.sequence ?? 0
  await call(house, patient, api.markRead, { conversationId: id, sequence })
}

/** A colleague gives the work to another. */
export async function give({ house }: Clinic, from: Person, to: Person, { id }: Written): Promise<void> {
  const page = await call(house, from, api.readConversation, { conversationId: id })
  const task = page.body.work?.tasks[0]
  if (task === undefined) {
    throw new Error('nothing is to be done in this conversation')
  }
  const given = { taskId: task.id, practitionerId: to.id, version: task.version }
  const { status, body } = await call(house, from, api.assignTask, given)
  if (status !== 200) {
    throw new Error(`the work was not given: ${status} ${JSON.stringify(body)}`)
  }
}
