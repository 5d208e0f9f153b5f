import type { PdfValue } from './pdf-values.ts'

/** Reads the objects of PDF's syntax (ISO 32000-1, 7.2 and 7.3) one after the other; a keyword is given as itself. */
export type Tokens = {
  /** The next value or keyword; undefined at the end. Throws on what is no PDF. */
  next(): PdfValue | { kind: 'keyword'; word: string } | undefined
  position(): number
  seek(position: number): void
}
export type Keyword = { kind: 'keyword'; word: string }

export class PdfSyntaxError extends Error {
  override name = 'PdfSyntaxError'
}

const space = /[\0\t\n\f\r ]/
const regular = /[^\0\t\n\f\r ()<>[\]{}/%]/

/** `source` holds one character for each byte. */
export function readTokens(source: string, start = 0): Tokens {
  let at = start

  const fail = (why: string): never => {
    throw new PdfSyntaxError(`${why} at byte ${at}`)
  }
  const skipSpace = (): void => {
    while (at < source.length) {
      if (source[at] === '%') {
        while (at < source.length && source[at] !== '\n' && source[at] !== '\r') {
          at++
        }
      } else if (space.test(source[at] ?? '')) {
        at++
      } else {
        return
      }
    }
  }
  const word = (): string => {
    const from = at
    while (at < source.length && regular.test(source[at] ?? '')) {
      at++
    }
    return source.slice(from, at)
  }
  const literal = (): PdfValue => {
    const out: number[] = []
    let depth = 1
    for (at++; depth > 0; at++) {
      const c = source[at] ?? fail('a string has no end')
      if (c === '\\') {
        at++
        const escaped = source[at] ?? fail('a string has no end')
        const octal = /^[0-7]{1,3}/.exec(source.slice(at, at + 3))?.[0]
        if (octal !== undefined) {
          out.push(Number.parseInt(octal, 8) & 255)
          at += octal.length - 1
        } else if (escaped === '\r' || escaped === '\n') {
          at += escaped === '\r' && source[at + 1] === '\n' ? 1 : 0
        } else {
          out.push((escapes[escaped] ?? escaped).charCodeAt(0))
        }
        continue
      }
      depth += c === '(' ? 1 : c === ')' ? -1 : 0
      if (depth > 0) {
        out.push(c.charCodeAt(0))
      }
    }
    return { kind: 'string', bytes: Buffer.from(out), isHex: false }
  }
  const hexadecimal = (): PdfValue => {
    const end = source.indexOf('>', at)
    const digits = end === -1 ? fail('a string has no end') : source.slice(at + 1, end).replace(/[\0\t\n\f\r ]/g, '')
    if (!/^(?:[0-9A-Fa-f]{2})*$/.test(digits)) {
      // ISO 19005-3, 6.1.6: an even number of digits, and nothing else.
      fail('a hexadecimal string is not pairs of digits')
    }
    at = end + 1
    return { kind: 'string', bytes: Buffer.from(digits, 'hex'), isHex: true }
  }
  const nameToken = (): PdfValue => {
    at++
    const decoded = word().replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )
    return { kind: 'name', name: decoded }
  }
  const until = (end: string): PdfValue[] => {
    const items: PdfValue[] = []
    for (;;) {
      skipSpace()
      if (source.startsWith(end, at)) {
        at += end.length
        return items
      }
      const item = next() ?? fail(`no ${end}`)
      if (typeof item === 'object' && item?.kind === 'keyword') {
        fail(`the word ${item.word} where a value belongs`)
      }
      items.push(item as PdfValue)
    }
  }
  const dictionaryToken = (): PdfValue => {
    at += 2
    const items = until('>>')
    const entries = new Map<string, PdfValue>()
    for (let i = 0; i < items.length; i += 2) {
      const key = items[i]
      if (typeof key !== 'object' || key?.kind !== 'name' || i + 1 >= items.length || entries.has(key.name)) {
        return fail('a dictionary is not names with one value each')
      }
      entries.set(key.name, items[i + 1] ?? null)
    }
    return { kind: 'dictionary', entries }
  }
  const numberOrReference = (text: string): PdfValue => {
    const reference = /^[\0\t\n\f\r ]+(\d+)[\0\t\n\f\r ]+R(?![^\0\t\n\f\r ()<>[\]{}/%])/.exec(source.slice(at, at + 40))
    if (/^\d+$/.test(text) && reference !== null) {
      at += reference[0].length
      return { kind: 'reference', id: Number(text) }
    }
    return Number(text)
  }
  function next(): ReturnType<Tokens['next']> {
    skipSpace()
    const c = source[at]
    if (c === undefined) {
      return undefined
    }
    if (c === '(') {
      return literal()
    }
    if (source.startsWith('<<', at)) {
      return dictionaryToken()
    }
    if (c === '<') {
      return hexadecimal()
    }
    if (c === '/') {
      return nameToken()
    }
    if (c === '[') {
      at++
      return { kind: 'array', items: until(']') }
    }
    const text = word()
    if (text === '') {
      return fail(`a stray ${c}`)
    }
    if (/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text)) {
      return numberOrReference(text)
    }
    return text === 'true' || text === 'false'
      ? text === 'true'
      : text === 'null'
        ? null
        : { kind: 'keyword', word: text }
  }
  return { next, position: () => at, seek: (position) => (at = position) }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }
