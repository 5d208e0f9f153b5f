import { AxeBuilder } from '@axe-core/playwright'
import { request, type Browser, type CDPSession, type Locator, type Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Demo, DemoLink } from '../demo.ts'
import { ownDemo } from '../own-demo.ts'

/** Whoever is signed in: on a page, or without one. */
export type Signed = Pick<Page, 'request'>

export type Look = { width?: number; language?: 'en' | 'fr'; theme?: 'light' | 'dark' }

/** A browser of somebody's own, on no page yet. What the policy refuses and what breaks a page is kept for `breaches`. */
export async function newVisitor(browser: Browser, look: Look = {}, url = ownDemo().url): Promise<Page> {
  const { width = 390, language = 'en', theme = 'light' } = look
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height: 800 },
    colorScheme: theme,
    locale: `${language}-CA`,
    reducedMotion: 'reduce',
  })
  opened.push(() => context.close())
  const page = await context.newPage()
  const seen: string[] = []
  breachesOf.set(page, seen)
  page.on('pageerror', (error) => seen.push(error.message))
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) {
      seen.push(message.text())
    }
  })
  return page
}

let opened: Closing[] = []
type Closing = () => Promise<void>

/** What is open before a test is for all tests of its file. */
export function keepPages(): void {
  opened = []
}

/** Closes what was opened since. */
export async function closePages(): Promise<void> {
  await Promise.all(opened.splice(0).map((close) => close()))
}

/** A browser in which somebody of the demonstration is signed in and at home. */
export async function newPerson(browser: Browser, name: string, look: Look = {}, demo = ownDemo()): Promise<Page> {
  const page = await newVisitor(browser, look, demo.url)
  const link = linkOf(name, demo)
  await page.goto(link.url)
  if (link.role === 'patient') {
    await page.getByRole('heading', { level: 1 }).waitFor()
  }
  return page
}

/** Signs somebody of the demonstration in, on no page yet: each page is read and run by the browser, which takes its time. */
export async function signIn({ request }: Signed, name: string, demo = ownDemo()): Promise<void> {
  await request.get(linkOf(name, demo).url, { maxRedirects: 0, failOnStatusCode: true })
}

/** Somebody of the demonstration who needs no page for what they do. */
export async function newCaller(name: string, demo = ownDemo()): Promise<Signed> {
  const caller = { request: await request.newContext({ baseURL: demo.url }) }
  opened.push(() => caller.request.dispose())
  await signIn(caller, name, demo)
  return caller
}

function linkOf(name: string, { links }: Demo): DemoLink {
  const link = links.find((candidate) => candidate.name === name)
  if (!link) {
    throw new Error(`nobody in the demonstration is called ${name}`)
  }
  return link
}

const breachesOf = new WeakMap<Page, string[]>()

/** What broke on this person's pages so far: scripts that threw, and what the policy refused. */
export function breaches(page: Page): readonly string[] {
  return breachesOf.get(page) ?? []
}

/** What axe finds on the page as it stands, with the first element of each finding. In the page itself: there are no frames. */
export async function findings(page: Page): Promise<[string, string | undefined][]> {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze()
  return violations.map(({ id, nodes }) => [id, nodes[0]?.html])
}

/** Pixels by which something runs over the right edge; 0 when nothing does. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth))
}

/** Once the keyboard is on it. */
export function hasFocus(element: Locator): Promise<void> {
  return expect.poll(() => element.evaluate((shown) => shown === document.activeElement)).toBe(true)
}

/** Calls the contract as whoever is signed in there; answers the parsed body. */
export async function callAs<T>({ request }: Signed, method: string, path: string, body?: object): Promise<T> {
  const response = await request.fetch(path, {
    method,
    headers: { 'x-threadwell': '1' },
    ...(body !== undefined && { data: body }),
  })
  if (!response.ok()) {
    throw new Error(`${method} ${path} answered ${response.status()} ${await response.text()}`)
  }
  return response.json()
}

/** The membership with which this person acts at a practice. */
export async function membershipAt(person: Signed, practice: string): Promise<string> {
  const session = await callAs<{ memberships: { id: string; practice: { name: string } }[] }>(
    person,
    'GET',
    '/api/session',
  )
  const found = session.memberships.find((membership) => membership.practice.name === practice)
  if (!found) {
    throw new Error(`they are not at ${practice}`)
  }
  return found.id
}

/** Gives the browser a device with passkeys, whose owner always agrees. */
export async function addAuthenticator(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return session
}
