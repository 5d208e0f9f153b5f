import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { launchBrowser } from '../e2e/browser.ts'
import { limits } from '../shared/limits.ts'
import type { Bench } from './bench.ts'
import { catchUp } from './catch-up.ts'
import { atMost, type Figure, median } from './figures.ts'
import { loadConversations } from './load.ts'
import { loadPractice } from './load-people.ts'
import { openPlace, port } from './place.ts'
import { seededId, seededToken } from './seeded.ts'
import { startServer } from './server-process.ts'

const goalMs = 2_500
const messagesEach = 4
/** A slow line and an old phone: 1.6 Mbit/s, 150 ms there and back, a processor four times slower. */
const line = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 }
const processorSlowdown = 4

const patienceMs = 60_000
/** What is drawn last. */
const lastRow = '#conversations ~ * .row-facts, #conversations ~ .row-facts'
const lastMessage = '.letter'

type Phone = { browser: Browser; context: BrowserContext; page: Page }
type View = { usableMs: number; scriptBytes: number; allBytes: number; html: string }

/** What a patient waits for on an old phone, held against a bare page of the same words on the same line, in turn. */
export const web: Bench = async (how) => {
  const place = await openPlace()
  try {
    const practice = await loadPractice(place.house, 1)
    const conversations = how.isTiny ? 2 : 20
    const load = { from: 0, conversations, messagesEach, patients: 1, awaiting: 1, open: 2 }
    await loadConversations(place, practice, load)
    await catchUp(place, practice.id)
    const server = await startServer(place.env)
    const bare = createServer((_request, response) => response.writeHead(200, bareHeaders).end(bareBody))
    let bareBody: Buffer = Buffer.alloc(0)
    try {
      bare.listen(port + 1, '127.0.0.1')
      const views: Record<'first' | 'again' | 'bare' | 'conversation', View[]> = {
        first: [],
        again: [],
        bare: [],
        conversation: [],
      }
      for (let round = 0; round <= how.rounds; round++) {
        const phone = await openPhone()
        const first = await view(phone, home, lastRow)
        const again = await view(phone, home, lastRow)
        const conversation = await view(phone, `${home}/conversations/${seededId('conversation', 0)}`, lastMessage)
        await phone.browser.close()
        bareBody = gzipSync(`<!doctype html><title>Words</title><style>${await tokens()}</style>${first.html}`)
        const otherPhone = await openPhone()
        const plain = await view(otherPhone, `http://localhost:${port + 1}/`, lastRow)
        await otherPhone.browser.close()
        // The first time the machine itself is cold.
        if (round > 0) {
          views.first.push(first)
          views.again.push(again)
          views.conversation.push(conversation)
          views.bare.push(plain)
        }
      }
      return figuresOf(views)
    } catch (error) {
      throw new Error(await server.log(), { cause: error })
    } finally {
      bare.close()
      await server.stop()
    }
  } finally {
    await place.close()
  }
}

const home = `http://localhost:${port}/p/${seededId('patient', 0)}`
const bareHeaders = { 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'gzip' }

/** The words alone would be drawn in a moment; with the product's own style they look as they do there. */
const tokens = () => readFile(join(import.meta.dirname, '../web/styles/tokens.css'), 'utf8').catch(() => '')

async function openPhone(): Promise<Phone> {
  const browser = await launchBrowser()
  const context = await browser.newContext({ viewport: { width: 375, height: 740 }, locale: 'en-CA' })
  await context.addCookies([
    { name: '__Host-sid', value: seededToken(0), domain: 'localhost', path: '/', secure: true, httpOnly: true },
  ])
  return { browser, context, page: await context.newPage() }
}

/** From asking for a page until its last words are drawn and the processor is free to answer a touch. */
async function view({ context, page }: Phone, url: string, words: string): Promise<View> {
  const session = await context.newCDPSession(page)
  const types = new Map<string, string>()
  const bytes = { all: 0, script: 0 }
  session.on('Network.responseReceived', ({ requestId, type }) => types.set(requestId, type))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    bytes.all += encodedDataLength
    bytes.script += types.get(requestId) === 'Script' ? encodedDataLength : 0
  })
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', line)
  await session.send('Emulation.setCPUThrottlingRate', { rate: processorSlowdown })
  const startedAt = performance.now()
  await page.goto(url, { waitUntil: 'commit', timeout: patienceMs })
  await page.locator(words).last().waitFor({ timeout: patienceMs })
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)))
  const usableMs = performance.now() - startedAt
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  const html = await page.evaluate<string>(`document.querySelector('main').outerHTML`)
  await session.detach()
  return { usableMs, scriptBytes: bytes.script, allBytes: bytes.all, html }
}

function figuresOf(views: Record<'first' | 'again' | 'bare' | 'conversation', View[]>): Figure[] {
  const time = (of: View[]) => median(of.map(({ usableMs }) => usableMs))
  const usable = (figure: string, of: View[]): Figure => ({
    ...atMost({ figure, value: time(of), unit: 'ms' }, goalMs),
    limit: time(views.bare),
    ratio: time(of) / time(views.bare),
  })
  const all = Math.round(median(views.first.map(({ allBytes }) => allBytes)) / 1_000)
  return [
    {
      ...usable('web, first view of home, usable', views.first),
      note: `1.6 Mbit/s, 150 ms, processor 4 times slower; ${all} kB in all; against a bare page of the same words`,
    },
    usable('web, home again, usable', views.again),
    usable('web, a conversation by its address, usable', views.conversation),
    atMost(
      {
        figure: 'web, script of the first view',
        value: median(views.first.map(({ scriptBytes }) => scriptBytes)),
        unit: 'bytes',
        note: 'as it travels, with its headers',
      },
      limits.firstViewScriptBytes,
    ),
  ]
}
