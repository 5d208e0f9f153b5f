import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { median, quantile } from '../../../bench/figures.ts'
import { seededRandom } from '../../../bench/seeded.ts'
import { limits } from '../../../shared/limits.ts'
import { checkAll } from '../checkers/index.ts'
import type { Outcome, Scenario } from '../scenario.ts'
import { startTraffic } from '../stage/traffic.ts'
import { evidenceOf, openWorld } from '../stage/world.ts'

/** Connections that are open at once: a letter of a head a second, half of a body and no more, a letter of a body a second. */
const held = 300
/** Windows with them and without take turns, now the one first, now the other: what else the machine does falls on both. */
const pairs = 8
const windowMs = 4_000
/** Until all are open, or closed, and what that cost is over. */
const settleMs = 1_000
/** What others wait at most beside them, p95, as a multiple of what they wait without; that of most pairs counts. */
const mostTimes = 2
/** Closing is looked at so often, and this is a busy machine. */
const slackMs = 5_000

export const unfinished: Scenario = {
  rows: ['R27'],
  does: 'connections that never finish a request, beside people: how much slower those become, and how long a connection is borne with',
  runs: 4,
  quick: null,
  plant: 'a server that looks at each of its connections for each request',
  async play({ seed, runs, isPlanted, stage: openStage, tell }): Promise<Outcome> {
    const stage = await openStage()
    const without: number[] = []
    const beside: number[] = []
    const times: number[] = []
    const violations: string[] = []
    let messages = 0
    const livedMs = { head: 0, body: 0 }
    for (let run = 0; run < runs && violations.length === 0; run++) {
      const world = await openWorld(stage.house, 6)
      const server = await stage.start(isPlanted ? { preload: ['looks-at-connections'] } : {})
      let heard: number[] = []
      const traffic = startTraffic({
        world,
        where: () => server.port,
        random: seededRandom(seed + run),
        hear: (ms) => heard.push(ms),
      })
      await traffic.reach(60)
      const measure = async (into: number[]): Promise<number> => {
        await sleep(settleMs)
        heard = []
        await sleep(windowMs)
        // Where nobody was answered, everybody has waited for as long at least.
        const waited = heard.length === 0 ? [windowMs] : heard
        into.push(...waited)
        return quantile(waited, 0.95)
      }
      const measureBeside = async (): Promise<number> => {
        const open = Array.from({ length: held }, (_, number) => hold(server.port, number))
        const waited = await measure(beside)
        open.forEach(({ end }) => end())
        return waited
      }
      for (let pair = 0; pair < pairs; pair++) {
        const first = pair % 2 === 0 ? await measureBeside() : await measure(without)
        const second = pair % 2 === 0 ? await measure(without) : await measureBeside()
        times.push(pair % 2 === 0 ? first / second : second / first)
      }
      violations.push(...(await traffic.stop()))
      if (run === 0 && !isPlanted) {
        Object.assign(livedMs, await howLongTheyLive(server.port))
      }
      violations.push(...(server.isRunning ? [] : ['the server ended']))
      await server.stop()
      await stage.drain(3 * 3_600_000)
      violations.push(...(await checkAll(evidenceOf(stage, world))))
      messages += world.ledger.messages.length
      tell(
        `seed ${seed + run}: p95 times ${times
          .slice(-pairs)
          .map((each) => each.toFixed(2))
          .join(', ')}`,
      )
    }
    const middle = median(times)
    if (middle > mostTimes) {
      violations.push(`others wait ${middle.toFixed(2)} times as long (p95) beside ${held} unfinished requests`)
    }
    violations.push(
      ...(livedMs.head > limits.headersMs + limits.connectionCheckMs + slackMs
        ? ['a head is waited for too long']
        : []),
      ...(livedMs.body > limits.requestMs + limits.connectionCheckMs + slackMs
        ? ['a body is waited for too long']
        : []),
    )
    const round = (ms: number) => Math.round(ms * 10) / 10
    return {
      violations,
      figures: {
        'connections that never finish': held,
        'acknowledged messages': messages,
        'answers timed without them, and beside them': `${without.length}, ${beside.length}`,
        'median and p95 of others without them, ms': `${round(median(without))}, ${round(quantile(without, 0.95))}`,
        'median and p95 of others beside them, ms': `${round(median(beside))}, ${round(quantile(beside, 0.95))}`,
        'times as long, the middle pair of windows': middle.toFixed(2),
        'a head that does not end is waited for, at most, s': round(livedMs.head / 1_000),
        'a body that does not end is waited for, at most, s': round(livedMs.body / 1_000),
      },
    }
  },
}

type Held = { isHead: boolean; ended: Promise<number>; end(): void }

const head =
  'POST /api/session/sign-in HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 900\r\n'

function hold(port: number, number: number): Held {
  const openedAt = performance.now()
  const socket: Socket = connect({ port, host: '127.0.0.1' })
  const [isHead, isDripping] = [number % 3 === 1, number % 3 !== 0]
  const said = isHead ? '' : `${head}\r\n{"email":"`
  const words = isHead ? head : 'a'.repeat(600)
  socket.on('error', () => {})
  socket.resume()
  socket.write(said)
  let at = 0
  const clock = setInterval(() => isDripping && at < words.length && socket.write(words.charAt(at++)), 1_000)
  const ended = new Promise<number>((resolve) => socket.once('close', () => resolve(performance.now() - openedAt)))
  return {
    isHead,
    ended,
    end() {
      clearInterval(clock)
      socket.destroy()
    },
  }
}

/** Some of each kind, until the server has closed them. */
async function howLongTheyLive(port: number): Promise<{ head: number; body: number }> {
  const some = Array.from({ length: 60 }, (_, number) => hold(port, number))
  const waited = limits.requestMs + limits.connectionCheckMs + 2 * slackMs
  const longest = async (wanted: Held[]) =>
    Math.max(...(await Promise.all(wanted.map(({ ended }) => Promise.race([ended, sleep(waited, waited)])))))
  const lived = {
    head: await longest(some.filter(({ isHead }) => isHead)),
    body: await longest(some.filter(({ isHead }) => !isHead)),
  }
  some.forEach(({ end }) => end())
  return lived
}
