// The faults: every comparison turned, every condition made true and false, every literal changed, every statement, refusal
// and row condition left out, one at a time. Types, the names of columns that are only selected and the words of errors are
// no part of a decision and stay.
import { readFileSync } from 'node:fs'
import { parseSync } from 'vite'
import { calledBy, type Node, type Swap } from './node.ts'
import { swapsOf } from './swaps.ts'
import { sqlSwaps } from './sql-swaps.ts'
import { modules } from './modules.ts'

export type Mutant = Swap & {
  number: number
  path: string
  /** The function it is in. */
  within: string
  was: string
  /** One of several that read the same in that function. */
  nth: number
}

/** Every fault of every module, in the order of their places. */
export function listMutants(root: string): Mutant[] {
  const mutants: Mutant[] = []
  for (const { path, only } of modules) {
    const source = readFileSync(`${root}/${path}`, 'utf8')
    const seen = new Map<string, number>()
    visit(parseSync(path, source).program as unknown as Node, [], '', (node, above, within) => {
      if (only !== undefined && !only.includes(within)) {
        return
      }
      for (const swap of [...swapsOf(node, above, source), ...sqlSwaps(node, above, source)]) {
        const was = source.slice(swap.start, swap.end)
        const name = `${within} ${was} ${swap.to}`
        const nth = (seen.get(name) ?? 0) + 1
        seen.set(name, nth)
        mutants.push({ ...swap, number: mutants.length, path, within, was, nth })
      }
    })
  }
  return mutants
}

/** What a fault is called: it stays so while the function and the words in it do. */
export function nameOf({ path, within, was, to, nth }: Mutant): string {
  const short = (text: string) => text.replaceAll(/\s+/g, ' ')
  return `${path} ${within}: ${short(was)} → ${short(to) || 'nothing'}${nth === 1 ? '' : ` (${nth})`}`
}

export function plant(source: string, { start, end, to }: Swap): string {
  return source.slice(0, start) + to + source.slice(end)
}

type Look = (node: Node, above: Node[], within: string) => void

function visit(node: Node, above: Node[], within: string, look: Look): void {
  if (isLeftOut(node, above[0])) {
    return
  }
  const named = nameOfFunction(node)
  const inside = named ?? within
  look(node, above, inside)
  for (const [key, value] of Object.entries(node)) {
    if (typesOnly.has(key)) {
      continue
    }
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) {
        visit(child, [node, ...above], inside, look)
      }
    }
  }
}

const typesOnly = new Set(['typeAnnotation', 'typeArguments', 'typeParameters', 'returnType', 'superTypeArguments'])

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}

function isLeftOut(node: Node, parent: Node | undefined): boolean {
  const isType =
    node.type.startsWith('TS') &&
    !['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression'].includes(node.type)
  return isType || node.type === 'ImportDeclaration' || (parent !== undefined && isSaid(node, parent))
}

/** What is selected and not decided on; what an error says; what a statement is called. */
function isSaid(node: Node, parent: Node): boolean {
  if (parent.type === 'NewExpression') {
    return node !== parent['callee']
  }
  if (parent.type !== 'CallExpression' || node === parent['callee']) {
    return false
  }
  const called = calledBy(parent)
  const isFirst = (parent['arguments'] as Node[])[0] === node
  return (
    ['select', 'selectAll', 'as'].includes(called) ||
    (called === 'assert' && !isFirst) ||
    (isFirst && node.type === 'Literal' && naming.includes(called))
  )
}

/** Their first word names a table, a column or a statement: another one is refused by the database. */
const naming = [
  'selectFrom',
  'innerJoin',
  'leftJoin',
  'where',
  'onRef',
  'on',
  'forNoKeyUpdate',
  'orderBy',
  'ref',
  'questionOf',
]

function nameOfFunction(node: Node): string | undefined {
  const id = node['id'] as Node | null | undefined
  const isNamed = node.type === 'FunctionDeclaration' || node.type === 'VariableDeclarator'
  const init = node['init'] as Node | null | undefined
  if (!isNamed || typeof id?.['name'] !== 'string') {
    return undefined
  }
  return node.type === 'FunctionDeclaration' || init?.type === 'ArrowFunctionExpression' ? id['name'] : undefined
}
