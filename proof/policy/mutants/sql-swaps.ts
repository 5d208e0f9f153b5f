// What can go wrong in one place of SQL that is written into a template.
import type { Node, Swap } from './node.ts'

const swaps: [RegExp, string][] = [
  [/\bor\b/g, 'and'],
  [/\band\b/g, 'or'],
  [/<=/g, '<'],
  [/<=/g, '>'],
  [/(?<![<>])=(?!=)/g, '<>'],
  [/(?<=\s)>(?!=)/g, '>='],
  [/(?<=\s)>(?!=)/g, '<='],
  [/\bis null\b/g, 'is not null'],
  [/\bexists\b/g, 'not exists'],
  [/\bin(?= \()/g, 'not in'],
  [/'\w+', /g, ''],
  [/, '\w+'/g, ''],
  [/\btrue\b/g, 'false'],
]

export function sqlSwaps(node: Node, above: Node[], source: string): Swap[] {
  const tag = above[0]?.type === 'TaggedTemplateExpression' ? (above[0]['tag'] as Node) : undefined
  if (node.type !== 'TemplateLiteral' || tag === undefined || !source.slice(tag.start, tag.end).startsWith('sql')) {
    return []
  }
  return (node['quasis'] as Node[]).flatMap((quasi) => {
    const text = source.slice(quasi.start, quasi.end)
    return swaps.flatMap(([pattern, to]) =>
      [...text.matchAll(pattern)].map(({ index, 0: found }) => ({
        start: quasi.start + index,
        end: quasi.start + index + found.length,
        to,
      })),
    )
  })
}
