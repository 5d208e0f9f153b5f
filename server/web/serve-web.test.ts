// The web application as a browser gets it: files that are kept, pages that are not, and nothing past the built folder.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp, type App } from '../app.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { buildWeb } from './build-web.ts'
import { serveWeb } from './serve-web.ts'

const house = useTestHouse()
let app: App

beforeAll(async () => {
  app = await createApp(house().way)
  await serveWeb(app, await buildWeb())
})
afterAll(() => app.close())

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers })

describe('pages', () => {
  test.each(['/', '/inbox', '/conversations/0190f7a0-0000-7000-8000-000000000001', '/staffing'])(
    '%s is the page of patients',
    async (url) => {
      const answer = await get(url)
      expect(answer.statusCode).toBe(200)
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
      expect(answer.headers['cache-control']).toBe('no-store')
      expect(answer.body).toContain('data-audience="patient"')
    },
  )

  test.each(['/staff', '/staff/', '/staff/queue?inbox=all'])('%s is the page of staff', async (url) => {
    const answer = await get(url)
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toContain('data-audience="staff"')
  })

  test('run under the strict policy: no script or style inside the page', async () => {
    const answer = await get('/')
    expect(answer.headers['content-security-policy']).toContain("default-src 'none';script-src 'self'")
    expect(answer.body).not.toMatch(/<style|style=|<script(?![^>]*src=)|\son\w+=/)
  })
})

describe('files', () => {
  const script = async () => /src="(\/assets\/patient-[^"]+\.js)"/.exec((await get('/')).body)?.[1] ?? ''

  test('keep for a year under names that change with their content', async () => {
    const answer = await get(await script())
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toMatch(/^(?:text|application)\/javascript/)
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
  })

  test.each([
    ['br', 'br'],
    ['gzip', 'gzip'],
    ['gzip, deflate, br', 'br'],
  ])('to who takes %s go as %s', async (accepted, encoding) => {
    const [packed, plain] = await Promise.all([
      get(await script(), { 'accept-encoding': accepted }),
      get(await script()),
    ])
    expect(packed.headers['content-encoding']).toBe(encoding)
    expect(packed.headers.vary).toContain('accept-encoding')
    expect(packed.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2)
  })

  test('with lasting names are asked for anew', async () => {
    expect((await get('/favicon.svg')).headers['cache-control']).toBe('no-cache')
  })
})

test.each([
  '/api/no-such-thing',
  '/demo/sign-in/anything',
  '/assets/none.js',
  '/index.html.br',
  '/package.json',
  '/../package.json',
  '/%2e%2e/package.json',
  '/assets/..%2f..%2fvite.config.ts',
])('%s is not there', async (url) => {
  const answer = await get(url)
  expect(answer.statusCode).toBe(404)
  expect(answer.json()).toMatchObject({ code: 'not-found' })
})
