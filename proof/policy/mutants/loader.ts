// Loads a copy of the policy's modules with one fault in it: `…/tasks.ts?mutant=17`, and what it imports of them likewise.
import { readFileSync } from 'node:fs'
import { registerHooks, stripTypeScriptTypes } from 'node:module'
import { fileURLToPath } from 'node:url'
import { isPolicy } from './modules.ts'
import { type Mutant, plant } from './mutate.ts'

export function plantOnLoad(root: string, mutants: Mutant[]): void {
  registerHooks({
    resolve(specifier, context, next) {
      const copy = /\?mutant=\d+$/.exec(context.parentURL ?? '')?.[0]
      const found = next(specifier, context)
      return copy !== undefined && isPolicy(found.url) ? { ...found, url: `${found.url}${copy}` } : found
    },
    load(url, context, next) {
      const number = /\?mutant=(\d+)$/.exec(url)?.[1]
      if (number === undefined) {
        return next(url, context)
      }
      const path = fileURLToPath(url)
      const mutant = mutants[Number(number)]
      const source = readFileSync(path, 'utf8')
      const isHere = mutant !== undefined && path === `${root}/${mutant.path}`
      const text = stripTypeScriptTypes(isHere ? plant(source, mutant) : source)
      return { format: 'module', source: text, shortCircuit: true }
    },
  })
}
