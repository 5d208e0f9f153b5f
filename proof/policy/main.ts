// The policy against its second implementation: `npm run policy [-- cells|worlds|mutants] [--quick] [--seed N] [--json FILE]`.
// A finding is replayed with `--worlds NAME --at PATH`, or `--mutant NUMBER`. Exit 1 on a difference or an unexplained mutant.
// Mutants are many: `--among WORDS` tries those of a file or a function, `--from NUMBER` those from there on, and `--kept FILE`
// writes down what became of each at once, and the next time tries only those that were not told.
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { runCells } from './run-cells.ts'
import { runAllMutants } from './run-all-mutants.ts'
import { runWorlds } from './run-worlds.ts'
import { openStage } from './stage.ts'
import { printTable, type Row } from './table.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    worlds: { type: 'string' },
    at: { type: 'string' },
    mutant: { type: 'string' },
    among: { type: 'string', multiple: true },
    from: { type: 'string' },
    kept: { type: 'string' },
    json: { type: 'string' },
  },
})
const { quick: isQuick } = values
const seed = Number(values.seed)
const tell = (line: string) => console.error(line)
const parts = ['cells', 'worlds', 'mutants']
const unknown = positionals.filter((part) => !parts.includes(part))
if (unknown.length > 0) {
  console.error(`There are ${parts.join(', ')}, and no ${unknown.join(', ')}.`)
  process.exit(2)
}
const isReplay = values.worlds !== undefined || values.mutant !== undefined
const wanted = isReplay
  ? [values.mutant === undefined ? 'worlds' : 'mutants']
  : positionals.length > 0
    ? positionals
    : parts

const startedAt = performance.now()
const stage = await openStage()
const rows: Row[] = []
const findings: string[] = []
try {
  const only =
    values.worlds !== undefined && values.at !== undefined ? { worlds: values.worlds, at: values.at } : undefined
  const parted = [
    ...(wanted.includes('cells') ? [() => runCells(stage, { isQuick, tell })] : []),
    ...(wanted.includes('worlds') ? [() => runWorlds(stage, { isQuick, seed, tell, ...(only && { only }) })] : []),
    ...(wanted.includes('mutants')
      ? [
          () =>
            runAllMutants(stage, {
              isQuick,
              seed,
              tell,
              ...(values.mutant !== undefined && { only: Number(values.mutant) }),
              ...(values.from !== undefined && { from: Number(values.from) }),
              ...(values.among !== undefined && { among: values.among }),
              ...(values.kept !== undefined && { kept: values.kept }),
            }),
        ]
      : []),
  ]
  for (const part of parted) {
    const outcome = await part()
    rows.push(...outcome.rows)
    findings.push(...outcome.findings)
  }
} finally {
  await stage.close()
}
const seconds = Math.round((performance.now() - startedAt) / 1_000)
console.log(printTable(rows))
findings.forEach((finding) => console.log(`\n${finding}`))
console.log(`\n${findings.length} findings, ${seconds} s, seed ${seed}`)
if (values.json !== undefined) {
  await writeFile(
    values.json,
    `${JSON.stringify({ at: new Date().toISOString(), seed, rows, findings, seconds }, null, 2)}\n`,
  )
}
process.exit(findings.length > 0 ? 1 : 0)
