import { seededRandom } from '../../../bench/seeded.ts'
import { proveNumber, startGateway } from '../../../server/notifications/texts.fixture.ts'
import { aPatient, call, type PatientPerson } from '../../../server/testing/factories.ts'
import type { TextBehaviour, TextGateway } from '../../../server/testing/text-gateway.ts'
import { api } from '../../../shared/api/index.ts'
import { limits } from '../../../shared/limits.ts'
import { checkAll } from '../checkers/index.ts'
import type { Outcome, Scenario } from '../scenario.ts'
import { plantAtUpdate } from '../stage/plant.ts'
import { openStage, type Stage } from '../stage/stage.ts'
import { startTraffic } from '../stage/traffic.ts'
import { evidenceOf, openWorld, type World } from '../stage/world.ts'

const minutes = 60_000
/** An hour of shifted clock each. Of the last the gateway has taken what was sent, and nobody hears so. */
const outages: Outage[] = [
  { name: 'away', behaviour: 'away' },
  { name: 'slow', behaviour: 'accept', waitMs: 2_000 },
  { name: 'mute', behaviour: 'mute' },
  { name: 'busy (429)', behaviour: 'busy' },
  { name: 'broken (503)', behaviour: 'broken' },
  { name: 'answers lost', behaviour: 'answer-lost' },
]
const outageMinutes = 60
const stepMinutes = 20
/** What people do in each step. They rest while the sweeps run: with a gateway that is slow the sweeps would never catch up. */
const stepActs = 80
/** Who has an address besides a number, and who has a number alone. */
const people = { withAddress: 18, withoutAddress: 6 }
/** The longest pause between two tries is an hour; a quarter of it is left to chance. */
const mostMinutesAfter = 80
/** From a text that could not leave to the e-mail in its place: the limit, and the step in which it is looked at. */
const mostInsteadMs = limits.textInsteadMs + (stepMinutes + 1) * minutes

export const texts: Scenario = {
  rows: ['R18'],
  does: 'the gateway for texts away, slow, mute, busy, broken, its answers lost, six hours of shifted clock: an e-mail goes instead, none is lost, none comes twice that it has answered for',
  runs: 1,
  quick: null,
  plant: 'a text that the gateway did not take is called sent',
  async play({ seed, runs, isPlanted, tell }): Promise<Outcome> {
    const tally: Tally = { messages: 0, texts: 0, lostAnswers: 0, instead: 0, insteadMs: 0, afterMinutes: 0 }
    let violations: string[] = []
    let run = 0
    for (; run < runs && violations.length === 0; run++) {
      const { gateway, env, stop } = await startGateway()
      const stage = await openStage({ env })
      try {
        await (isPlanted ? plantAtUpdate(stage, 'notices', callItSent) : undefined)
        violations = await playRun(stage, gateway, { seed: seed + run, tally, tell })
      } finally {
        await stage.close()
        await stop()
      }
      tell(`seed ${seed + run}: ${tally.messages} messages, ${tally.texts} texts, ${violations.length} violations`)
    }
    return {
      violations,
      figures: {
        'acknowledged messages': tally.messages,
        'texts that the gateway took': tally.texts,
        'of them with an answer that was lost, and taken again': tally.lostAnswers,
        'e-mails instead of a text': tally.instead,
        'minutes until the e-mail, at most': Math.round(tally.insteadMs / minutes),
        'minutes of shifted clock until all were told, afterwards': tally.afterMinutes,
      },
      ...(violations.length > 0 && { replay: { seed: seed + run - 1, runs: 1 } }),
    }
  },
}

type Outage = { name: string; behaviour: TextBehaviour | 'away'; waitMs?: number }
type Tally = {
  messages: number
  texts: number
  lostAnswers: number
  instead: number
  insteadMs: number
  afterMinutes: number
}

const callItSent = `if new.status = 'due' and new.channel = 'text' and new.problem is not null then
  new.status := 'sent'; new.problem := null; new.sent_at := new.due_at; end if;`

async function playRun(
  stage: Stage,
  gateway: TextGateway,
  { seed, tally, tell }: { seed: number; tally: Tally; tell: (line: string) => void },
): Promise<string[]> {
  const world = await openWorld(stage.house, people.withAddress)
  const numbers = await letThemText(stage, gateway, world)
  gateway.delivery = 'delivered'
  gateway.received = []
  // Its worker would send by the true clock; here the sweeps run in this process, by the shifted one.
  const server = await stage.start({ command: 'web' })
  const random = seededRandom(seed)
  const violations: string[] = []
  const write = async (): Promise<void> => {
    const where = () => server.port
    const traffic = startTraffic({ world, where, random, writers: world.patients.length, pauseMs: 200 })
    await traffic.reach(stepActs)
    violations.push(...(await traffic.stop()))
  }
  for (const outage of outages) {
    const before = gateway.received.length
    await goThrough(stage, gateway, outage, write)
    tell(`${outage.name}: ${gateway.received.length - before} texts taken`)
  }
  gateway.behaviour = 'accept'
  let waited = 0
  for (; waited < mostMinutesAfter && (await isAnyDue(stage, world)); waited += stepMinutes / 2) {
    await stage.drain((stepMinutes / 2) * minutes)
  }
  await server.stop()
  violations.push(
    ...(await countEach(stage, gateway, numbers)),
    ...(await judgeInstead(stage, world, tally)),
    ...(await checkAll({ ...evidenceOf(stage, world), texts: gateway.received })),
  )
  tally.messages += world.ledger.messages.length
  tally.texts += gateway.received.length
  tally.lostAnswers += gateway.received.filter(({ isAnswerLost }) => isAnswerLost).length
  tally.afterMinutes = Math.max(tally.afterMinutes, waited)
  return violations
}

/** The practice offers texts; everybody has a number that is theirs, and chose text, or both. Returns numbers by patient. */
async function letThemText(stage: Stage, gateway: TextGateway, world: World): Promise<Map<string, string>> {
  const { house } = stage
  const { administrator } = world.practice
  const { body } = await call(house, administrator, api.readPractice, {})
  await call(house, administrator, api.changePractice, { offersTexts: true, version: body.version })
  for (let count = 0; count < people.withoutAddress; count++) {
    const patient: PatientPerson = await aPatient(house, world.practice, { email: null })
    world.patients.push(patient)
    world.people.set(patient.id, patient)
  }
  const numbers = new Map<string, string>()
  for (const [count, patient] of world.patients.entries()) {
    const choice = count % 3 === 2 && count < people.withAddress ? 'both' : 'text'
    numbers.set(patient.id, await proveNumber(house, gateway, patient, { choice }))
  }
  return numbers
}

/** An hour in which the gateway is like that; afterwards it is there. */
async function goThrough(
  stage: Stage,
  gateway: TextGateway,
  { behaviour, waitMs = 0 }: Outage,
  write: () => Promise<void>,
): Promise<void> {
  gateway.waitMs = waitMs
  gateway.behaviour = behaviour === 'away' ? 'accept' : behaviour
  await (behaviour === 'away' ? gateway.stop() : undefined)
  try {
    for (let passed = 0; passed < outageMinutes; passed += stepMinutes) {
      await write()
      await stage.drain(stepMinutes * minutes)
    }
  } finally {
    await (behaviour === 'away' ? gateway.start() : undefined)
  }
}

async function isAnyDue({ postgres }: Stage, { practice }: World): Promise<boolean> {
  const rows = await postgres.query(`select from notices where practice_id = $1 and status = 'due' limit 1`, [
    practice.id,
  ])
  return rows.length > 0
}

/** To each number as many texts as are called sent, and one more for each answer that was lost. */
async function countEach({ postgres }: Stage, gateway: TextGateway, numbers: Map<string, string>): Promise<string[]> {
  const violations: string[] = []
  for (const [patientId, number] of numbers) {
    const [row] = await postgres.query(
      `select count(*)::int as n from notices where patient_id = $1 and channel = 'text' and status = 'sent'`,
      [patientId],
    )
    const taken = gateway.received.filter(({ to }) => to === number)
    const lost = taken.filter(({ isAnswerLost }) => isAnswerLost).length
    if (taken.length !== Number(row?.['n']) + lost) {
      violations.push(
        `the patient ${patientId} has ${String(row?.['n'])} texts that are called sent, and ${taken.length} came, ${lost} without an answer`,
      )
    }
  }
  return violations
}

/** A text that could not leave has its e-mail, soon, unless it has been read; of who has no address none was given up. */
async function judgeInstead({ postgres }: Stage, { practice }: World, tally: Tally): Promise<string[]> {
  const rows = await postgres.query(
    `with given_up as (
       select *, to_timestamp(('x' || translate(left(id::text, 13), '-', ''))::bit(48)::bigint / 1000.0) as made_at
       from notices where practice_id = $1 and channel = 'text' and status = 'failed')
     select t.id::text, t.problem, m.status as instead, p.email_sealed is not null as has_address,
       1000 * extract(epoch from m.sent_at - t.made_at) as ms
     from given_up t join patients p on p.practice_id = t.practice_id and p.id = t.patient_id
     left join lateral (select status, sent_at from notices m where m.practice_id = t.practice_id
       and m.conversation_id = t.conversation_id and m.channel = 'email' and (m.id > t.id or m.sent_at >= t.made_at)
       order by m.id limit 1) m on true`,
    [practice.id],
  )
  const violations: string[] = []
  for (const { id, problem, instead, has_address: hasAddress, ms } of rows) {
    if (hasAddress !== true) {
      violations.push(`the text ${String(id)} was given up (${String(problem)}), and there is no address`)
    } else if (instead !== 'sent' && instead !== 'not-needed') {
      violations.push(`in place of the text ${String(id)} (${String(problem)}) the e-mail is ${String(instead)}`)
    } else if (instead === 'sent') {
      tally.instead++
      tally.insteadMs = Math.max(tally.insteadMs, Number(ms))
    }
  }
  if (tally.insteadMs > mostInsteadMs) {
    violations.push(`an e-mail in place of a text was waited for ${Math.round(tally.insteadMs / minutes)} minutes`)
  }
  return violations
}
