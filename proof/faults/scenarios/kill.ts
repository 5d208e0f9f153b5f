import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../../../bench/seeded.ts'
import { checkAll } from '../checkers/index.ts'
import { crashPoints } from '../preload/points.ts'
import type { Outcome, Play, Scenario } from '../scenario.ts'
import { type Server, untilAnswered } from '../stage/server.ts'
import type { Stage } from '../stage/stage.ts'
import { startTraffic } from '../stage/traffic.ts'
import { evidenceOf, openWorld } from '../stage/world.ts'

/** Kills of one round; then everything is drained and checked, and the next round has a practice and a seed of its own. */
const roundKills = 25
const names = Object.keys(crashPoints)
/** How long a process may live without passing the point it was told; then it is killed where it is. */
const lifeMs = 6_000

export const kill: Scenario = {
  rows: ['R1', 'R2', 'R3', 'R16'],
  does: 'SIGKILL of the server at named points and at random, while people repeat their acts under one key',
  runs: 2_000,
  quick: 8,
  async play(play) {
    const stage = await play.stage()
    const total = newTally()
    for (let round = 0; round * roundKills < play.runs; round++) {
      const kills = Math.min(roundKills, play.runs - round * roundKills)
      const seed = play.seed + round
      const violations = await playRound(stage, { seed, kills, total, play })
      if (violations.length > 0) {
        return { violations, figures: figuresOf(total), replay: { seed, runs: kills } }
      }
    }
    const unmet = play.runs >= 20 * names.length ? names.filter((name) => total.deaths.get(name) === undefined) : []
    return {
      violations: unmet.map((name) => `the crash point ${name} was never passed: has the code moved?`),
      figures: figuresOf(total),
    }
  },
}

type Tally = {
  deaths: Map<string, number>
  random: number
  failedStarts: number
  acts: number
  messages: number
  mails: number
  notices: number
  seconds: number
}

function newTally(): Tally {
  return { deaths: new Map(), random: 0, failedStarts: 0, acts: 0, messages: 0, mails: 0, notices: 0, seconds: 0 }
}

function figuresOf(total: Tally): Outcome['figures'] {
  const atPoints = [...total.deaths.values()].reduce((sum, count) => sum + count, 0)
  return {
    kills: atPoints + total.random,
    'at named points': atPoints,
    'named points met': `${total.deaths.size} of ${names.length}`,
    'kills a minute': Math.round(((atPoints + total.random) / total.seconds) * 60),
    'acknowledged messages': total.messages,
    acts: total.acts,
    'starts that gave up waiting for the database': total.failedStarts,
    'mails sent twice': total.mails - total.notices,
  }
}

type Round = { seed: number; kills: number; total: Tally; play: Play }

async function playRound(stage: Stage, { seed, kills, total, play }: Round): Promise<string[]> {
  const startedAt = performance.now()
  const random = seededRandom(seed)
  const world = await openWorld(stage.house, 6)
  // Two processes on one database: while one is down, people ask the other.
  const places: Server[] = []
  const where = () => places[Math.floor(random() * places.length)]?.port ?? 0
  const killed = { count: 0 }
  const mailsBefore = stage.mail.received.length

  const haunt = async (place: number): Promise<void> => {
    while (killed.count < kills) {
      killed.count++
      const name = random() < 0.75 ? names[Math.floor(random() * names.length)] : undefined
      const passing = 1 + Math.floor(random() * 4)
      const server = await stage.start({
        isEager: true,
        ...(name !== undefined && { preload: ['crash-points'], env: { FAULTS_CRASH_AT: `${name} ${passing}` } }),
      })
      places[place] = server
      const randomMs = 400 + random() * 900
      const end = await Promise.race([server.ended, untilKillable(server, name === undefined ? randomMs : lifeMs)])
      if (end === 'alive') {
        await server.kill()
        total.random++
      } else if (end.signal === 'SIGKILL' && name !== undefined) {
        total.deaths.set(name, (total.deaths.get(name) ?? 0) + 1)
      } else if (++total.failedStarts > kills) {
        throw new Error(`servers end by themselves (${end.code ?? end.signal}):\n${await server.log()}`)
      } else {
        // On a machine with other work the database may take longer than a start waits for it; then it is started again.
        killed.count--
      }
    }
  }
  const traffic = startTraffic({
    world,
    where,
    random,
    withFiles: true,
    writers: 6,
    timeoutMs: 5_000,
    giveUpMs: 300_000,
  })
  await Promise.all([haunt(0), haunt(1)])
  places.splice(0, 2, await stage.start())
  const ofPeople = await traffic.stop()
  await places[0]?.stop()
  await stage.drain(3 * 3_600_000)
  const violations = [...ofPeople, ...(await checkAll(evidenceOf(stage, world)))]
  const [notices] = await stage.postgres.query(
    `select count(*)::int as n from notices where practice_id = $1 and status = 'sent'`,
    [world.practice.id],
  )
  total.acts += traffic.acts
  total.messages += world.ledger.messages.length
  total.mails += stage.mail.received.length - mailsBefore
  total.notices += Number(notices?.['n'])
  total.seconds += (performance.now() - startedAt) / 1000
  play.tell(`seed ${seed}: ${kills} kills, ${world.ledger.messages.length} messages, ${violations.length} violations`)
  return violations
}

/** So long after its first answer. */
async function untilKillable(server: Server, ms: number): Promise<'alive'> {
  await untilAnswered(server).catch(() => {})
  await sleep(ms)
  return 'alive'
}
