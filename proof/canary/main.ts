// `npm run canary [-- --quick] [--seed WORD] [--probe NAME] [--json FILE] [--self-test]`: exit 1 on any finding.
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { backup } from '../../server/commands/backup.ts'
import { printReport } from './report.ts'
import { runCanary } from './run.ts'
import { selfTest } from './self-test.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    seed: { type: 'string' },
    probe: { type: 'string' },
    json: { type: 'string' },
    'self-test': { type: 'boolean', default: false },
  },
})
const seed = values.seed ?? randomBytes(6).toString('hex')
const questionsEach = 300

if (values['self-test']) {
  const plants = await selfTest(seed)
  console.log(plants.map(({ plant, isFound }) => `${isFound ? 'found ' : 'MISSED'}  ${plant}`).join('\n'))
  process.exit(plants.every(({ isFound }) => isFound) ? 0 : 1)
}
const isWhole = !values.quick && values.probe === undefined
const report = await runCanary({
  seed,
  isQuick: values.quick,
  ...(values.probe !== undefined && { only: values.probe }),
  ...(isWhole && {
    questions: questionsEach,
    makeBackup: ({ place }, folder) => backup(['--to', folder], (line) => console.error(line), place.config),
  }),
  tell: (line) => console.error(line),
})
console.log(printReport(report))
if (values.json !== undefined) {
  await writeFile(values.json, `${JSON.stringify({ at: new Date().toISOString(), ...report }, null, 2)}\n`)
}
process.exit(report.findings > 0 ? 1 : 0)
