// Routes that are no calls of the contract: the server's signs of life, the contract itself, the stream of changes, and the files
// of the web application. Nothing of anybody's may be in any of them.
import { setTimeout as sleep } from 'node:timers/promises'
import { capabilities, operations } from './operations/index.ts'
import type { Findings } from './findings.ts'
import type { Ground } from './ground.ts'
import { type Call, callsOf, capabilitiesOf, type Route, routesOf } from './routes.ts'
import { mayKnow } from './guarded-ids.ts'

/** The streams are open by then. */
const untilListeningMs = 700
const stream = '/api/as/:membershipId/live'

/** Holds the three lists of routes against each other, and asks for everything that is no call. */
export async function probeRoutes(
  ground: Ground,
  document: unknown,
  findings: Findings,
  options: { leaveOut?: string[] } = {},
): Promise<{ calls: Call[]; probes: number }> {
  const routes = routesOf(ground.place.house.app).filter(({ path }) => options.leaveOut?.includes(path) !== true)
  const calls = callsOf(document)
  findings.look('r', routes.length + calls.length)
  const isCall = (route: Route) => calls.some(({ method, path }) => method === route.method && path === route.path)
  for (const { method, path, name } of calls) {
    if (!routes.some((route) => route.method === method && route.path === path)) {
      findings.add('r', `the contract names ${name} (${method} ${path}), and the router has no such route`)
    }
    if (operations[name] === undefined) {
      findings.add('r', `${name} (${method} ${path}) has no probe: add its row to proof/canary/operations`)
    }
  }
  let probes = await probeCapabilities(ground, routes, findings)
  for (const route of routes.filter((route) => !isCall(route) && ['GET', 'HEAD'].includes(route.method))) {
    probes += await probeOther(ground, route, findings)
  }
  for (const route of routes.filter((route) => !isCall(route) && !['GET', 'HEAD'].includes(route.method))) {
    findings.add('r', `${route.method} ${route.path} is in no contract and has no probe`)
  }
  return { calls: calls.filter(({ name }) => operations[name] !== undefined), probes }
}

async function probeCapabilities(ground: Ground, routes: Route[], findings: Findings): Promise<number> {
  const statements = routes.filter(({ method, path }) => method === 'GET' && path.endsWith('/metadata'))
  for (const { path } of statements) {
    const heard = await ground.client.send({ method: 'GET', path, headers: {} })
    for (const capability of capabilitiesOf(JSON.parse(heard.body.toString()))) {
      if (!Object.hasOwn(capabilities, capability)) {
        findings.add('r', `the CapabilityStatement offers "${capability}", which has no probe`)
      }
    }
  }
  return statements.length
}

async function probeOther(ground: Ground, route: Route, findings: Findings): Promise<number> {
  if (route.path === stream) {
    return probeStream(ground, findings)
  }
  if (route.path.includes(':')) {
    findings.add('r', `${route.method} ${route.path} is in no contract and has no probe`)
    return 0
  }
  const callers = ground.people.callers.filter(({ key }) => ['nobody', 'A/nurse', 'B/patient0'].includes(key))
  for (const caller of callers) {
    const path = route.path.replace('*', '')
    const heard = await ground.client.send({ method: route.method, path, headers: caller.headers })
    findings.look('b')
    if (
      heard.status >= 500 ||
      ground.search(heard.bytes).length > 0 ||
      ground.guardedIds.namedIn(heard.bytes).length > 0
    ) {
      findings.add('b', `${route.path} answers ${heard.status} or shows what is somebody’s`, `${caller.key}, ${path}`)
    }
  }
  return callers.length
}

/** Somebody writes while others listen: the stream says that something changed where they may know of it, and no word of it. */
async function probeStream(ground: Ground, findings: Findings): Promise<number> {
  const { facts, known, people, client } = ground
  const nurse = people.callers.find(({ key }) => key === 'A/nurse')
  const conversation = facts.conversations.find(({ practice, patient, isOpen }) => {
    return practice === known.practiceIds['A'] && isOpen && patient === known.patientIds.get('A/patient0')
  })
  const listeners = people.callers.map(async (caller) => {
    const path = `/api/as/${caller.membershipId}/live`
    return { caller, heard: await client.send({ method: 'GET', path, headers: caller.headers, isAlone: true }) }
  })
  const text = ground.canaries.word({
    practice: 'A',
    kind: 'nobody',
    patient: null,
    at: 'live',
    says: 'a letter heard of on the stream',
  })
  await sleep(untilListeningMs)
  const spoken = await client.send({
    method: 'POST',
    path: `/api/as/${nurse?.membershipId}/conversations/${conversation?.id}/messages`,
    headers: { ...nurse?.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ messageId: crypto.randomUUID().replace(/-4/, '-7'), text, attachmentIds: [] }),
  })
  let told = 0
  for (const { caller, heard } of await Promise.all(listeners)) {
    const member = facts.members.find(({ id, account }) => id === caller.membershipId && account === caller.accountId)
    const named = ground.guardedIds.namedIn(heard.body)
    told += named.length
    findings.look('b')
    const mayHear = named.every((thing) => member !== undefined && mayKnow(facts, member, thing, known.now))
    if (!mayHear || ground.search(heard.bytes).length > 0) {
      findings.add('b', 'the stream of changes tells what is not this listener’s', `${caller.key}, ${stream}`)
    }
  }
  if (spoken.status !== 200 || told === 0) {
    findings.add('r', `nothing was heard on the stream (the letter was answered ${spoken.status})`)
  }
  await ground.world.restore()
  return listeners.length + 1
}
