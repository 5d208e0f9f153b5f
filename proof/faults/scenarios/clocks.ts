import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../../../bench/seeded.ts'
import { signedIn } from '../../../server/testing/sign-in.ts'
import type { Person } from '../../../server/testing/factories.ts'
import { uuidv7 } from '../../../server/platform/ids.ts'
import { api } from '../../../shared/api/index.ts'
import { limits } from '../../../shared/limits.ts'
import { checkAll } from '../checkers/index.ts'
import type { Outcome, Scenario } from '../scenario.ts'
import { ask, exchange, insist } from '../stage/client.ts'
import { plantAtUpdate } from '../stage/plant.ts'
import type { Server } from '../stage/server.ts'
import type { Stage } from '../stage/stage.ts'
import { startTraffic } from '../stage/traffic.ts'
import { evidenceOf, openWorld, type World } from '../stage/world.ts'

const [hour, day] = [3_600_000, 86_400_000]
/** From the machine's own time to just before the named moment. */
const before = (iso: string) => Date.parse(iso) - Date.now() - 2_000
/** How far ahead of the machine a clock may come to stand; each run goes through all of them in an order of its own. */
const places: { name: string; aheadMs: () => number }[] = [
  { name: 'an hour ahead', aheadMs: () => hour },
  { name: 'an hour behind', aheadMs: () => -hour },
  { name: 'a day ahead', aheadMs: () => day },
  { name: 'ten minutes ahead of the database', aheadMs: () => 600_000 },
  { name: 'ten years behind', aheadMs: () => -3_652 * day },
  { name: 'ten years ahead', aheadMs: () => 3_652 * day },
  { name: 'into summer time in Toronto', aheadMs: () => before('2027-03-14T07:00:00Z') },
  { name: 'out of summer time in Toronto', aheadMs: () => before('2027-11-07T06:00:00Z') },
  { name: 'into 29 February', aheadMs: () => before('2028-02-29T05:00:00Z') },
  { name: 'out of 29 February', aheadMs: () => before('2028-03-01T05:00:00Z') },
]
const farthestMs = 3_653 * day
const actsAtEach = 40
const writers = 6
const mostSealMs = 30_000
const mostAlarmMs = 10_000
/** A new one for each jump ahead, and what is told in the true time. */
const mostNotices = 2 * places.length

export const clocks: Scenario = {
  rows: ['R14', 'R15'],
  does: "the clock of server and worker jumps by hours, days and years, over summer time and 29 February, while the database's goes on",
  runs: 5,
  quick: null,
  plant: 'a session that was over lives again when the clock is set back',
  async play(play): Promise<Outcome> {
    const stage = await play.stage()
    const unplant = play.isPlanted ? await plantAtUpdate(stage, 'sessions', 'new.ended_at := null;') : async () => {}
    const tally: Tally = { mostNotices: 0, jumps: 0, messages: 0, putOff: 0, sent: 0, signIns: 0, sealMs: 0 }
    for (let run = 0; run < play.runs; run++) {
      const violations = await playRun(stage, play.seed + run, tally)
      play.tell(`seed ${play.seed + run}: ${tally.messages} messages so far, ${violations.length} violations`)
      if (violations.length > 0) {
        await unplant()
        return { violations, figures: {}, replay: { seed: play.seed + run, runs: 1 } }
      }
    }
    await unplant()
    return { violations: [], figures: figuresOf(tally) }
  },
}

type Tally = {
  mostNotices: number
  jumps: number
  messages: number
  putOff: number
  sent: number
  signIns: number
  sealMs: number
}

function figuresOf(tally: Tally): Outcome['figures'] {
  return {
    jumps: tally.jumps,
    'acknowledged messages': tally.messages,
    'answers put off': tally.putOff,
    'of them sent, the others given back as drafts': tally.sent,
    'notices about one conversation, at most': tally.mostNotices,
    'people who had to sign in again': tally.signIns,
    'until all was sealed after the last jump, ms': Math.round(tally.sealMs),
  }
}

async function playRun(stage: Stage, seed: number, tally: Tally): Promise<string[]> {
  const random = seededRandom(seed)
  const world = await openWorld(stage.house, writers)
  const server = await stage.start({ preload: ['shifted-clock'] })
  const clock = { aheadMs: 0 }
  const signIn = async (person: Person) => {
    tally.signIns++
    const { headers } = await signedIn(atClock(stage, clock), person.accountId)
    Object.assign(person.as, headers)
  }
  const traffic = startTraffic({ world, where: () => server.port, random, writers, pauseMs: 5, signInAgain: signIn })
  const violations: string[] = []
  const putOff: string[] = []
  const order = places.map((place) => ({ ...place, at: random() })).toSorted((a, b) => a.at - b.at)
  for (const { name, aheadMs } of order) {
    // Sessions of more devices, by the rules of people's own: what becomes of them is looked at afterwards.
    const early = await aSession(stage, world, clock)
    await jump(server, clock, aheadMs())
    tally.jumps++
    violations.push(...(await judgeAlarm(server, name, 'failing')))
    if (clock.aheadMs > limits.sessionHours * hour && (await isLet(server, early))) {
      violations.push(`${name}: a session that was over was let in`)
    }
    const during = await aSession(stage, world, clock)
    await traffic.reach(traffic.acts + actsAtEach)
    putOff.push(...(await putOffOne(server, world, signIn, random)))
    const wasAheadMs = clock.aheadMs
    await jump(server, clock, 0)
    violations.push(...(await judgeAlarm(server, `${name}, and back`, 'ok')))
    if (wasAheadMs > limits.sessionHours * hour) {
      violations.push(
        ...((await isLet(server, early)) ? [`${name}, and back: a session that was over lives again`] : []),
        ...((await isLet(server, during)) ? [`${name}, and back: a session from a time to come lives`] : []),
      )
    }
    await traffic.reach(traffic.acts + 5)
  }
  await laySealAhead(stage, world)
  await traffic.reach(traffic.acts + actsAtEach)
  violations.push(...(await traffic.stop()))
  violations.push(...(server.isRunning ? [] : [`the server ended:\n${await server.log()}`]))
  violations.push(...(await judgeSealing(stage, world, tally)))
  await server.stop()
  violations.push(...(await judgeNotices(stage, world, tally)))
  await stage.drain(farthestMs)
  // What is told the patient after ten years makes a notice of its own.
  await stage.drain(hour)
  await signInAfter(stage, world)
  violations.push(...(await judgePutOff(stage, putOff, tally)), ...(await checkAll(evidenceOf(stage, world))))
  await stage.drain(-farthestMs - hour)
  tally.messages += world.ledger.messages.length
  tally.putOff += putOff.length
  return violations
}

async function jump(server: Server, clock: { aheadMs: number }, aheadMs: number): Promise<void> {
  clock.aheadMs = aheadMs
  await server.tell({ aheadMs })
}

/** /readyz says whether the clocks of server and database agree; an answer that was begun before the jump may be of before it. */
async function judgeAlarm({ port }: Server, name: string, wanted: 'ok' | 'failing'): Promise<string[]> {
  const startedAt = performance.now()
  let last: string | undefined
  while (performance.now() - startedAt < mostAlarmMs) {
    const answer = await exchange(port, { method: 'GET', url: '/readyz', headers: {} }).catch(() => null)
    const { checks } = (answer?.body ?? {}) as { checks?: { database: string; clocks: string } }
    last = checks?.database === 'ok' ? checks.clocks : undefined
    if (last === wanted) {
      return []
    }
    await sleep(20)
  }
  return [`${name}: of the clocks /readyz says ${last ?? 'nothing'}, not ${wanted}`]
}

/** The house of this process, by the server's clock: for what a sign-in would write. */
function atClock(stage: Stage, clock: { aheadMs: number }): Stage['house'] {
  return { ...stage.house, clock: { ...stage.house.clock, now: () => new Date(Date.now() + clock.aheadMs) } }
}

async function aSession(stage: Stage, world: World, clock: { aheadMs: number }): Promise<Person> {
  const { headers } = await signedIn(atClock(stage, clock), world.nurse.accountId)
  return { ...world.nurse, as: headers }
}

async function isLet(server: Server, person: Person): Promise<boolean> {
  const { status } = await insist(
    (port) => ask(port, person, api.listConversations, {}),
    () => server.port,
  )
  return status !== 401
}

/** The nurse's answer in some conversation, which can be taken back for a while and then goes out. */
async function putOffOne(
  server: Server,
  world: World,
  signIn: (person: Person) => Promise<void>,
  random: () => number,
): Promise<string[]> {
  const acked = world.ledger.messages[Math.floor(random() * world.ledger.messages.length)]
  if (acked === undefined) {
    return []
  }
  await signIn(world.nurse)
  const { conversationId } = acked
  const where = () => server.port
  const page = await insist((port) => ask(port, world.nurse, api.readConversation, { conversationId }), where)
  const last = page.status === 200 ? page.body.messages.at(-1)?.sequence : undefined
  if (last === undefined) {
    return []
  }
  const messageId = uuidv7()
  const input = {
    conversationId,
    messageId,
    draftId: uuidv7(),
    text: `A later letter ${messageId}.`,
    attachmentIds: [],
    // It goes out also when somebody has written meanwhile, as long as nothing forbids it.
    seenSequence: last,
  }
  const answer = await insist((port) => ask(port, world.nurse, api.scheduleSend, input), where)
  return answer.status === 200 ? [messageId] : []
}

/** The last seal of the practice's log lies ahead of the database's clock, as when that was set back. */
async function laySealAhead(stage: Stage, { practice: { id } }: World): Promise<void> {
  await stage.postgres.query(
    `begin; set local session_replication_role = replica;
     update audit_checkpoints set sealed_at = sealed_at + interval '10 years' where practice_id = '${id}'
       and size = (select max(size) from audit_checkpoints where practice_id = '${id}'); commit`,
  )
}

/** By the worker itself, before this process drains anything. */
async function judgeSealing(stage: Stage, { practice: { id } }: World, tally: Tally): Promise<string[]> {
  const startedAt = performance.now()
  const unsealed = async () => {
    const [row] = await stage.postgres.query(
      `select count(*)::int as n from audit_events e where practice_id = $1
         and not exists (select from audit_leaves l where l.practice_id = e.practice_id and l.event_id = e.id)`,
      [id],
    )
    return Number(row?.['n'])
  }
  let left = await unsealed()
  for (; left > 0 && performance.now() - startedAt < mostSealMs; left = await unsealed()) {
    await sleep(100)
  }
  tally.sealMs = Math.max(tally.sealMs, performance.now() - startedAt)
  return left === 0 ? [] : [`${left} acts were not sealed ${mostSealMs} ms after the last jump`]
}

/** The people of the world look at it once more, years later by the clock of this process. */
async function signInAfter(stage: Stage, world: World): Promise<void> {
  for (const person of [...world.patients, world.nurse]) {
    Object.assign(person.as, (await signedIn(stage.house, person.accountId)).headers)
  }
}

/** Each went out once, not before its time by the clock that was to send it, or came back to its author with a reason. */
async function judgePutOff(stage: Stage, ids: string[], tally: Tally): Promise<string[]> {
  const rows = await stage.postgres.query(
    `select s.id::text, s.state, s.refusal, count(m.id)::int as messages, bool_or(m.sent_at < s.send_at) as is_early
     from scheduled_sends s left join messages m on m.practice_id = s.practice_id and m.id = s.id
     where s.id = any($1::uuid[]) group by s.id, s.state, s.refusal`,
    [ids],
  )
  tally.sent += rows.filter(({ state }) => state === 'sent').length
  return [
    ...(rows.length === ids.length ? [] : [`${ids.length - rows.length} answers that were put off are gone`]),
    ...rows.flatMap(({ id, state, refusal, messages, is_early: isEarly }) => [
      ...(messages === (state === 'sent' ? 1 : 0)
        ? []
        : [`the answer ${id} is ${state} and was sent ${messages} times`]),
      ...(isEarly === true ? [`the answer ${id} went out before its time`] : []),
      ...(state === 'waiting' || (state !== 'sent' && refusal === null) ? [`the answer ${id} still waits`] : []),
    ]),
  ]
}

/** Jumps may bring a notice or a reminder before its day, and not one for each look at the clock. */
async function judgeNotices(stage: Stage, world: World, tally: Tally): Promise<string[]> {
  const rows = await stage.postgres.query(
    `select conversation_id::text as id, count(*)::int as n from notices where practice_id = $1 group by conversation_id`,
    [world.practice.id],
  )
  tally.mostNotices = Math.max(tally.mostNotices, ...rows.map(({ n }) => Number(n)))
  return rows
    .filter(({ n }) => Number(n) > mostNotices)
    .map(({ id, n }) => `the patient of the conversation ${String(id)} was told ${String(n)} times`)
}
