// Promised: every component is accessible, works by keyboard, keeps what was typed, and breaks no rule of the policy.
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { openSite, type Site } from './site.ts'

let site: Site
let browser: Browser
const open: Page[] = []

beforeAll(async () => {
  site = await openSite()
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser.close()
  await site.close()
})

afterEach(async () => {
  expect(await Promise.all(open.map(violations))).toEqual(open.map(() => ''))
  await Promise.all(open.splice(0).map((page) => page.context().close()))
})

function violations(page: Page): Promise<string> {
  return page.evaluate(() => window.name)
}

type Look = { language?: 'en' | 'fr'; isStaff?: boolean; theme?: 'light' | 'dark'; width?: number }

/** Opens the gallery; anything the policy refuses is noted in the window's name, and fails the test that caused it. */
async function gallery({ language = 'en', isStaff = false, theme = 'light', width = 768 }: Look = {}): Promise<Page> {
  const context = await browser.newContext({
    colorScheme: theme,
    viewport: { width, height: 900 },
    reducedMotion: 'reduce',
    locale: `${language}-CA`,
  })
  const page = await context.newPage()
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.name += ` violation of ${event.violatedDirective}`
    })
  })
  await page.goto(`${site.url}/gallery?lang=${language}${isStaff ? '&staff' : ''}`)
  await page.waitForSelector('h1')
  open.push(page)
  return page
}

const looks: Look[] = [
  { language: 'en', theme: 'light', isStaff: false, width: 320 },
  { language: 'fr', theme: 'dark', isStaff: false, width: 320 },
  { language: 'en', theme: 'dark', isStaff: true, width: 1440 },
  { language: 'fr', theme: 'light', isStaff: true, width: 1440 },
]

test.each(looks)('axe finds nothing, and nothing runs over the edge: %j', async (look) => {
  const page = await gallery(look)
  await page.locator('button[type=submit]').click()
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
})

test('the policy is in force: markup from a string is refused', async () => {
  const page = await gallery()
  const error = await page.evaluate(() => {
    try {
      document.body.innerHTML = '<p>text</p>'
      return 'none'
    } catch (caught) {
      return String(caught)
    }
  })
  expect(error).toContain('TrustedHTML')
  expect(await violations(page)).toContain('require-trusted-types-for')
  await page.evaluate(() => {
    window.name = ''
  })
})

describe('colours', () => {
  const text: [string, ...string[]][] = [
    ['ink', 'paper', 'sheet', 'sunken', 'accent-wash', 'urgent-wash', 'late-wash', 'done-wash', 'note-wash', 'mark'],
    ['ink-soft', 'paper', 'sheet', 'sunken', 'accent-wash'],
    ['accent', 'paper', 'sheet', 'sunken', 'accent-wash'],
    ['accent-strong', 'paper', 'sheet', 'sunken', 'accent-wash'],
    ['on-accent', 'accent', 'accent-strong'],
    ['urgent', 'paper', 'sheet', 'urgent-wash'],
    ['on-urgent', 'urgent-fill'],
    ['late', 'paper', 'sheet', 'late-wash'],
    ['done', 'paper', 'sheet', 'done-wash'],
    ['note', 'paper', 'sheet', 'note-wash'],
  ]
  const lines: [string, ...string[]][] = [
    ['control-line', 'paper', 'sheet', 'sunken', 'accent-wash', 'note-wash'],
    ['focus', 'paper', 'sheet', 'sunken', 'accent-wash', 'urgent-wash', 'late-wash', 'done-wash', 'note-wash'],
  ]

  test.each(['light', 'dark'] as const)('%s: text on its ground is 7:1, lines of controls 3:1', async (theme) => {
    const page = await gallery({ theme })
    expect(tooFaint(await contrasts(page, text), 7)).toEqual([])
    expect(tooFaint(await contrasts(page, lines), 3)).toEqual([])
  })
})

type Contrast = { pair: string; ratio: number }

/** WCAG 2 contrast ratios of pairs of tokens, from the colours as the browser computes them. */
function contrasts(page: Page, table: [string, ...string[]][]): Promise<Contrast[]> {
  const pairs = table.flatMap(([first, ...grounds]) => grounds.map((ground) => [first, ground] as const))
  return page.evaluate((named) => {
    const probe = document.body.appendChild(document.createElement('i'))
    function luminance(token: string): number {
      probe.style.setProperty('color', `var(--${token})`)
      const parts = (getComputedStyle(probe).color.match(/\d+/g) ?? []).map((part) => Number(part) / 255)
      const [red = 0, green = 0, blue = 0] = parts.map((part) =>
        part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
      )
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    return named.map(([one, other]) => {
      const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
      return { pair: `${one} on ${other}`, ratio: (high + 0.05) / (low + 0.05) }
    })
  }, pairs)
}

function tooFaint(contrastsFound: Contrast[], least: number): Contrast[] {
  return contrastsFound.filter(({ ratio }) => ratio < least)
}

describe('language and theme', () => {
  test('the language changes in place: what was typed stays, and what was in view', async () => {
    const page = await gallery()
    const subject = page.locator('#subject')
    await subject.fill('My knee')
    await subject.evaluate((field) => field.scrollIntoView({ block: 'start' }))
    await page.getByRole('button', { name: 'Français' }).evaluate((button: HTMLElement) => button.click())
    await page.getByRole('heading', { name: 'Vos messages' }).waitFor()
    expect(await page.getAttribute('html', 'lang')).toBe('fr-CA')
    expect(await page.title()).toBe('Vos messages – Threadwell')
    expect(await page.getByLabel('De quoi s’agit-il?').inputValue()).toBe('My knee')
    // Sentences differ in length; a line more or less above may move it.
    expect(Math.abs(await subject.evaluate((field) => field.getBoundingClientRect().top))).toBeLessThan(40)
    await page.goto(`${site.url}/gallery`)
    await page.getByRole('heading', { name: 'Vos messages' }).waitFor()
  })

  test('only the reader’s language is fetched', async () => {
    const page = await gallery({ language: 'fr' })
    const fetched = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
    expect(fetched.filter((name) => name.includes('-fr-'))).toHaveLength(1)
    expect(fetched.filter((name) => name.includes('-en-'))).toEqual([])
    expect(fetched.filter((name) => !name.startsWith(site.url))).toEqual([])
  })

  test('a chosen theme holds against the device’s, from the first paint on', async () => {
    const page = await gallery({ theme: 'light' })
    await page.getByLabel('Appearance').selectOption('dark')
    const dark = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
    await page.reload({ waitUntil: 'commit' })
    // Nothing is painted before there is a body.
    await page.waitForFunction(() => document.body !== null)
    expect(await page.getAttribute('html', 'data-theme')).toBe('dark')
    await page.waitForSelector('h1')
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(dark)
    await page.getByLabel('Appearance').selectOption('system')
    expect(await page.getAttribute('html', 'data-theme')).toBeNull()
  })
})

describe('a refused form', () => {
  test('puts focus on the summary, whose entries lead to the fields with the same words', async () => {
    const page = await gallery()
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect.poll(() => focused(page), { timeout: 10_000 }).toBe('There is a problem')
    await page.getByRole('link', { name: 'Enter a real date, like 27 3 1984.' }).click()
    await expect.poll(() => focused(page), { timeout: 10_000 }).toBe('Day')
    const subject = page.getByLabel('What is it about?')
    expect(await subject.getAttribute('aria-invalid')).toBe('true')
    const described = (await subject.getAttribute('aria-describedby'))?.split(' ') ?? []
    expect(await page.locator(`#${described[1]}`).innerText()).toContain('Write a few words on what it is about.')
  })

  test('keeps what was typed', async () => {
    const page = await gallery()
    await page.getByLabel('Your message', { exact: true }).fill('One line\nand another')
    await page.getByRole('button', { name: 'Continue' }).click()
    expect(await page.getByLabel('Your message', { exact: true }).inputValue()).toBe('One line\nand another')
  })
})

/** What a screen reader would call the element that has the focus. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement
    const labelled = element?.getAttribute('aria-labelledby')
    const label = labelled ? document.getElementById(labelled) : (element as HTMLInputElement | null)?.labels?.[0]
    return (label ?? element)?.textContent ?? ''
  })
}

describe('the counter', () => {
  test('speaks when the text passes 80 % and 100 %, and at no other letter', async () => {
    const page = await gallery()
    const area = page.getByLabel('Your message', { exact: true })
    await area.fill('')
    const said = await spoken(page, async () => {
      await area.pressSequentially('a'.repeat(102), { delay: 0 })
    })
    expect(said).toEqual([
      'You have 20 characters left.',
      'You have used all the space.',
      'You have 1 character too many.',
    ])
    expect(await page.getByText('You have 2 characters too many.').count()).toBe(1)
  })

  test('counts words when they run out first', async () => {
    const page = await gallery()
    await page.getByLabel('Your message', { exact: true }).fill('à '.repeat(39))
    expect(await page.getByText('You have 1 word left.').isVisible()).toBe(true)
  })
})

/** What the polite region said while the act went on. */
async function spoken(page: Page, act: () => Promise<void>): Promise<string[]> {
  await page.evaluate(() => {
    const region = document.querySelector('.frame > output')
    const said: string[] = []
    if (region) {
      new MutationObserver(() => said.push(region.textContent)).observe(region, {
        childList: true,
        characterData: true,
        subtree: true,
      })
    }
    Object.assign(window, { said })
  })
  await act()
  await page.waitForTimeout(50)
  return page.evaluate(() => (window as unknown as { said: string[] }).said)
}

describe('files', () => {
  const photo = { name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from('not really a picture') }

  test('each says its name, size and how far it is, then that it arrived', async () => {
    const page = await gallery()
    const said = await spoken(page, async () => {
      await page.getByLabel(/Photos or documents/).setInputFiles(photo)
      await page.getByText('Uploading: 35%').waitFor()
      expect(await page.getByRole('progressbar', { name: 'Uploading photo.png' }).getAttribute('value')).toBe('35')
      await page.getByText('photo.png').locator('..').getByText('20 bytes').waitFor()
      await page.getByText('Uploading: 35%').waitFor({ state: 'detached' })
    })
    expect(said).toEqual(['photo.png was uploaded.'])
  })

  test('one that is refused says why beside it, and can be taken away by keyboard', async () => {
    const page = await gallery()
    await page.getByLabel(/Photos or documents/).setInputFiles({ ...photo, name: 'empty.pdf', buffer: Buffer.alloc(0) })
    const row = page.getByRole('listitem').filter({ hasText: 'empty.pdf' })
    expect(await row.innerText()).toContain('This file is empty. Choose another file.')
    await row.getByRole('button', { name: 'Remove empty.pdf' }).press('Enter')
    await row.waitFor({ state: 'detached' })
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).type)).toBe('file')
  })

  test('more than the limit are refused one by one', async () => {
    const page = await gallery()
    await page
      .getByLabel(/Photos or documents/)
      .setInputFiles([photo, { ...photo, name: 'two.png' }, { ...photo, name: 'three.png' }])
    const row = page.getByRole('listitem').filter({ hasText: 'three.png' })
    expect(await row.innerText()).toContain('You can add 5 files at most. Remove one first.')
  })
})

describe('a dialog', () => {
  test('takes focus, closes on Escape and gives focus back', async () => {
    const page = await gallery()
    const opener = page.getByRole('button', { name: 'Throw away this draft' })
    await opener.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Throw this draft away?' })
    await dialog.waitFor()
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true)
    expect((await new AxeBuilder({ page }).include('dialog').analyze()).violations).toEqual([])
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true)
  })
})

test('everything that can be done is reached by Tab, in the order it is read', async () => {
  const page = await gallery()
  await page.locator('body').press('Tab')
  expect(await focused(page)).toBe('Skip to the main content')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  expect(await focused(page)).toBe('Back')
  const tops: number[] = []
  for (let stop = 0; stop < 30; stop += 1) {
    tops.push(await page.evaluate(() => (document.activeElement?.getBoundingClientRect().top ?? 0) + scrollY))
    await page.keyboard.press('Tab')
  }
  // Things on one line differ by a few pixels.
  expect(tops.every((top, index) => index === 0 || top > (tops[index - 1] ?? 0) - 30)).toBe(true)
})
