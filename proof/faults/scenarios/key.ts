import { chmod, copyFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { seededRandom } from '../../../bench/seeded.ts'
import { checkAll } from '../checkers/index.ts'
import type { Outcome, Scenario } from '../scenario.ts'
import { untilAnswered } from '../stage/server.ts'
import { startTraffic } from '../stage/traffic.ts'
import { evidenceOf, openWorld } from '../stage/world.ts'

/** What happens to the key file between two starts; each leaves something, or nothing, at its path. */
const damages: Record<string, (path: string, text: string, random: () => number) => Promise<unknown>> = {
  missing: async () => {},
  empty: (path) => writeFile(path, '', { mode: 0o400 }),
  'cut short': (path, text, random) => writeFile(path, text.slice(0, 1 + Math.floor(random() * 60)), { mode: 0o400 }),
  'another key': (path) =>
    writeFile(path, `threadwell-kek-v1 ${Buffer.alloc(32, 7).toString('base64')}\n`, { mode: 0o400 }),
  'open to others': async (path, text) => {
    await writeFile(path, text)
    await chmod(path, 0o644)
  },
  'a folder': (path) => mkdir(path),
}

export const key: Scenario = {
  rows: ['R25'],
  does: 'the key file gone, cut, exchanged, exposed at a restart: a refusal in words, nothing changed; put back, all is there',
  runs: 1,
  quick: null,
  plant: 'a server that finds a key elsewhere and starts',
  async play({ seed, runs, isPlanted, stage: openStage }): Promise<Outcome> {
    const stage = await openStage()
    const random = seededRandom(seed)
    const world = await openWorld(stage.house, 4)
    const path = stage.config.keyFile
    const [aside, elsewhere] = [`${path}.aside`, `${path}.elsewhere`]
    const text = await readFile(path, 'utf8')
    const violations: string[] = []
    let refused = 0
    const write = async (acts: number): Promise<void> => {
      const server = await stage.start()
      const traffic = startTraffic({ world, where: () => server.port, random, withFiles: true, writers: 4 })
      await traffic.reach(acts)
      violations.push(...(await traffic.stop()))
      await server.stop()
    }
    await write(40)
    await copyFile(path, elsewhere)
    for (let run = 0; run < runs; run++) {
      for (const [name, damage] of Object.entries(damages)) {
        await rename(path, aside)
        await damage(path, text, random)
        const server = await stage.start({ isEager: true, env: isPlanted ? { KEYFILE: elsewhere } : {} })
        const end = await untilAnswered(server).then(
          () => null,
          () => server.ended,
        )
        if (end === null) {
          violations.push(`key file ${name}: the server started`)
          await server.kill()
        } else {
          refused++
          violations.push(...judge(name, { end, log: await server.log(), path, text }))
        }
        const hasAppeared = await stat(path).then(
          () => true,
          () => false,
        )
        if (name === 'missing' && hasAppeared) {
          violations.push('in place of a missing key another was made')
        }
        await rm(path, { recursive: true, force: true })
        await rename(aside, path)
      }
      await write(20)
    }
    await rm(elsewhere)
    await stage.drain(3 * 3_600_000)
    violations.push(...(await checkAll(evidenceOf(stage, world))))
    return {
      violations,
      figures: { 'starts refused': refused, 'acknowledged messages': world.ledger.messages.length },
    }
  },
}

function judge(
  name: string,
  { end, log, path, text }: { end: { code: number | null }; log: string; path: string; text: string },
): string[] {
  const secret = text.slice(text.indexOf(' ') + 1).trim()
  return [
    ...(end.code === 1 ? [] : [`key file ${name}: the server ended with ${end.code}`]),
    ...(log.includes(path) ? [] : [`key file ${name}: the refusal does not name the file: ${log.slice(-200)}`]),
    ...(log.includes(secret) ? [`key file ${name}: the refusal tells the key`] : []),
  ]
}
