import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'
import { ownDemo } from '../own-demo.ts'

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
  opened.push(context)
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

let opened: BrowserContext[] = []

/** What is open before a test is for all tests of its file. */
export function keepPages(): void {
  opened = []
}

/** Closes what was opened since. */
export async function closePages(): Promise<void> {
  await Promise.all(opened.splice(0).map((context) => context.close()))
}

/** A browser in which somebody of the demonstration is signed in and at home. */
export async function newPerson(browser: Browser, name: string, look: Look = {}, demo = ownDemo()): Promise<Page> {
  const page = await newVisitor(browser, look, demo.url)
  const link = demo.links.find((candidate) => candidate.name === name)
  if (!link) {
    throw new Error(`nobody in the demonstration is called ${name}`)
  }
  await page.goto(link.url)
  if (link.role === 'patient') {
    await page.getByRole('heading', { level: 1 }).waitFor()
  }
  return page
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

/** Calls the contract as whoever is signed in on this page; answers the parsed body. */
export function callAs<T>(page: Page, method: string, path: string, body?: object): Promise<T> {
  return page.evaluate(
    async ([method, path, body]) => {
      const response = await fetch(path, {
        method,
        headers: { 'x-threadwell': '1', ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      if (!response.ok) {
        throw new Error(`${method} ${path} answered ${response.status} ${await response.text()}`)
      }
      return response.json()
    },
    [method, path, body] as const,
  )
}

/** The membership with which this person acts at a practice. */
export async function membershipAt(page: Page, practice: string): Promise<string> {
  const session = await callAs<{ memberships: { id: string; practice: { name: string } }[] }>(
    page,
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
