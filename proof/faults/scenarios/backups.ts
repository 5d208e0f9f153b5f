import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../../../bench/seeded.ts'
import { rolePassword } from '../../../server/access/key-encryption.ts'
import type { Checker } from '../checkers/checker.ts'
import { checkAll, checkers } from '../checkers/index.ts'
import { valuesAndFilesOpenInPlace } from '../checkers/envelopes-open-in-place.ts'
import { deathsOf } from '../preload/deaths.ts'
import type { Outcome, Scenario } from '../scenario.ts'
import { type CommandEnd, runCommand } from '../stage/command.ts'
import type { Ledger } from '../stage/ledger.ts'
import { aRestorePlace, type RestorePlace } from '../stage/restored.ts'
import { openStage, type Stage } from '../stage/stage.ts'
import { startTraffic } from '../stage/traffic.ts'
import { evidenceOf, openWorld, type World } from '../stage/world.ts'

/** A start on what is not whole is to end by itself; one that goes on is ended here. */
const startMs = 60_000
/** Until the database has noticed that whoever copied it is gone. */
const releaseMs = 10_000

export const backups: Scenario = {
  rows: ['R2', 'R24'],
  does: 'SIGKILL of backups beside people who write, and of the restore: what is not whole is taken for it by nobody, and the same command finishes',
  runs: 10,
  quick: null,
  plant: 'a restore that leaves no note of having begun',
  async play({ seed, runs, isPlanted, tell }): Promise<Outcome> {
    const stage = await openStage()
    const tally: Tally = { backups: 0, restores: 0, points: new Set(), refused: 0, messages: 0, files: 0 }
    let violations: string[] = []
    let run = 0
    try {
      await takeEmbeddedPassword(stage)
      for (; run < runs && violations.length === 0; run++) {
        violations = await playRun(stage, { seed: seed + run, isPlanted, tally })
        tell(`seed ${seed + run}: ${tally.backups + tally.restores} kills so far, ${violations.length} violations`)
      }
    } finally {
      await stage.close()
    }
    return {
      violations,
      figures: {
        'backups killed': tally.backups,
        'restores killed': tally.restores,
        'named points met': [...tally.points].filter((point) => point !== 'by chance').length,
        'starts on what was not whole, refused': tally.refused,
        'acknowledged messages that had to come back': tally.messages,
        'acknowledged files that had to come back': tally.files,
      },
      ...(violations.length > 0 && { replay: { seed: seed + run - 1, runs: 1 } }),
    }
  },
}

type Tally = {
  backups: number
  restores: number
  points: Set<string>
  refused: number
  messages: number
  files: number
}
type Run = { seed: number; isPlanted: boolean; tally: Tally }

/** A backup is brought back into the embedded PostgreSQL, whose superuser has a password that follows from the key. */
async function takeEmbeddedPassword({ postgres, kek }: Stage): Promise<void> {
  const password = rolePassword(kek, 'postgres')
  await postgres.query(`alter role postgres password '${password}'`)
  postgres.connection.password = password
}

async function playRun(stage: Stage, run: Run): Promise<string[]> {
  const random = seededRandom(run.seed)
  const world = await openWorld(stage.house, 4)
  const server = await stage.start()
  const traffic = startTraffic({ world, where: () => server.port, random, withFiles: true, writers: 4, pauseMs: 100 })
  const folder = await mkdtemp(join(stage.folder, 'run-'))
  const store = join(folder, 'backups')
  await traffic.reach(40)
  const violations = await killBackups(stage, { ...run, store, random })
  const known = copyOf(world.ledger)
  const whole = await runCommand(['backup', '--to', store], { env: stage.env() })
  violations.push(
    ...(isWell(whole, 'is whole') ? [] : [`the backup after the killed ones ended ${inWords(whole)}`]),
    ...(await traffic.stop()),
    ...(await server.failures()).map((failure) => `answered 500: ${failure}`),
  )
  await server.stop()
  const place = await aRestorePlace(stage, join(folder, 'restored'))
  try {
    violations.push(...(await killRestores(place, { ...run, store, random })))
    if (violations.length === 0) {
      violations.push(...(await bringBack(place, { store, world, known })))
      run.tally.messages += known.messages.length
      run.tally.files += known.files.length
    }
  } finally {
    await place.discard()
  }
  await stage.drain(3 * 3_600_000)
  return [...violations, ...(await checkAll(evidenceOf(stage, world)))]
}

/** What had been acknowledged when the backup began. */
function copyOf(ledger: Ledger): Ledger {
  return { ...ledger, messages: [...ledger.messages], files: [...ledger.files], acts: [...ledger.acts] }
}

type Killing = Run & { store: string; random: () => number }

async function killBackups(stage: Stage, { store, random, tally }: Killing): Promise<string[]> {
  const violations: string[] = []
  const [finished, begun] = [new Set<string>(), new Set<string>()]
  for (const death of deathsOf('backup', random)) {
    const end = await runCommand(['backup', '--to', store], { env: stage.env(), ...death })
    if (end.signal !== 'SIGKILL') {
      violations.push(...(isWell(end, 'is whole') ? [] : [`a backup beside others ended ${inWords(end)}`]))
    } else {
      tally.backups++
      tally.points.add(death.point ?? 'by chance')
    }
    violations.push(...(await whatIsHeld(stage)))
    const listed = await runCommand(['restore', '--from', store, '--list'], { env: stage.env() })
    const lines = listed.said.trim().split('\n').filter(Boolean)
    const isNew = (line: string) => !finished.has(line) && !begun.has(line)
    const [added, ...more] = lines.filter(isNew)
    const isWhole = added !== undefined && !added.endsWith('(never finished)')
    const mayBeWhole = death.point === undefined || death.point === 'manifest-kept' || end.signal !== 'SIGKILL'
    const mustBeWhole = death.point === 'manifest-kept' || end.signal !== 'SIGKILL'
    if (more.length > 0 || (isWhole && !mayBeWhole) || (!isWhole && mustBeWhole)) {
      violations.push(`after the death at ${death.point ?? 'random'} the list says: ${lines.join(', ')}`)
    }
    if (added !== undefined) {
      ;(isWhole ? finished : begun).add(added)
    }
  }
  const [cut = ''] = [...begun].at(-1)?.split(' ') ?? []
  const refused = await runCommand(['restore', '--from', store, '--backup', cut], { env: stage.env() })
  if (refused.code !== 1 || !refused.complained.includes('was never finished')) {
    violations.push(`a backup that was cut off, asked for by its name, was answered ${inWords(refused)}`)
  }
  return violations
}

/** A slot that outlived whoever took it would keep the log until the disk is full. */
async function whatIsHeld(stage: Stage): Promise<string[]> {
  const held = () =>
    stage.postgres.query(
      `select 'the slot ' || slot_name as what from pg_replication_slots
       union all select 'a copy under way' from pg_stat_replication where state = 'backup'`,
    )
  const until = performance.now() + releaseMs
  let left = await held()
  for (; left.length > 0 && performance.now() < until; left = await held()) {
    await sleep(100)
  }
  return left.map(({ what }) => `a killed backup still holds ${String(what)} after ${releaseMs} ms`)
}

/** Until it has ended whole, no server starts on what a restore left; and nothing of it stands in the way of the next. */
async function killRestores(place: RestorePlace, { store, random, isPlanted, tally }: Killing): Promise<string[]> {
  const violations: string[] = []
  const preload = isPlanted ? ['forgets-restore-note'] : []
  for (const death of deathsOf('restore', random)) {
    const end = await runCommand(['restore', '--from', store], { env: place.env, preload, ...death })
    const isOver = end.signal !== 'SIGKILL' || death.point === 'restore-ended'
    if (end.signal === 'SIGKILL') {
      tally.restores++
      tally.points.add(death.point ?? 'by chance')
    } else if (!isWell(end, 'All is well')) {
      violations.push(`a restore after others that were killed ended ${inWords(end)}`)
    }
    const left = await place.names()
    if (!isOver && left.length > 0) {
      const start = await runCommand(['start'], { env: place.env, killAfterMs: startMs })
      if (start.code === 1 && start.complained.includes('was not finished')) {
        tally.refused++
      } else {
        const at = death.point ?? 'random'
        violations.push(`a start on what a restore had left when it was killed (${at}) ended ${inWords(start)}`)
      }
    }
    if (violations.length > 0) {
      return violations
    }
    if (isOver && left.length > 0) {
      await opensWhole(place)
      await place.empty()
    }
  }
  return violations
}

/** Nothing is missing but the last line of what the command had to say. */
async function opensWhole(place: RestorePlace): Promise<void> {
  const { query, close } = await place.open()
  await query('select from messages limit 1').finally(close)
}

type BringingBack = { store: string; world: World; known: Ledger }

/** All that was acknowledged when the backup began is there. The words of the search are no part of a backup: they are packed anew. */
async function bringBack(place: RestorePlace, { store, world, known }: BringingBack): Promise<string[]> {
  const end = await runCommand(['restore', '--from', store], { env: place.env })
  if (!isWell(end, 'All is well')) {
    return [`the restore after the killed ones ended ${inWords(end)}`]
  }
  const opened = await place.open()
  try {
    const evidence = { ...opened, ledger: known, practiceIds: [world.practice.id], people: world.people }
    const found: string[] = []
    for (const [name, check] of Object.entries(held)) {
      found.push(...(await check(evidence)).map((violation) => `restored, ${name}: ${violation}`))
    }
    return found
  } finally {
    await opened.close()
  }
}

const held: Record<string, Checker> = {
  'acked is stored': checkers['acked is stored'],
  'acts are unique': checkers['acts are unique'],
  'audit equals acts': checkers['audit equals acts'],
  'tree verifies': checkers['tree verifies'],
  'values and files open in place': valuesAndFilesOpenInPlace,
}

function isWell({ code, said }: CommandEnd, words: string): boolean {
  return code === 0 && said.includes(words)
}

function inWords({ code, signal, said, complained }: CommandEnd): string {
  return `with ${code ?? signal}: ${`${said} ${complained}`.trim().slice(-400)}`
}
