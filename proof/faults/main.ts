// What happens when things break: `npm run faults [-- NAMES] [--seed N] [--runs N] [--quick] [--planted] [--json FILE] [--list]`.
// `--planted` plays the scenarios that have a bug of their own, with it: a scenario that finds nothing then is blind.
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Outcome, Scenario } from './scenario.ts'
import { scenarios } from './scenarios/index.ts'
import { openStage, type Stage } from './stage/stage.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    runs: { type: 'string' },
    quick: { type: 'boolean', default: false },
    planted: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
})
const unknown = positionals.filter((name) => !Object.hasOwn(scenarios, name))
if (values.list || unknown.length > 0) {
  console.error(unknown.map((name) => `No scenario is called ${name}.`).join('\n'))
  Object.entries(scenarios).forEach(([name, { rows, does }]) =>
    console.log(`${name.padEnd(14)} ${does} (${rows.join(', ')})`),
  )
  process.exit(unknown.length > 0 ? 2 : 0)
}
const seed = Number(values.seed ?? 1)
const names = positionals.length > 0 ? positionals : Object.keys(scenarios)
const results: Record<string, Outcome & { rows: string[]; seed: number; runs: number; seconds: number }> = {}
let shared: Promise<Stage> | undefined

for (const name of names) {
  const scenario = scenarios[name]
  if (scenario !== undefined) {
    await play(name, scenario)
  }
}
await shared?.then(
  (stage) => stage.close(),
  () => {},
)
const failed = Object.entries(results).filter(([, { violations }]) => violations.length > 0)
if (values.json !== undefined) {
  await writeFile(values.json, `${JSON.stringify({ at: new Date().toISOString(), seed, results }, null, 2)}\n`)
}
console.log(failed.length === 0 ? 'No violation.' : `Violations in: ${failed.map(([name]) => name).join(', ')}.`)
process.exit(failed.length === 0 ? 0 : 1)

async function play(name: string, scenario: Scenario): Promise<void> {
  const { quick: isQuick, planted: isPlanted } = values
  const isLeftOut = (isQuick && scenario.quick === null) || (isPlanted && scenario.plant === undefined)
  if (isLeftOut && positionals.length === 0) {
    return
  }
  const runs = Number(values.runs ?? (isQuick || isPlanted ? (scenario.quick ?? 1) : scenario.runs))
  console.log(`${name} (${scenario.rows.join(', ')}), seed ${seed}, runs ${runs} …`)
  const startedAt = performance.now()
  const stage = () => (shared ??= openStage())
  const tell = (line: string) => console.log(`  ${line}`)
  const played = await scenario
    .play({ seed, runs, isQuick, isPlanted, stage, tell })
    .catch((error: unknown): Outcome => ({ violations: [`it ended with ${String(error)}`], figures: {} }))
  const outcome = isPlanted ? judgePlanted(scenario, played, tell) : played
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10
  results[name] = { ...outcome, rows: scenario.rows, seed, runs, seconds }
  Object.entries(outcome.figures).forEach(([figure, value]) => tell(`${figure}: ${value}`))
  if (outcome.skipped !== undefined) {
    tell(`left out: ${outcome.skipped}`)
    return
  }
  outcome.violations.forEach((violation) => tell(`VIOLATION ${violation}`))
  if (outcome.violations.length > 0) {
    const again = outcome.replay ?? { seed, runs }
    tell(`to see it again: npm run faults -- ${name} --seed ${again.seed} --runs ${again.runs}`)
  }
  console.log(`${outcome.violations.length === 0 ? 'ok' : 'FAILED'}  ${name}  ${seconds} s`)
}

/** The bug is to be found, by what the scenario looks for: an end by an error is none. */
function judgePlanted({ plant = '' }: Scenario, played: Outcome, tell: (line: string) => void): Outcome {
  const found = played.violations.find((violation) => !violation.startsWith('it ended with'))
  tell(`planted: ${plant}`)
  if (found === undefined && played.skipped === undefined) {
    return { ...played, violations: [...played.violations, 'the planted bug was not found'] }
  }
  tell(`found: ${found ?? 'not played'}`)
  return { ...played, violations: [] }
}
