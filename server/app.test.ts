// What is promised here: what holds for every answer and every request, whichever call it is: the headers, who may send, in which
// form, and whose address counts.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api } from '../shared/api/index.ts'
import { limits } from '../shared/limits.ts'
import { createApp, type App } from './app.ts'
import { uuidv7 } from './platform/ids.ts'
import { ownPage } from './testing/call.ts'
import { aPractice, call } from './testing/factories.ts'
import { requestOf } from './testing/request-of.ts'
import { useTestHouse } from './testing/test-house.ts'

const house = useTestHouse()

describe('every answer', () => {
  const answers = [
    ['a call', { url: '/api/session' }, 200],
    ['the contract', { url: '/api/openapi.json' }, 200],
    ['a refusal', { url: '/api/account' }, 401],
    ['what is not there', { url: '/api/no-such-thing' }, 404],
    [
      'a request from elsewhere',
      { method: 'POST', url: '/api/session', headers: { origin: 'https://evil.test' } },
      403,
    ],
    ['a call in another spelling', { url: '/%61pi/session' }, 200],
    ['bad JSON', { method: 'POST', url: '/api/session', payload: '{' }, 400],
  ] as const

  test.each(answers)('%s carries the headers that keep a browser safe', async (_name, request, status) => {
    const headers = {
      ...ownPage(house()),
      'content-type': 'application/json',
      ...('headers' in request && request.headers),
    }
    const answer = await house().app.inject({ ...request, headers })
    expect(answer.statusCode).toBe(status)
    const policy = String(answer.headers['content-security-policy'])
    for (const rule of [
      "default-src 'none'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
    ]) {
      expect(policy).toContain(rule)
    }
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
    expect(answer.headers).toMatchObject({
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-frame-options': 'SAMEORIGIN',
    })
    expect(answer.headers['content-type']).toMatch(/charset=utf-8$|json/)
    expect(answer.headers['cache-control']).toBe('no-store')
    // No other site may read an answer, whoever asks, and no answer says what it was made with.
    expect(Object.keys(answer.headers).filter((name) => /^access-control|^server$|^x-powered/.test(name))).toEqual([])
  })
})

describe('what changes something comes from our own pages', () => {
  const changes = Object.entries(api).filter(([, { method }]) => method !== 'GET')
  const own = () => ownPage(house())
  const signs: [string, () => Record<string, string>][] = [
    ['another origin', () => ({ ...own(), origin: 'https://evil.test' })],
    ['an origin that hides', () => ({ ...own(), origin: 'null' })],
    ['our address with another ending', () => ({ ...own(), origin: `${own()['origin']}.evil.test` })],
    ['another site, says the browser', () => ({ ...own(), 'sec-fetch-site': 'cross-site' })],
    ['a sister host, says the browser', () => ({ ...own(), 'sec-fetch-site': 'same-site' })],
    ['no header of ours, as a form sends it', () => ({ origin: own()['origin'] ?? '' })],
  ]

  test.each(signs)('%s: refused by every call, before anybody asks who it is', async (_name, headers) => {
    const practice = await aPractice(house())
    const answers = await Promise.all(
      changes.map(async ([name, endpoint]) => {
        const path = endpoint.path.replace(':membershipId', practice.nurse.id).replaceAll(/:\w+/g, practice.id)
        const cookie = practice.nurse.as['cookie'] ?? ''
        const request = { method: endpoint.method, url: path, headers: { ...headers(), cookie }, payload: '{}' }
        const answer = await house().app.inject(request)
        return `${name} ${answer.statusCode} ${answer.json<{ code: string }>().code}`
      }),
    )
    expect(answers).toEqual(changes.map(([name]) => `${name} 403 cross-site-request`))
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=a'])(
    'a body as %s is taken by no call',
    async (type) => {
      const practice = await aPractice(house())
      const words = requestOf(api.listPatients, practice.nurse, { search: 'a' })
      const said = { ...words, headers: { ...words.headers, 'content-type': type } }
      expect((await house().app.inject(words)).statusCode).toBe(200)
      expect((await house().app.inject(said)).statusCode).toBe(415)
    },
  )

  test.each(['TRACE', 'OPTIONS', 'PROPFIND'])('%s is answered nowhere', async (method) => {
    for (const url of ['/', '/api/session', '/healthz']) {
      const answer = await house().app.inject({ method: method as 'GET', url, headers: own() })
      expect([404, 405, 501], url).toContain(answer.statusCode)
    }
  })
})

describe('words and parameters are one thing to every reader', () => {
  test('words that look like code come back as the words they are', async () => {
    const practice = await aPractice(house())
    const name = `</script> "'\\ {{7*7}} =1+1 é`
    const label = { labelId: uuidv7(), name: { en: name, fr: name }, isOffered: true, version: 0 }
    const saved = await call(house(), practice.administrator, api.saveLabel, label)
    expect(saved.status, JSON.stringify(saved.body)).toBe(200)
    const listed = await house().app.inject(requestOf(api.listLabels, practice.nurse, {}))
    expect(listed.headers['content-type']).toMatch(/^application\/json/)
    expect(listed.body).toContain(JSON.stringify(name))
  })

  test('a parameter that is there twice, or in no contract, is refused by its name', async () => {
    const practice = await aPractice(house())
    const { url, headers } = requestOf(api.listQueue, practice.nurse, { limit: 5 })
    for (const [more, path] of [
      ['&limit=6', 'limit'],
      ['&status=open&status=closed', 'status'],
      ['&callback=run', 'callback'],
    ] as const) {
      const answer = await house().app.inject({ url: url + more, headers })
      expect([answer.statusCode, answer.json<{ fields: { path: string }[] }>().fields[0]?.path]).toEqual([422, path])
    }
  })

  const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
  test.each([
    ['a field that is there twice', '{"search":"a","search":"b"}', 'json-duplicate-key'],
    ['the same under another spelling', '{"search":"a","\\u0073earch":"b"}', 'json-duplicate-key'],
    ['twice, deep inside', '{"search":{"a":[{"b":1,"b":2}]}}', 'json-duplicate-key'],
    ['a prototype', '{"__proto__":{"role":"administrator"}}', 'json-key-refused'],
    ['a prototype in disguise', '{"\\u005f_proto__":{"role":"administrator"}}', 'json-key-refused'],
    ['a constructor', '{"search":"a","constructor":{"prototype":{}}}', 'json-key-refused'],
    ['a line too many deep', `{"search":${deep(limits.jsonDepth)}}`, 'json-too-deep'],
    ['cut short', '{"search":"a"', 'json-malformed'],
    ['more behind it', '{"search":"a"}{}', 'json-malformed'],
  ])('JSON with %s is refused', async (_name, payload, code) => {
    const practice = await aPractice(house())
    const request = requestOf(api.listPatients, practice.nurse, { search: 'a' })
    const answer = await house().app.inject({ ...request, payload })
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, code])
  })

  test('a field is told from a word that looks like one', async () => {
    const practice = await aPractice(house())
    const request = requestOf(api.listPatients, practice.nurse, { search: '__proto__": "constructor' })
    expect((await house().app.inject(request)).statusCode).toBe(200)
  })
})

test('what nobody foresaw is answered without a word of it', async () => {
  const app = await createApp(house().way)
  app.route({
    method: 'GET',
    url: '/broken',
    handler: () => {
      throw new Error('select secret from 10.0.0.5:5432 in /opt/threadwell/server/x.ts')
    },
  })
  const answer = await app.inject({ url: '/broken' })
  expect(answer.statusCode).toBe(500)
  expect(Object.keys(answer.json<object>()).sort()).toEqual(['code', 'instance', 'status', 'title', 'type'])
  expect(answer.body).not.toMatch(/secret|10\.0\.0\.5|server\/x|Error/)
  await app.close()
})

describe('where a request comes from', () => {
  const apps: Record<string, App> = {}
  beforeAll(async () => {
    for (const hops of [0, 1, 2]) {
      const { way } = house()
      const app = await createApp({
        ...way,
        house: { ...way.house, config: { ...way.house.config, trustedProxyHops: hops } },
      })
      app.route({ method: 'GET', url: '/where', handler: ({ ip }) => ({ ip }) })
      apps[hops] = app
    }
  })
  afterAll(() => Promise.all(Object.values(apps).map((app) => app.close())))

  test.each([
    ['nobody in front: what the request says is not believed', 0, '198.51.100.7'],
    ['one proxy: what it saw, whatever was said to it', 1, '203.0.113.9'],
    ['two of them', 2, '6.6.6.6'],
  ])('the address that counts, with %s', async (_name, hops, ip) => {
    const headers = { 'x-forwarded-for': '6.6.6.6, 203.0.113.9', forwarded: 'for=7.7.7.7', 'x-real-ip': '8.8.8.8' }
    const answer = await apps[hops]?.inject({ url: '/where', remoteAddress: '198.51.100.7', headers })
    expect(answer?.json()).toEqual({ ip })
  })
})
