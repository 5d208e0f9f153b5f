// What the testers are set on: the real server, and one with planted faults.
import type { Ground } from '../canary/ground.ts'
import { makeClient } from '../canary/http.ts'
import { openControl, openOldTls } from './control.ts'
import { patientPages, staffPages } from './pages.ts'
import { whatToAsk } from './questions.ts'
import { openRelay } from './relay.ts'
import type { Target } from './tester.ts'
import { makeCertificate, openTlsProxy } from './tls-proxy.ts'

/** `faults`: what nobody could ask. */
export async function ownTarget(ground: Ground): Promise<{ target: Target; faults: string[] }> {
  const { place, people, client, world } = ground
  const { questions, walks, faults } = await whatToAsk(ground)
  const pagesOf = (who: string): string[] => {
    const id = people.callers.find(({ key }) => key === who)?.membershipId ?? ''
    return who === 'A/nurse' ? staffPages(id) : who === 'A/patient0' ? patientPages(id) : []
  }
  const url = `http://127.0.0.1:${place.port}`
  const page = await (await fetch(url)).text()
  return {
    target: {
      url,
      large: /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? '/',
      walks: walks.map((walk) => ({ ...walk, paths: [...pagesOf(walk.who), ...walk.paths] })),
      questions,
      openRelay: (made) => openRelay({ send: client.send, restore: world.restore }, made),
      openTls: () => openTlsProxy(place.port),
    },
    faults,
  }
}

export async function onPlanted<T>(ground: Ground, use: (target: Target) => Promise<T>): Promise<T> {
  const control = await openControl(ground.place.owner)
  const client = makeClient(Number(new URL(control.url).port))
  const planted = { headers: {}, made: [], isGuess: false }
  const json = { 'content-type': 'application/json' }
  try {
    return await use({
      url: control.url,
      large: '/large',
      walks: [{ who: 'anybody', headers: {}, paths: ['/', '/echo?word=a', '/row?name=row+1'] }],
      questions: [
        { ...planted, name: 'a planted address', method: 'GET', path: '/row?name=row+1*' },
        { ...planted, name: 'a planted body', method: 'POST', path: '/row', headers: json, body: '{"name":"row 1*"}' },
      ],
      openRelay: (made) => openRelay({ send: client.send, restore: async () => {} }, made),
      openTls: async () => openOldTls(await makeCertificate()),
    })
  } finally {
    client.close()
    await control.close()
  }
}
