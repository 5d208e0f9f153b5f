import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../../../bench/seeded.ts'
import { verifyExport } from '../../../server/audit/verify-export.fixture.ts'
import { api } from '../../../shared/api/index.ts'
import { checkAll } from '../checkers/index.ts'
import { deathsOf, pointsOf } from '../preload/deaths.ts'
import type { Outcome, Scenario } from '../scenario.ts'
import { ask, insist } from '../stage/client.ts'
import { runCommand } from '../stage/command.ts'
import type { AckedMessage } from '../stage/ledger.ts'
import { plantAtUpdate } from '../stage/plant.ts'
import type { Server } from '../stage/server.ts'
import type { Stage } from '../stage/stage.ts'
import { startTraffic } from '../stage/traffic.ts'
import { evidenceOf, openWorld, type World } from '../stage/world.ts'

/** A server that was told to die at a point it does not pass is killed after so long. */
const lifeMs = 8_000
/** Until the worker has packed all anew. */
const mostPackMs = 90_000
/** Letters that are looked for, after each death. */
const sought = 4

export const exporting: Scenario = {
  rows: ['R2'],
  does: 'SIGKILL of what hands out a log or a table of figures, and of what makes the search anew: a cut export is known to be one, all is found meanwhile, the same command finishes',
  runs: 10,
  quick: null,
  plant: 'segments of the search that are given up before there are new ones',
  async play({ seed, runs, isPlanted, stage: openStage, tell }): Promise<Outcome> {
    const stage = await openStage()
    const unplant = isPlanted ? await plantAtUpdate(stage, 'search_states', giveUpTooEarly) : async () => {}
    const tally: Tally = { exports: 0, figures: 0, rebuilds: 0, packings: 0, searches: 0, messages: 0 }
    let violations: string[] = []
    let run = 0
    for (; run < runs && violations.length === 0; run++) {
      violations = await playRun(stage, seed + run, tally)
      tell(`seed ${seed + run}: ${tally.messages} messages so far, ${violations.length} violations`)
    }
    await unplant()
    return {
      violations,
      figures: {
        'exports of a log killed, each known to be cut': tally.exports,
        'servers killed as they handed out figures': tally.figures,
        'commands killed that have the search made anew': tally.rebuilds,
        'workers killed as they made it': tally.packings,
        'searches meanwhile, each of which found its letter': tally.searches,
        'acknowledged messages': tally.messages,
      },
      ...(violations.length > 0 && { replay: { seed: seed + run - 1, runs: 1 } }),
    }
  },
}

type Tally = {
  exports: number
  figures: number
  rebuilds: number
  packings: number
  searches: number
  messages: number
}
type Run = { stage: Stage; world: World; server: Server; random: () => number; tally: Tally }

const giveUpTooEarly = `if new.generation > old.generation then
  update search_segments set ended_at = now(), due_at = now() where practice_id = new.practice_id and ended_at is null; end if;`

async function playRun(stage: Stage, seed: number, tally: Tally): Promise<string[]> {
  const random = seededRandom(seed)
  const world = await openWorld(stage.house, 4)
  const server = await stage.start()
  const traffic = startTraffic({ world, where: () => server.port, random, writers: 4, pauseMs: 60 })
  await traffic.reach(60)
  const run: Run = { stage, world, server, random, tally }
  const violations = [...(await killExports(run)), ...(await killFigures(run)), ...(await traffic.stop())]
  await server.stop()
  // Everything is done that was due, and sealed.
  await stage.drain()
  violations.push(...(await exportWhole(run)), ...(await killRebuilds(run)))
  tally.messages += world.ledger.messages.length
  await stage.drain(3 * 3_600_000)
  return [...violations, ...(await checkAll(evidenceOf(stage, world)))]
}

/** Beside people who write. */
async function killExports({ stage, world, random, tally }: Run): Promise<string[]> {
  const violations: string[] = []
  for (const death of deathsOf('export', random)) {
    const args = ['audit', 'export', '--practice', world.practice.id]
    const end = await runCommand(args, { env: stage.env(), ...death })
    if (end.signal !== 'SIGKILL') {
      continue
    }
    tally.exports++
    if (end.said.includes('{"kind":"end"}')) {
      violations.push(`an export that was killed (${death.point ?? 'random'}) looks whole`)
    }
  }
  return violations
}

/** An outsider's program verifies it, and no beginning of it. */
async function exportWhole({ stage, world, random }: Run): Promise<string[]> {
  const { code, said } = await runCommand(['audit', 'export', '--practice', world.practice.id], { env: stage.env() })
  const lines = said.trim().split('\n')
  const wrong = whatIsWrong(lines)
  if (code !== 0 || wrong !== null) {
    return [`the export after those that were killed ended with ${code}; what is wrong with it: ${wrong}`]
  }
  const cuts = Array.from({ length: 20 }, () => Math.floor(random() * lines.length))
  return cuts
    .filter((cut) => whatIsWrong(lines.slice(0, cut)) === null)
    .map((cut) => `the first ${cut} lines of an export of ${lines.length} verify as a whole one`)
}

function whatIsWrong(lines: string[]): string | null {
  try {
    verifyExport(lines)
    return null
  } catch (error) {
    return String(error)
  }
}

/** Whoever asked hears no end, asks another server, and has the table; each that was handed out is on record. */
async function killFigures({ stage, world, server, tally }: Run): Promise<string[]> {
  const { administrator, id: practiceId } = world.practice
  const violations: string[] = []
  const get = (port: number) => ask(port, administrator, api.exportSeeing, { table: 'steps' })
  for (const point of pointsOf('figures')) {
    const dying = await stage.start({
      command: 'web',
      preload: ['crash-points'],
      env: { FAULTS_CRASH_AT: `${point} 1` },
    })
    const first = await get(dying.port).catch(() => null)
    const end = await Promise.race([dying.ended, sleep(lifeMs, null)])
    tally.figures += end?.signal === 'SIGKILL' ? 1 : 0
    await dying.kill()
    const again = await insist(get, () => server.port)
    for (const answer of [first, again].filter((each) => each !== null)) {
      if (answer.status !== 200 || !answer.text.trim().includes('\n')) {
        violations.push(`the table of figures was answered ${answer.status}: ${answer.text.slice(0, 100)}`)
      }
      world.ledger.acts.push({ practiceId, act: 'seeing.export', requestId: answer.requestId })
    }
  }
  return violations
}

/** The command is killed, and asked again; then whoever does what it asked for is killed, and another goes on. */
async function killRebuilds(run: Run): Promise<string[]> {
  const { stage, world, random, tally } = run
  const web = await stage.start({ command: 'web' })
  const args = (what: string) => ['search', what, '--practice', world.practice.id]
  const state = async () => (await runCommand(args('state'), { env: stage.env() })).said
  const isPacked = async () => /, 0 waiting$/m.test(await state())
  const violations: string[] = []
  const packAll = async () => {
    const worker = await stage.start({ command: 'worker' })
    await until(isPacked, mostPackMs)
    await worker.stop()
  }
  await packAll()
  violations.push(...(await findLetters(run, web, 'before anything was killed')))
  for (const death of deathsOf('rebuild', random)) {
    const killed = await runCommand(args('rebuild'), { env: stage.env(), ...death })
    tally.rebuilds += killed.signal === 'SIGKILL' ? 1 : 0
    violations.push(...(await findLetters(run, web, `after the command's death (${death.point ?? 'random'})`)))
    const again = await runCommand(args('rebuild'), { env: stage.env() })
    if (again.code !== 0) {
      violations.push(`the command, asked again, ended with ${again.code}: ${again.complained.slice(-200)}`)
    }
    violations.push(...(await findLetters(run, web, 'before any worker had begun')))
    for (const point of ['segment-announced', 'blob-named', 'segment-settled']) {
      const worker = await stage.start({
        command: 'worker',
        preload: ['crash-points'],
        env: { FAULTS_CRASH_AT: `${point} 1` },
      })
      const end = await Promise.race([worker.ended, sleep(lifeMs, null)])
      tally.packings += end?.signal === 'SIGKILL' ? 1 : 0
      await worker.kill()
      violations.push(...(await findLetters(run, web, `after the worker's death (${point})`)))
    }
  }
  await packAll()
  if (!(await isPacked())) {
    violations.push(`the search is not made anew after ${mostPackMs} ms: ${await state()}`)
  }
  violations.push(...(await findLetters(run, web, 'once all was made anew')))
  await web.stop()
  return violations
}

/** Some that were acknowledged, each by the number in it. */
async function findLetters({ world, random, tally }: Run, web: Server, when: string): Promise<string[]> {
  const { messages } = world.ledger
  const drawn = Array.from({ length: sought }, () => messages[Math.floor(random() * messages.length)])
  const violations: string[] = []
  for (const letter of drawn.filter((each) => each !== undefined)) {
    const words = numberIn(letter)
    const answer = await insist(
      (port) => ask(port, world.nurse, api.search, { words }),
      () => web.port,
    )
    tally.searches++
    if (answer.status !== 200 || answer.body.items.length === 0) {
      violations.push(`the letter ${letter.id} was not found ${when} (${answer.status})`)
    }
  }
  return violations
}

function numberIn({ text }: AckedMessage): string {
  return /, (\d+)\.$/.exec(text)?.[1] ?? text
}

async function until(holds: () => Promise<boolean>, mostMs: number): Promise<void> {
  const startedAt = performance.now()
  while (!(await holds()) && performance.now() - startedAt < mostMs) {
    await sleep(250)
  }
}
