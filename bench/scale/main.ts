// Practices with years behind them, loaded once for every later bench: `npm run load -- SIZE [--seed N] [--acts N]`, into
// DATA_DIR/bench/SIZE. The same seed writes the same history; keys are drawn anew.
import { parseArgs } from 'node:util'
import { keptDirectory } from './kept.ts'
import { loadSize } from './load-size.ts'
import { sizes } from './sizes.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, acts: { type: 'string' } },
})
const [name = ''] = positionals
const size = Object.hasOwn(sizes, name) ? sizes[name] : undefined
const seed = Number(values.seed)
const acts = Number(values.acts ?? size?.acts)
if (size === undefined || positionals.length > 1) {
  console.error(`Say which size: ${Object.keys(sizes).join(', ')}.`)
  process.exit(2)
}
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(acts) || acts < 0) {
  console.error('--seed and --acts are whole numbers.')
  process.exit(2)
}
await loadSize(keptDirectory(name), { ...size, acts, name, seed }, (line) => console.log(line))
console.log(`Size ${name} is in ${keptDirectory(name)}.`)
