import { readFile, writeFile } from 'node:fs/promises'
import { toOpenApi } from '../shared/openapi.ts'

/** `npm run openapi` writes the snapshot; `--check` fails when it is stale. */
const file = new URL('../openapi.json', import.meta.url)
if (import.meta.main) {
  const text = `${JSON.stringify(toOpenApi(), null, 2)}\n`
  if (process.argv.includes('--check')) {
    if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
      console.error('openapi.json is not what the endpoints say: run `npm run openapi` and read the difference.')
      process.exitCode = 1
    }
  } else {
    await writeFile(file, text)
  }
}
