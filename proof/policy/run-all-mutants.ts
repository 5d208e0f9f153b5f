// Whether anything would tell a fault in the policy: each one that could be made is planted, and one of the checks must say so.
import fc from 'fast-check'
import { checkAccess } from './checks/access.ts'
import { mutantStates, states } from './grid.ts'
import { openGround } from './ground.ts'
import { equivalents } from './mutants/equivalents.ts'
import { keepIn } from './mutants/kept.ts'
import { listMutants, type Mutant, nameOf } from './mutants/mutate.ts'
import { runMutants } from './mutants/run-mutants.ts'
import { tables } from './rows.ts'
import { loadProduct } from './product.ts'
import { clear, type Stage } from './stage.ts'
import { makeTally } from './tally.ts'
import type { Outcome } from './table.ts'

const root = new URL('../..', import.meta.url).pathname.replace(/\/$/, '')
const quickSample = 40

export type Wanted = {
  isQuick: boolean
  seed: number
  /** This one alone. */
  only?: number
  /** Those from a number on. */
  from?: number
  /** Those with any of these words in their name: of a file, or of a function. */
  among?: string[]
  /** The file that says what became of each; those that were told by it are not tried again. */
  kept?: string
}

export async function runAllMutants(stage: Stage, options: Wanted & { tell(line: string): void }): Promise<Outcome> {
  const { only, tell } = options
  const unknown = namesWithoutFault()
  const { told: before, add } = keepIn(options.kept)
  const ground = await openGround(
    stage,
    states.filter((_, index) => index % mutantStates === 0),
  )
  // Where nothing is planted nothing is told: else a fault would seem to be told by what is told anyway.
  const clean = makeTally()
  await checkAccess(await loadProduct(null), ground, clean, ['bare'])
  if (clean.differences.length > 0) {
    await clear(stage.owner, [...tables])
    const findings = clean.differences.slice(0, 5).map((words) => `Told where nothing was planted: ${words}`)
    return { rows: [{ what: 'faults planted', asked: 0, differing: 0 }], findings }
  }
  const wanted = some(listMutants(root), options)
  const rest = wanted.filter((mutant) => !before.has(nameOf(mutant)))
  tell(`${rest.length} faults to try`)
  const startedAt = performance.now()
  const tried = await runMutants(root, stage.address, rest, ({ mutant, name, found }, count) => {
    add({ number: mutant.number, name, found })
    const seconds = Math.round((performance.now() - startedAt) / 1_000)
    if (found === null) {
      tell(`not told: ${mutant.number} ${name}`)
    }
    if (count % 50 === 0) {
      tell(`${count} of ${rest.length} faults, ${seconds} s`)
    }
  })
  await clear(stage.owner, [...tables])
  const survived = tried.filter(({ found }) => found === null)
  const unexplained = survived.filter(({ name }) => equivalents[name] === undefined)
  const told = tried.filter(({ name, found }) => found !== null && equivalents[name] !== undefined)
  if (only !== undefined) {
    tried.forEach(({ name, found }) => tell(`${name}\n   ${found ?? 'nothing tells it'}`))
  }
  return {
    rows: [
      { what: 'faults planted', asked: tried.length, differing: tried.length - survived.length },
      ...(before.size === 0
        ? []
        : [{ what: 'told before, and not planted again', asked: wanted.length - rest.length, differing: 0 }]),
      { what: 'not told, and explained', asked: survived.length - unexplained.length, differing: 0 },
      { what: 'not told', asked: unexplained.length, differing: 0 },
    ],
    findings: [
      ...unexplained.map(
        ({ name, mutant }) => `Nothing tells this fault: ${name}\n   npm run policy -- --mutant ${mutant.number}`,
      ),
      ...told.map(({ name }) => `This fault is told, and need not be explained: ${name}`),
      ...unknown.map((name) => `There is no such fault to be explained: ${name}`),
    ],
  }
}

function some(all: Mutant[], { isQuick, seed, only, from = 0, among = [''] }: Wanted): Mutant[] {
  if (only !== undefined) {
    return all.filter(({ number }) => number === only)
  }
  const named = all.filter((mutant) => mutant.number >= from && among.some((words) => nameOf(mutant).includes(words)))
  // Those that are explained take the longest, because nothing tells them.
  const open = named.filter((mutant) => equivalents[nameOf(mutant)] === undefined)
  return isQuick
    ? (fc.sample(fc.shuffledSubarray(open, { minLength: Math.min(quickSample, open.length), maxLength: quickSample }), {
        seed,
        numRuns: 1,
      })[0] ?? [])
    : named
}

function namesWithoutFault(): string[] {
  const names = new Set(listMutants(root).map(nameOf))
  return Object.keys(equivalents).filter((name) => !names.has(name))
}
