import { limits } from '../../shared/limits.ts'
import { Problem } from './problems.ts'

/** JSON as a contract: duplicate keys, deep nesting and prototype keys are refused instead of guessed at. */
export function parseStrictJson(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Problem(400, 'json-malformed')
  }
  scan(text)
  return value
}

/** Walks over text already known to be JSON. */
function scan(text: string): void {
  const open: (Set<string> | null)[] = []
  for (let i = 0; i < text.length; i++) {
    switch (text[i]) {
      case '{':
      case '[':
        open.push(text[i] === '{' ? new Set() : null)
        if (open.length > limits.jsonDepth) {
          throw new Problem(400, 'json-too-deep')
        }
        break
      case '}':
      case ']':
        open.pop()
        break
      case '"': {
        const end = endOfString(text, i)
        if (isKey(text, end)) {
          refuseKey(JSON.parse(text.slice(i, end)) as string, open.at(-1))
        }
        i = end - 1
        break
      }
    }
  }
}

function endOfString(text: string, start: number): number {
  let i = start + 1
  while (text[i] !== '"') {
    i += text[i] === '\\' ? 2 : 1
  }
  return i + 1
}

function isKey(text: string, after: number): boolean {
  let i = after
  while (text[i] === ' ' || text[i] === '\n' || text[i] === '\r' || text[i] === '\t') {
    i++
  }
  return text[i] === ':'
}

function refuseKey(key: string, seen: Set<string> | null | undefined): void {
  if (key === '__proto__' || key === 'constructor' || key === 'prototype') {
    throw new Problem(400, 'json-key-refused')
  }
  if (seen?.has(key)) {
    throw new Problem(400, 'json-duplicate-key', { fields: [{ path: key.slice(0, 60), code: 'duplicate' }] })
  }
  seen?.add(key)
}
