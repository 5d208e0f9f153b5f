// How fast it is: `npm run bench [-- NAMES] [--json FILE] [--save] [--full] [--quick] [--rounds N] [--seconds N]`. Never
// part of the tests. `--quick` shows that the instrument works, on hardly any rows: its figures say nothing.
import { mkdir, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { audit } from './audit.ts'
import { backups } from './backup.ts'
import type { Bench } from './bench.ts'
import { crypto } from './crypto.ts'
import { type Figure, printTable } from './figures.ts'
import { files } from './files.ts'
import { live } from './live.ts'
import { describeMachine } from './machine.ts'
import { memory } from './memory.ts'
import { overload } from './overload.ts'
import { queue } from './queue.ts'
import { read } from './read.ts'
import { rules } from './rules.ts'
import { search } from './search.ts'
import { seeing } from './seeing.ts'
import { send } from './send.ts'
import { start } from './start.ts'
import { web } from './web.ts'

const benches: Record<string, Bench> = {
  send,
  read,
  queue,
  search,
  seeing,
  rules,
  live,
  overload,
  files,
  audit,
  backup: backups,
  crypto,
  start,
  web,
  memory,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    save: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    // pgbench opens its connections anew in each round, and a round has to outlast their first, slow statements.
    seconds: { type: 'string', default: '5' },
  },
})
const names = positionals.length > 0 ? positionals : Object.keys(benches)
const unknown = names.filter((name) => !Object.hasOwn(benches, name))
if (unknown.length > 0) {
  console.error(`No bench is called ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`)
  process.exit(2)
}

const machine = await describeMachine()
console.log(
  Object.entries(machine)
    .map(([name, value]) => `${name}: ${value}`)
    .join(' · '),
)
const all: Record<string, Figure[]> = {}
for (const name of names) {
  console.error(`${name} …`)
  all[name] =
    (await benches[name]?.({
      rounds: values.quick ? 1 : Number(values.rounds),
      seconds: values.quick ? 1 : Number(values.seconds),
      isFull: values.full,
      isTiny: values.quick,
    })) ?? []
}
const figures = Object.values(all)
  .flat()
  .map((figure) => (values.quick ? { ...figure, met: null } : figure))
console.log(printTable(figures))
if (values.json !== undefined) {
  await writeFile(values.json, toJson(figures))
}
if (values.save && !values.quick) {
  const folder = new URL('results/', import.meta.url)
  await mkdir(folder, { recursive: true })
  const today = new Date().toISOString().slice(0, 10)
  for (const [name, rows] of Object.entries(all)) {
    await writeFile(new URL(`${name}-${today}.json`, folder), toJson(rows))
  }
}
process.exit(figures.some(({ met }) => met === false) ? 1 : 0)

function toJson(rows: Figure[]): string {
  return `${JSON.stringify({ at: new Date().toISOString(), machine, rows }, null, 2)}\n`
}
