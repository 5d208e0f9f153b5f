// Whether anything would tell a fault in the policy: each one that could be made is planted, and one of the checks must say so.
import fc from 'fast-check'
import { states } from './grid.ts'
import { openGround } from './ground.ts'
import { equivalents } from './mutants/equivalents.ts'
import { listMutants, type Mutant, nameOf } from './mutants/mutate.ts'
import { runMutants } from './mutants/run-mutants.ts'
import { tables } from './rows.ts'
import { clear, type Stage } from './stage.ts'
import type { Outcome } from './table.ts'

const root = new URL('../..', import.meta.url).pathname.replace(/\/$/, '')
const quickSample = 40

export async function runAllMutants(
  stage: Stage,
  options: { isQuick: boolean; seed: number; only?: number; tell(line: string): void },
): Promise<Outcome> {
  const { isQuick, seed, only, tell } = options
  const unknown = namesWithoutFault()
  await openGround(
    stage,
    states.filter((_, index) => index % 6 === 0),
  )
  const tried = await runMutants(
    root,
    stage.address,
    (all) => some(all, { isQuick, seed, ...(only !== undefined && { only }) }),
    tell,
  )
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

function some(all: Mutant[], { isQuick, seed, only }: { isQuick: boolean; seed: number; only?: number }): Mutant[] {
  if (only !== undefined) {
    return all.filter(({ number }) => number === only)
  }
  // Those that are explained take the longest, because nothing tells them.
  const open = all.filter((mutant) => equivalents[nameOf(mutant)] === undefined)
  return isQuick
    ? (fc.sample(fc.shuffledSubarray(open, { minLength: quickSample, maxLength: quickSample }), {
        seed,
        numRuns: 1,
      })[0] ?? [])
    : all
}

function namesWithoutFault(): string[] {
  const names = new Set(listMutants(root).map(nameOf))
  return Object.keys(equivalents).filter((name) => !names.has(name))
}
