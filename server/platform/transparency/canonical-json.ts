import assert from 'node:assert/strict'
import { limits } from '../../../shared/limits.ts'

/**
 * The one written form of a JSON value (RFC 8785, JCS), as UTF-8: members in the order of their names' UTF-16 code
 * units, no white space, numbers and escapes as ECMAScript writes them. Throws on what JSON cannot hold exactly.
 */
export function canonicalJson(value: unknown): Buffer {
  return Buffer.from(write(value, 0), 'utf8')
}

function write(value: unknown, depth: number): string {
  if (value === null || typeof value === 'boolean') {
    return String(value)
  }
  if (typeof value === 'number') {
    assert(Number.isFinite(value), 'canonical JSON has no NaN and no Infinity')
    return String(value)
  }
  if (typeof value === 'string') {
    return writeString(value)
  }
  assert(typeof value === 'object', `canonical JSON has no ${typeof value}`)
  assert(depth < limits.jsonDepth, `canonical JSON is at most ${limits.jsonDepth} levels deep`)
  return Array.isArray(value) ? writeArray(value, depth + 1) : writeObject(value, depth + 1)
}

/** JSON.stringify escapes as RFC 8785, 3.2.2.2 asks, once lone surrogates are out. */
function writeString(text: string): string {
  assert(text.isWellFormed(), 'canonical JSON has no lone surrogates')
  return JSON.stringify(text)
}

/** Array.from shows the holes of an array, which map would leave out. */
function writeArray(items: unknown[], depth: number): string {
  return `[${Array.from(items, (item) => write(item, depth)).join(',')}]`
}

function writeObject(object: object, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(object)
  assert(prototype === Object.prototype || prototype === null, 'canonical JSON has plain objects only')
  // JavaScript compares strings by UTF-16 code units, as RFC 8785, 3.2.3 asks.
  const members = Object.entries(object).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${writeString(name)}:${write(member, depth)}`).join(',')}}`
}
