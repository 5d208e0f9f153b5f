// What the testers are given to ask. Nothing is listed by hand: the calls are those of the router and the contract, each as
// the crawl's rows (proof/canary/operations) make it, so that a new call is asked as soon as it is there.
import { prepare } from '../canary/crawl.ts'
import type { Ground } from '../canary/ground.ts'
import type { Sent } from '../canary/http.ts'
import { operations } from '../canary/operations/index.ts'
import type { Caller } from '../canary/people.ts'
import { type Call, callsOf, routesOf } from '../canary/routes.ts'
import { theContract } from '../canary/run.ts'
import { wellAsked } from './well-asked.ts'
import { fillQuery, fillText, isTextTaken, type Parameter, type Schema, starText } from './text-places.ts'

/**
 * One request, with a star behind every value that a tester may change; `made` are ids that must be new each time. A guess is
 * refused whatever it says: it holds a secret that nobody has.
 */
export type Question = {
  name: string
  method: string
  path: string
  headers: Record<string, string>
  body?: string
  made: string[]
  isGuess: boolean
}
/** Somebody, and the addresses that they are answered at. */
export type Walk = { who: string; headers: Record<string, string>; paths: string[] }
export type Asked = { questions: Question[]; walks: Walk[]; faults: string[] }

type Contract = {
  paths: Record<
    string,
    Record<
      string,
      { operationId: string; parameters: Parameter[]; requestBody?: { content: Record<string, { schema: Schema }> } }
    >
  >
}
type Described = { parameters: Parameter[]; body: Schema | undefined }
type Answered = { call: Call; caller: Caller; sent: Sent; made: string[]; status: number }

/** Between them they may do everything: the first who is answered is who asks. */
const asking = ['A/nurse', 'A/administrator', 'A/privacy-officer', 'A/physician', 'A/clerk', 'A/patient0', 'nobody']

export async function whatToAsk(ground: Ground): Promise<Asked> {
  const contract = (await theContract(ground)) as Contract
  const described = new Map(
    Object.values(contract.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId, parameters, requestBody }): [string, Described] => [
        operationId,
        { parameters, body: requestBody?.content['application/json']?.schema },
      ]),
    ),
  )
  const calls = callsOf(contract)
  const faults = routesOf(ground.place.house.app)
    .filter(({ path }) => path.startsWith('/api/as/') && path !== '/api/as/:membershipId/live')
    .filter((route) => !calls.some(({ method, path }) => method === route.method && path === route.path))
    .map(({ method, path }) => `${method} ${path} is in no contract: nobody asks it`)
  const answered: Answered[] = []
  for (const [number, call] of calls.entries()) {
    const found = await firstAnswer(ground, call, described.get(call.name), number)
    if (found !== undefined) {
      answered.push(found)
    } else if (takesText(call, described.get(call.name)) || operations[call.name] === undefined) {
      faults.push(
        `${call.name} is not asked: it has no row in proof/canary/operations, or there is nothing that it names`,
      )
    }
  }
  const questions = answered
    .filter(({ call }) => takesText(call, described.get(call.name)))
    .map((one) => questionOf(one, described.get(one.call.name)?.body))
  // A member's call that refuses what is asked well lets nothing through to any statement: that would show nothing.
  faults.push(
    ...answered
      .filter(({ call, status }) => call.audience === 'member' && status >= 300)
      .filter(({ call }) => questions.some(({ name }) => name === call.name))
      .map(({ call, status }) => `${call.name} refuses already what is asked well (${status})`),
    ...questions.filter((question) => !isStarred(question)).map(({ name }) => `${name} is asked for nothing`),
  )
  return { questions: [...questions, cookieQuestion(ground)], walks: walksOf(answered), faults }
}

/** A valid request of this call, by the first who may make it; with everything that may be left out, where that is answered too. */
async function firstAnswer(
  ground: Ground,
  call: Call,
  described: Described | undefined,
  number: number,
): Promise<Answered | undefined> {
  const operation = operations[call.name]
  if (operation === undefined) {
    return undefined
  }
  const callers = asking
    .filter((key) => call.audience !== 'member' || key !== 'nobody')
    .flatMap((key) => ground.people.callers.filter((caller) => caller.key === key))
  let best: Answered | undefined
  // Of one's own some may not take what is asked, such as a patient who is blocked already: then another of the practice.
  const ways = [true, false].flatMap((isFull) =>
    callers.flatMap((caller) => (['own', 'other'] as const).map((variant) => ({ isFull, caller, variant }))),
  )
  for (const { isFull, caller, variant } of ways) {
    const names = Object.keys({ ...operation.ids, ...(isFull && operation.optional) })
    const picks = Object.fromEntries(names.map((name) => [name, variant]))
    const probe = { id: call.name, call, operation, caller, membership: 'own' as const, picks }
    const prepared = prepare(ground, probe, number)
    if (prepared === undefined) {
      continue
    }
    const sent = askWell(ground, call, caller, isFull ? fill(prepared.sent, described) : prepared.sent)
    const { status } = await ground.client.send(sent)
    await ground.world.restore()
    const made = Object.keys(operation.makes ?? {}).flatMap((name) => prepared.at.ids[name] ?? [])
    const found = { call, caller, sent, made, status }
    if (status < 300) {
      return found
    }
    // Of those who are refused, the highest number is of the one who came furthest.
    best = best === undefined || status > best.status ? found : best
  }
  return best
}

function askWell(ground: Ground, { name }: Call, caller: Caller, sent: Sent): Sent {
  const change = wellAsked[name]
  if (change === undefined) {
    return sent
  }
  const body = JSON.parse(String(sent.body)) as Record<string, unknown>
  return { ...sent, body: JSON.stringify(change({ ground, caller, body, path: sent.path })) }
}

/** With all that may be left out. */
function fill(sent: Sent, described: Described | undefined): Sent {
  const isText = typeof sent.body === 'string' && described?.body !== undefined
  return {
    ...sent,
    path: fillQuery(sent.path, described?.parameters ?? []),
    ...(isText && { body: fillText(String(sent.body), described.body) }),
  }
}

function takesText(call: Call, described: Described | undefined): boolean {
  return call.query.length > 0 || call.headers.length > 0 || isTextTaken(described?.body)
}

function questionOf({ call, sent, made, status }: Answered, body: Schema | undefined): Question {
  const { method, path, headers } = sent
  const starred = Object.entries(headers).map(([name, value]) => [
    name,
    call.headers.includes(name) ? `${value}*` : value,
  ])
  const text = sent.body === undefined ? undefined : starText(String(sent.body), body)
  return {
    name: call.name,
    method,
    path: path.replaceAll(/([?&][^=&]+=[^&]*)/g, '$1*'),
    headers: Object.fromEntries(starred) as Record<string, string>,
    ...(text !== undefined && { body: text }),
    made,
    isGuess: call.audience !== 'member' && status >= 300,
  }
}

function isStarred({ path, headers, body = '' }: Question): boolean {
  return [path, ...Object.values(headers), body].some((part) => part.includes('*'))
}

/** Who somebody is, is read from what they send with every request. */
function cookieQuestion({ people }: Ground): Question {
  const nurse = people.callers.find(({ key }) => key === 'A/nurse')
  const headers = { ...nurse?.headers, cookie: `${nurse?.headers['cookie']}*` }
  return { name: 'the session’s cookie', method: 'GET', path: '/api/session', headers, made: [], isGuess: false }
}

/** What is read, by who reads it: the first of them has what most may read, the others what is left. */
function walksOf(answered: Answered[]): Walk[] {
  const reads = answered.filter(({ call, status }) => call.method === 'GET' && status < 300)
  return asking.flatMap((key) => {
    const own = reads.filter(({ caller }) => caller.key === key)
    const [first] = own
    return first === undefined
      ? []
      : [{ who: key, headers: first.caller.headers, paths: own.map(({ sent }) => sent.path) }]
  })
}
