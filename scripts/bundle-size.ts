// What the patient's first view loads, compressed: fails when it is more than the limit. `node scripts/bundle-size.ts [FOLDER]`
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { limits } from '../shared/limits.ts'
import { languages } from '../shared/locales/index.ts'

const folder = process.argv[2] ?? join(import.meta.dirname, '../web/dist')
const assets = join(folder, 'assets')

const first = scriptsIn(readFileSync(join(folder, 'index.html'), 'utf8')).flatMap((file) => [...withImports(file)])
let isTooMuch = false
for (const language of languages) {
  const files = new Set([...first, ...withImports(sentencesOf(language))])
  const sizes = [...files].map((file) => ({
    file,
    bytes: gzipSync(readFileSync(join(assets, file)), { level: 9 }).length,
  }))
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  isTooMuch ||= total > limits.firstViewScriptBytes
  console.log(
    `The patient's first view (${language}): ${inKilobytes(total)} of ${inKilobytes(limits.firstViewScriptBytes)}`,
  )
  for (const { file, bytes } of sizes.toSorted((a, b) => b.bytes - a.bytes)) {
    console.log(`  ${inKilobytes(bytes).padStart(9)}  ${file}`)
  }
}
if (isTooMuch) {
  console.error('That is too much script for a slow line.')
  process.exit(1)
}

/** The module scripts of a page, by file name. */
function scriptsIn(html: string): string[] {
  return [...html.matchAll(/<script type="module"[^>]* src="\/assets\/([^"]+)"/g)].map(([, file = '']) => file)
}

/** A file and all that it imports before it runs; what it imports later, when a page needs it, is not of the first view. */
function withImports(file: string, seen = new Set<string>()): Set<string> {
  if (!seen.has(file)) {
    seen.add(file)
    const code = readFileSync(join(assets, file), 'utf8')
    for (const [, imported = ''] of code.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([\w.-]+\.js)["']/g)) {
      withImports(imported, seen)
    }
  }
  return seen
}

/** The file with the sentences of one language, which start.tsx asks for by itself. */
function sentencesOf(language: string): string {
  for (const file of first) {
    const code = readFileSync(join(assets, file), 'utf8')
    const found = new RegExp(`["'\`]\\./(patient-${language}-[\\w-]+\\.js)["'\`]`).exec(code)?.[1]
    if (found) {
      return basename(found)
    }
  }
  throw new Error(`the build has no sentences for patients in ${language}`)
}

function inKilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`
}
