// What can go wrong in one place of TypeScript.
import { calledBy, type Node, type Swap } from './node.ts'

const opposites: Record<string, string[]> = {
  '===': ['!=='],
  '!==': ['==='],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '&&': ['||'],
  '||': ['&&'],
}
const otherCalls = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['min', 'max'],
  ['max', 'min'],
  ['add', 'subtract'],
  ['subtract', 'add'],
])
/** A call that narrows, orders or locks what it is called on. */
const narrowing = new Set([
  'where',
  'on',
  'onRef',
  'filter',
  'toSorted',
  'forNoKeyUpdate',
  'skipLocked',
  'orderBy',
  'slice',
])

export function swapsOf(node: Node, above: Node[], source: string): Swap[] {
  const [parent] = above
  const text = (part: Node) => source.slice(part.start, part.end)
  const whole = (to: string): Swap => ({ start: node.start, end: node.end, to })
  const child = (name: string) => node[name] as Node
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression': {
      const [left, right] = [child('left'), child('right')]
      const operator = String(node['operator'])
      const others = opposites[operator] ?? []
      const swapped = others.map((other) => whole(`${text(left)} ${other} ${text(right)}`))
      // `a || b && c` may not be mixed with `??`, which takes its left side alone instead.
      return operator === '??' ? [whole(text(left))] : isMixed(node, swapped) ? [] : swapped.map(inBrackets(node))
    }
    case 'UnaryExpression':
      return node['operator'] === '!' ? [whole(text(child('argument')))] : []
    case 'IfStatement':
    case 'ConditionalExpression':
      return [true, false].map((always) => ({ start: child('test').start, end: child('test').end, to: String(always) }))
    case 'Literal':
      return literal(node, parent).map(whole)
    case 'ReturnStatement':
      return node['argument'] === null || isUndefined(node['argument'] as Node) ? [] : [whole('return')]
    case 'ExpressionStatement':
      return [whole(';')]
    case 'ArrowFunctionExpression': {
      const body = child('body')
      return body.type === 'BlockStatement' ? [] : [{ start: body.start, end: body.end, to: 'undefined' }]
    }
    case 'ArrayExpression':
      return (node['elements'] as Node[]).map((element) => without(element, node['elements'] as Node[]))
    case 'CallExpression':
      return call(node, source)
    default:
      return []
  }
}

/** Said or left out, it is the same. */
function isUndefined(node: Node): boolean {
  return node.type === 'Identifier' && node['name'] === 'undefined'
}

function isMixed(node: Node, swapped: Swap[]): boolean {
  return swapped.length === 0 || [node['left'], node['right']].some((side) => (side as Node)['operator'] === '??')
}

/** `a && b` within another expression: the swapped one keeps together. */
function inBrackets(node: Node): (swap: Swap) => Swap {
  return (swap) => (node.type === 'LogicalExpression' ? { ...swap, to: `(${swap.to})` } : swap)
}

function literal(node: Node, parent: Node | undefined): string[] {
  const value = node['value']
  if (parent?.type === 'ArrayExpression' || (parent?.type === 'Property' && parent['key'] === node)) {
    return []
  }
  switch (typeof value) {
    case 'boolean':
      return [String(!value)]
    case 'number':
      return [String(value + 1)]
    case 'string':
      return value === '=' ? ["'<>'"] : value === '' ? ["'other'"] : ["''"]
    default:
      return []
  }
}

function without(element: Node, all: Node[]): Swap {
  const at = all.indexOf(element)
  const next = all[at + 1]
  const previous = all[at - 1]
  return next === undefined
    ? { start: previous?.end ?? element.start, end: element.end, to: '' }
    : { start: element.start, end: next.start, to: '' }
}

function call(node: Node, source: string): Swap[] {
  const callee = node['callee'] as Node
  const other = otherCalls.get(calledBy(node))
  if (callee.type !== 'MemberExpression') {
    return []
  }
  const property = callee['property'] as Node
  const object = callee['object'] as Node
  return [
    ...(other === undefined ? [] : [{ start: property.start, end: property.end, to: other }]),
    ...(narrowing.has(calledBy(node))
      ? [{ start: node.start, end: node.end, to: source.slice(object.start, object.end) }]
      : []),
  ]
}
