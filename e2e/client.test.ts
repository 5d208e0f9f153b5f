// Promised: calls carry what the server asks for, refusals are typed, reads are tried again and sends only when marked,
// and the stream of changes resumes after a dropped line without gap or repeat.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../shared/limits.ts'
import { launchBrowser } from './browser.ts'
import type { ClientPage } from './client-page.ts'
import { openSite, type Site } from './site.ts'

type Seen = { method: string; url: string; headers: IncomingMessage['headers']; body: string }

let site: Site
let browser: Browser
let page: Page
let seen: Seen[] = []
/** How the next requests are answered; the last one answers all that follow. */
let answers: ((response: ServerResponse) => void)[] = []

beforeAll(async () => {
  site = await openSite({ script: 'client-page.ts', answer: (request, response) => void receive(request, response) })
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser.close()
  await site.close()
})

beforeEach(async () => {
  seen = []
  answers = []
  page = await browser.newPage()
  await page.clock.install()
  await page.goto(`${site.url}/script`)
  return async () => {
    await page.close()
  }
})

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url = '', headers } = request
  seen.push({ method, url, headers, body: await text(request) })
  const answer = answers.length > 1 ? answers.shift() : answers[0]
  answer?.(response)
}

const ok = (body: object) => (response: ServerResponse) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
const refused =
  (status: number, body: object, headers = {}) =>
  (response: ServerResponse) =>
    response.writeHead(status, { 'content-type': 'application/problem+json', ...headers }).end(JSON.stringify(body))
/** Midway in the answer: a line that ends before it is tried again by the browser itself. */
const cut = (response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
  response.write('{', () => response.destroy())
}
const silent = () => {}

/** Two busy cores may take a while. */
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 10_000 })

/** Makes a call in the page and gives its answer, or what it threw. */
function call(route: string, input: object, options: object = {}): Promise<unknown> {
  return page.evaluate(
    async ([name, fields, how]) => {
      const { call } = (window as unknown as ClientPage).client
      try {
        return await call(name as 'GET /api/session', fields, how)
      } catch (error) {
        const {
          name: kind,
          status,
          code,
          fields: problems,
          facts,
          retryAfterSeconds,
        } = error as Record<string, unknown>
        return { threw: kind, status, code, fields: problems, facts, retryAfterSeconds }
      }
    },
    [route, input, options] as const,
  )
}

describe('one call', () => {
  test('carries its path, its JSON body and the header that forms cannot send', async () => {
    answers = [ok({ version: 2, savedAt: '2026-11-23T15:00:00Z' })]
    const answer = await call('PUT /api/as/:membershipId/drafts/:draftId', {
      membershipId: 'm',
      draftId: 'd',
      text: 'Été',
      version: 1,
    })
    expect(answer).toEqual({ version: 2, savedAt: '2026-11-23T15:00:00Z' })
    expect(seen).toMatchObject([{ method: 'PUT', url: '/api/as/m/drafts/d', body: '{"text":"Été","version":1}' }])
    expect(seen[0]?.headers).toMatchObject({
      'x-threadwell': '1',
      'content-type': 'application/json',
      'sec-fetch-site': 'same-origin',
    })
  })

  test('throws what the server refused, typed', async () => {
    answers = [
      refused(
        422,
        { code: 'invalid-input', fields: [{ path: 'text', code: 'too-long', limit: 9 }], facts: { a: 1 } },
        { 'retry-after': '7' },
      ),
    ]
    expect(await call('GET /api/session', {})).toEqual({
      threw: 'ApiProblem',
      status: 422,
      code: 'invalid-input',
      fields: [{ path: 'text', code: 'too-long', limit: 9 }],
      facts: { a: 1 },
      retryAfterSeconds: 7,
    })
    expect(seen).toHaveLength(1)
  })

  test('tells who listens that the session has ended', async () => {
    answers = [refused(401, { code: 'sign-in-needed' })]
    const ended = await page.evaluate(async () => {
      const { call, onSignedOut } = (window as unknown as ClientPage).client
      let times = 0
      const stop = onSignedOut(() => (times += 1))
      await call('GET /api/session', {}).catch(() => {})
      stop()
      await call('GET /api/session', {}).catch(() => {})
      return times
    })
    expect(ended).toBe(1)
  })

  test('that is not JSON is a problem, not a crash', async () => {
    answers = [(response) => response.writeHead(200).end('<h1>proxy</h1>')]
    expect(await call('GET /api/session', {})).toMatchObject({ status: 0, code: 'unexpected' })
  })
})

describe('trying again', () => {
  test.each([
    ['a cut line', cut],
    ['a server that restarts', refused(503, { code: 'busy' })],
  ])('a read goes on after %s', async (_name, failure) => {
    answers = [failure, failure, ok({ account: null })]
    expect(await patiently(call('GET /api/session', {}))).toEqual({ account: null })
    expect(seen).toHaveLength(3)
  })

  test('a read gives up after the last attempt', async () => {
    answers = [cut]
    expect(await patiently(call('GET /api/session', {}))).toMatchObject({ status: 0, code: 'unreachable' })
    expect(seen).toHaveLength(limits.requestAttempts)
  })

  test('a send is made once, unless its ids make it repeatable', async () => {
    answers = [cut]
    expect(await call('DELETE /api/session', {})).toMatchObject({ code: 'unreachable' })
    expect(seen).toHaveLength(1)
    answers = [cut, ok({})]
    expect(await patiently(call('DELETE /api/session', {}, { isRepeatable: true }))).toEqual({})
  })

  test.each([400, 403, 404, 409, 422, 429, 500])('a refusal with %i is final', async (status) => {
    answers = [refused(status, { code: 'some-code' }), ok({})]
    expect(await call('GET /api/session', {})).toMatchObject({ status, code: 'some-code' })
  })

  test('no answer within the time limit is a timeout', async () => {
    answers = [silent]
    const sending = call('DELETE /api/session', {})
    await eventually(() => seen.length).toBe(1)
    await page.clock.runFor(limits.requestTimeoutMs + 1)
    expect(await sending).toMatchObject({ status: 0, code: 'timeout' })
  })

  test('the caller can stop it', async () => {
    answers = [silent]
    const stopping = page.evaluate(async () => {
      const { call } = (window as unknown as ClientPage).client
      const controller = new AbortController()
      const calling = call('GET /api/session', {}, { signal: controller.signal })
      controller.abort()
      return calling.catch((error: { code: string }) => error.code)
    })
    expect(await stopping).toBe('stopped')
  })

  test('without a network it says that the device is offline', async () => {
    await page.context().setOffline(true)
    expect(await call('DELETE /api/session', {})).toMatchObject({ status: 0, code: 'offline' })
  })
})

/** Lets the pauses between attempts pass until the call has ended. */
async function patiently(calling: Promise<unknown>): Promise<unknown> {
  let hasEnded = false
  void calling.finally(() => {
    hasEnded = true
  })
  await eventually(async () => {
    await page.clock.runFor(limits.requestPauseMs)
    return hasEnded
  }).toBe(true)
  return calling
}

describe('an upload', () => {
  const place = { membershipId: 'm', draftId: 'd', attachmentId: 'a' }

  test('streams the bytes, tells how far it is, and gives the attachment', async () => {
    answers = [ok({ id: 'a', status: 'quarantined' })]
    const result = await page.evaluate(async (where) => {
      const { upload } = (window as unknown as ClientPage).client
      const told: number[] = []
      const file = new File(['x'.repeat(300_000)], 'été & hiver.txt')
      const attachment = await upload(where, file, (part) => told.push(part), new AbortController().signal)
      return { attachment, last: told.at(-1) }
    }, place)
    expect(result).toEqual({ attachment: { id: 'a', status: 'quarantined' }, last: 1 })
    expect(seen[0]?.url).toBe('/api/as/m/drafts/d/attachments/a')
    expect(seen[0]?.headers).toMatchObject({
      'x-threadwell': '1',
      'content-type': 'application/octet-stream',
      'x-file-name': '%C3%A9t%C3%A9%20%26%20hiver.txt',
    })
    expect(seen[0]?.body).toHaveLength(300_000)
  })

  test.each([
    ['a refusal', refused(413, { code: 'body-too-large' }), { status: 413, code: 'body-too-large' }],
    ['a cut line', cut, { status: 0, code: 'unreachable' }],
  ])('ends with the problem after %s', async (_name, answer, expected) => {
    answers = [answer]
    const problem = await page.evaluate(async (where) => {
      const { upload } = (window as unknown as ClientPage).client
      const sending = upload(where, new File(['x'], 'x.txt'), () => {}, new AbortController().signal)
      return sending.catch(({ status, code }: { status: number; code: string }) => ({ status, code }))
    }, place)
    expect(problem).toEqual(expected)
  })

  test('can be stopped', async () => {
    answers = [silent]
    const code = await page.evaluate(async (where) => {
      const { upload } = (window as unknown as ClientPage).client
      const controller = new AbortController()
      const sending = upload(where, new File(['x'], 'x.txt'), () => {}, controller.signal)
      controller.abort()
      return sending.catch((error: { code: string }) => error.code)
    }, place)
    expect(code).toBe('stopped')
  })
})

describe('the stream of changes', () => {
  const stream =
    (events: string, andThen: (response: ServerResponse) => void = silent) =>
    (response: ServerResponse) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(events)
      andThen(response)
    }
  const hint = (id: string, conversationId: string) =>
    `id: ${id}\nevent: change\ndata: ${JSON.stringify({ conversationId })}\n\n`

  async function listen(): Promise<void> {
    await page.evaluate(async () => {
      const { openLive } = (window as unknown as ClientPage).client
      const live = openLive('m')
      const heard: string[] = []
      const states: string[] = [live.state()]
      live.subscribe((hint) =>
        heard.push(hint.kind === 'change' ? hint.conversationId : hint.kind === 'draft' ? hint.draftId : hint.kind),
      )
      live.onState(() => states.push(live.state()))
      Object.assign(window, { live, heard, states })
    })
  }
  const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard)
  const states = () => page.evaluate(() => (window as unknown as { states: string[] }).states)

  test('resumes after a dropped line from the last hint it heard, without gap or repeat', async () => {
    answers = [
      stream(hint('e-1', 'one') + hint('e-2', 'two'), (response) => setTimeout(() => response.destroy(), 50)),
      refused(503, { code: 'busy' }),
      stream(hint('e-2', 'two') + hint('e-3', 'three')),
    ]
    await listen()
    await eventually(heard).toEqual(['one', 'two'])
    await eventually(states).toContain('waiting')
    await eventually(async () => {
      await page.clock.runFor(limits.streamRetryMs)
      return heard()
    }).toEqual(['one', 'two', 'three'])
    expect(seen.map(({ url }) => url)).toEqual([
      '/api/as/m/live',
      '/api/as/m/live?after=e-2',
      '/api/as/m/live?after=e-2',
    ])
    expect((await states()).at(-1)).toBe('open')
  })

  test('passes on a reset, after which everything is read again', async () => {
    answers = [stream(`event: reset\nid: f-9\ndata:\n\n${hint('f-10', 'ten')}`)]
    await listen()
    await eventually(heard).toEqual(['reset', 'ten'])
  })

  test('lets go of the line when the page is hidden for long, and resumes when it is seen', async () => {
    answers = [stream(hint('e-1', 'one'))]
    await listen()
    await eventually(heard).toEqual(['one'])
    await show('hidden')
    await page.clock.runFor(limits.streamHiddenMs - 1_000)
    expect((await states()).at(-1)).toBe('open')
    await page.clock.runFor(2_000)
    expect((await states()).at(-1)).toBe('paused')
    await show('visible')
    await eventually(() => seen.length).toBe(2)
    expect(seen[1]?.url).toBe('/api/as/m/live?after=e-1')
  })

  test('ignores a hint it cannot read', async () => {
    answers = [
      stream('id: e-1\nevent: change\ndata: {"other":1}\n\nid: e-2\nevent: change\ndata: 7\n\n' + hint('e-3', 'three')),
    ]
    await listen()
    await eventually(heard).toEqual(['three'])
  })

  test('is closed for good by close()', async () => {
    answers = [stream(hint('e-1', 'one'))]
    await listen()
    await eventually(heard).toEqual(['one'])
    await page.evaluate(() => (window as unknown as { live: { close: () => void } }).live.close())
    await show('hidden')
    await show('visible')
    await page.clock.runFor(limits.streamRetryMaxMs * 2)
    expect(await states()).toEqual(['connecting', 'open', 'closed'])
    expect(seen).toHaveLength(1)
  })

  /** A headless page is never hidden by itself. */
  async function show(state: 'hidden' | 'visible'): Promise<void> {
    await page.evaluate((visibility) => {
      Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    }, state)
  }
})

describe('reading for a page', () => {
  const readers = () => page.locator('p').allInnerTexts()
  const show = () => page.evaluate(() => (window as unknown as ClientPage).client.showReader())
  const toggle = () => page.getByRole('button', { name: 'Toggle' }).click()
  /** An answer that waits until it is let go. */
  function held(body: object): { answer: (response: ServerResponse) => void; letGo: () => void } {
    const gate = Promise.withResolvers<void>()
    return { answer: (response) => void gate.promise.then(() => ok(body)(response)), letGo: gate.resolve }
  }

  test('asks once for everybody who shows it, and again for what comes back, showing the older answer meanwhile', async () => {
    const second = held({ endsAt: 'two' })
    answers = [ok({ endsAt: 'one' }), second.answer]
    await show()
    await eventually(readers).toEqual(['one, fine, still', 'one, fine, still'])
    expect(seen).toHaveLength(1)
    await toggle()
    await toggle()
    await eventually(readers).toEqual(['one, fine, reading', 'one, fine, reading'])
    second.letGo()
    await eventually(readers).toEqual(['two, fine, still', 'two, fine, still'])
    expect(seen).toHaveLength(2)
  })

  test('reads again what became out of date while it was being read', async () => {
    const first = held({ endsAt: 'one' })
    answers = [first.answer, ok({ endsAt: 'two' })]
    await show()
    await eventually(() => seen.length).toBe(1)
    await page.evaluate(() => (window as unknown as ClientPage).client.invalidate())
    first.letGo()
    await eventually(readers).toEqual(['two, fine, still', 'two, fine, still'])
    expect(seen).toHaveLength(2)
  })

  test('leaves alone what a change is not about', async () => {
    answers = [ok({ endsAt: 'one' })]
    await show()
    await eventually(readers).toEqual(['one, fine, still', 'one, fine, still'])
    await page.evaluate(() => (window as unknown as ClientPage).client.invalidate((key) => key.includes('other')))
    await page.evaluate(() =>
      (window as unknown as ClientPage).client.invalidate((key) => key.includes('/api/session')),
    )
    await eventually(() => seen.length).toBe(2)
    await eventually(readers).toEqual(['one, fine, still', 'one, fine, still'])
    expect(seen).toHaveLength(2)
  })

  test('keeps the older answer beside the problem', async () => {
    answers = [ok({ endsAt: 'one' }), refused(500, { code: 'unexpected' })]
    await show()
    await eventually(readers).toEqual(['one, fine, still', 'one, fine, still'])
    await page.evaluate(() => (window as unknown as ClientPage).client.invalidate())
    await eventually(readers).toEqual(['one, unexpected, still', 'one, unexpected, still'])
    expect(seen).toHaveLength(2)
  })

  test('forgets everything at sign-out', async () => {
    const second = held({ endsAt: 'two' })
    answers = [ok({ endsAt: 'one' }), second.answer, ok({ endsAt: 'two' })]
    await show()
    await eventually(readers).toEqual(['one, fine, still', 'one, fine, still'])
    await toggle()
    await page.evaluate(() => (window as unknown as ClientPage).client.forgetReads())
    await toggle()
    await eventually(readers).toEqual(['nothing, fine, reading', 'nothing, fine, reading'])
    await page.evaluate(() => (window as unknown as ClientPage).client.forgetReads())
    second.letGo()
    await eventually(readers).toEqual(['two, fine, still', 'two, fine, still'])
    expect(seen).toHaveLength(3)
  })
})
