import { readFile, writeFile } from 'node:fs/promises'
import { configTable } from '../server/config.ts'

/** Writes the table of configuration into README.md and .env.example from the one in server/config.ts; `--check` fails when stale. */
const readme = new URL('../README.md', import.meta.url)
const example = new URL('../.env.example', import.meta.url)
const begin = '<!-- configuration:begin -->'
const end = '<!-- configuration:end -->'

const table = [
  '| Variable | Default | What it does |',
  '|---|---|---|',
  ...configTable.map((row) => `| \`${row.name}\` | ${row.default} | ${row.does} |`),
].join('\n')
const environment = `${configTable.map((row) => `# ${row.does} Default: ${row.default}.\n#${row.name}=${row.example}`).join('\n\n')}\n`

const text = await readFile(readme, 'utf8')
const wanted = `${text.slice(0, text.indexOf(begin) + begin.length)}\n${table}\n${text.slice(text.indexOf(end))}`
if (process.argv.includes('--check')) {
  if (text !== wanted || (await readFile(example, 'utf8').catch(() => '')) !== environment) {
    console.error('The configuration table is stale: run `node scripts/config-table.ts`.')
    process.exitCode = 1
  }
} else {
  await writeFile(readme, wanted)
  await writeFile(example, environment)
}
