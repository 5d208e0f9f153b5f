// The demonstration's links sign its people in; nothing else has such a door.
import { expect, test } from 'vitest'
import { createApp } from '../app.ts'
import type { Way } from '../access/enter.ts'
import { sessionCookie } from '../access/authenticate.ts'
import { anAccount } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { createAccount } from './account.ts'
import { makeDemoLinks, mountDemoSignIn } from './demo-sign-in.ts'

const house = useTestHouse()

function demonstration(): Way {
  const { way } = house()
  return { ...way, house: { ...way.house, deployment: { ...way.house.deployment, isDemo: true } } }
}

async function aPersonOfTheStory(): Promise<string> {
  const { way, clock } = house()
  const id = await way.db.transact(null, (tx) =>
    createAccount(
      { tx, now: clock.now(), house: way.house },
      { email: `story${clock.now().getTime()}@example.test`, passwordHash: null, language: 'en', isDemo: true },
    ),
  )
  return id ?? ''
}

test('a link signs its person in and leads on', async () => {
  const way = demonstration()
  const app = await createApp(way)
  const links = makeDemoLinks([{ accountId: await aPersonOfTheStory(), leadsTo: '/staff' }])
  mountDemoSignIn({ app, way }, links)
  const [token] = [...links.keys()]
  const answer = await app.inject({ method: 'GET', url: `/demo/sign-in/${token}` })
  expect(answer.statusCode).toBe(303)
  expect(answer.headers.location).toBe('/staff')
  const cookie = answer.cookies.find(({ name }) => name === sessionCookie)
  const session = await app.inject({
    method: 'GET',
    url: '/api/session',
    headers: { cookie: `${sessionCookie}=${cookie?.value}` },
  })
  expect(session.json()).toMatchObject({ step: { next: 'done' }, isDemo: true })
  expect((await app.inject({ method: 'GET', url: '/demo/sign-in/another-token' })).statusCode).toBe(404)
  await app.close()
})

test('tokens are new at every start', () => {
  const people = [{ accountId: 'a', leadsTo: '/' }]
  const [one, two] = [makeDemoLinks(people), makeDemoLinks(people)]
  expect([...one.keys()][0]).toMatch(/^[\w-]{43}$/)
  expect([...one.keys()]).not.toEqual([...two.keys()])
})

test('a link for an account that is not of the story signs nobody in', async () => {
  const way = demonstration()
  const app = await createApp(way)
  const { accountId } = await anAccount(house())
  const links = makeDemoLinks([{ accountId, leadsTo: '/' }])
  mountDemoSignIn({ app, way }, links)
  const answer = await app.inject({ method: 'GET', url: `/demo/sign-in/${[...links.keys()][0]}` })
  expect(answer.statusCode).toBe(404)
  expect(answer.cookies).toEqual([])
  await app.close()
})

test('a server that is no demonstration has no such door and cannot be given one', async () => {
  const { app, way } = house()
  const links = makeDemoLinks([{ accountId: await aPersonOfTheStory(), leadsTo: '/' }])
  expect(() => mountDemoSignIn({ app, way }, links)).toThrow('only a demonstration')
  expect(app.hasRoute({ method: 'GET', url: '/demo/sign-in/:token' })).toBe(false)
  const answer = await app.inject({ method: 'GET', url: `/demo/sign-in/${[...links.keys()][0]}` })
  expect(answer.statusCode).toBe(404)
})
