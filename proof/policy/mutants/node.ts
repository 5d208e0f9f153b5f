/** A node of the syntax tree, as the parser gives it (ESTree with TypeScript). */
export type Node = { type: string; start: number; end: number; [key: string]: unknown }
export type Swap = { start: number; end: number; to: string }
export function calledBy(call: Node): string {
  const callee = call['callee'] as Node
  const property = callee.type === 'MemberExpression' ? (callee['property'] as Node) : callee
  return typeof property['name'] === 'string' ? property['name'] : ''
}
