/**
 * An array as the product writes it for PostgreSQL, `{a,NULL,"b"}`, taken apart: its ids and numbers are looked at one by one when a
 * recorded statement becomes a script. Arrays within arrays there are none.
 */
export function readArray(literal: string): unknown[] {
  const items: unknown[] = []
  // An element is quoted, with a backslash before what would end it, or plain up to the comma.
  for (const [, quoted, plain] of literal.slice(1, -1).matchAll(/(?:"((?:[^"\\]|\\.)*)"|([^,"]+))(?:,|$)/gs)) {
    items.push(quoted === undefined ? plainValue(plain ?? '') : quotedValue(quoted.replaceAll(/\\(.)/gs, '$1')))
  }
  return items
}

function plainValue(text: string): unknown {
  return text === 'NULL' ? null : /^-?\d+$/.test(text) ? Number(text) : text
}

function quotedValue(text: string): unknown {
  return /^\\x(?:[0-9a-f]{2})*$/.test(text) ? Buffer.from(text.slice(2), 'hex') : text
}
