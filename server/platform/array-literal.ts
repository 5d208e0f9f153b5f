import assert from 'node:assert/strict'

export type Values = { uuid: string; text: string; integer: number; boolean: boolean; timestamptz: Date; bytea: Buffer }
export type SqlType = keyof Values

/**
 * An array as PostgreSQL reads it (manual, 8.15.6): `{a,b,NULL}`. By its type, because only text has anything to escape; the
 * driver looks at each value for what it may be, and writes a time digit by digit.
 */
export function arrayLiteral(type: SqlType, values: unknown[]): string {
  const write = writers[type] as (value: unknown) => string
  let literal = '{'
  for (let at = 0; at < values.length; at++) {
    const value = values[at]
    literal += at === 0 ? '' : ','
    literal += value === null || value === undefined ? 'NULL' : write(value)
  }
  return `${literal}}`
}

const writers: { [T in SqlType]: (value: Values[T]) => string } = {
  uuid: (value) => {
    assert(uuidForm.test(value), 'not a UUID')
    return value
  },
  text: (value) => `"${/["\\]/.test(value) ? value.replace(/["\\]/g, '\\$&') : value}"`,
  integer: (value) => {
    assert(Number.isInteger(value), 'not an integer')
    return String(value)
  },
  boolean: (value) => (value ? 't' : 'f'),
  timestamptz: (value) => `"${value.toISOString()}"`,
  bytea: (value) => `"\\\\x${value.toString('hex')}"`,
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
