// What happens when things break: `npm run faults [-- NAMES] [--seed N] [--runs N] [--quick] [--json FILE] [--list]`.
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
  const isQuick = values.quick
  if (isQuick && scenario.quick === null && positionals.length === 0) {
    return
  }
  const runs = Number(values.runs ?? (isQuick ? (scenario.quick ?? 1) : scenario.runs))
  console.log(`${name} (${scenario.rows.join(', ')}), seed ${seed}, runs ${runs} …`)
  const startedAt = performance.now()
  const stage = () => (shared ??= openStage())
  const tell = (line: string) => console.log(`  ${line}`)
  const outcome = await scenario
    .play({ seed, runs, isQuick, stage, tell })
    .catch((error: unknown): Outcome => ({ violations: [`it ended with ${String(error)}`], figures: {} }))
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
