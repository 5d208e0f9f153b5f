import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../../../bench/seeded.ts'
import { checkAll } from '../checkers/index.ts'
import { noDamage, seededDamage } from '../proxy/damage.ts'
import { openProxy } from '../proxy/proxy.ts'
import type { Outcome, Scenario } from '../scenario.ts'
import { startTraffic } from '../stage/traffic.ts'
import { evidenceOf, openWorld } from '../stage/world.ts'

const badMs = 6_000
/** Who opens a connection and says a letter of its head a second, or half of a body and no more. */
const drips = 150

export const lines: Scenario = {
  rows: ['R5', 'R27'],
  does: 'the lines of people: late, in pieces, dripping, cut, half-open, beside connections that never finish a request',
  runs: 40,
  quick: 1,
  plant: 'a page that makes a new key for each try',
  async play({ seed, runs, isPlanted, stage: openStage, tell }): Promise<Outcome> {
    const stage = await openStage()
    let messages = 0
    let connections = 0
    for (let run = 0; run < runs; run++) {
      const random = seededRandom(seed + run)
      const world = await openWorld(stage.house, 4)
      const server = await stage.start()
      const proxy = await openProxy({ host: '127.0.0.1', port: server.port })
      proxy.plan = () => seededDamage(random, { delayMs: 300, bytes: 6_000 })
      const unfinished = Array.from({ length: drips }, (_, at) => dripInto(server.port, at))
      const traffic = startTraffic({
        world,
        where: () => proxy.port,
        random,
        withFiles: true,
        timeoutMs: 1_500,
        forgetsKeys: isPlanted,
      })
      const endsAt = performance.now() + badMs
      while (performance.now() < endsAt) {
        await sleep(100 + random() * 500)
        if (random() < 0.5) {
          proxy.resetAll()
        } else {
          proxy.silenceAll()
        }
      }
      proxy.plan = () => noDamage
      proxy.resetAll()
      const violations = await traffic.stop()
      unfinished.forEach((stop) => stop())
      connections += proxy.count
      await proxy.close()
      violations.push(...(server.isRunning ? [] : ['the server ended']))
      await server.stop()
      await stage.drain(3 * 3_600_000)
      violations.push(...(await checkAll(evidenceOf(stage, world))))
      messages += world.ledger.messages.length
      tell(`seed ${seed + run}: ${world.ledger.messages.length} messages, ${violations.length} violations`)
      if (violations.length > 0) {
        return { violations, figures: {}, replay: { seed: seed + run, runs: 1 } }
      }
    }
    return {
      violations: [],
      figures: { 'bad times': runs, 'connections damaged': connections, 'acknowledged messages': messages },
    }
  },
}

/** Returns what ends it. */
function dripInto(port: number, number: number): () => void {
  const socket: Socket = connect({ port, host: '127.0.0.1' })
  socket.on('error', () => {})
  const head =
    'POST /api/session/sign-in HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 900\r\n'
  if (number % 2 === 0) {
    socket.write(`${head}\r\n{"email":"`)
  }
  let at = 0
  const clock = setInterval(() => number % 2 === 1 && at < head.length && socket.write(head.charAt(at++)), 1_000)
  return () => {
    clearInterval(clock)
    socket.destroy()
  }
}
