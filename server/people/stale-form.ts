import { isDeepStrictEqual } from 'node:util'
import { conflict } from '../platform/problems.ts'

/**
 * Whether a form was filled in on the row as it is now. `false`: it is older, yet all it says already stands (the same
 * click, sent twice), so nothing is to be written. Otherwise 409 with the fields that differ, by name.
 */
export function isFresh<T extends object>(
  current: T & { version: number },
  sent: Partial<T> & { version: number },
): boolean {
  if (sent.version === current.version) {
    return true
  }
  const { version: _version, ...fields } = sent
  const differing = Object.entries(fields)
    .filter(([name, value]) => value !== undefined && !isDeepStrictEqual(value, current[name as keyof T]))
    .map(([name]) => name)
  if (differing.length > 0) {
    throw conflict('changed-meanwhile', { version: current.version, fields: differing })
  }
  return false
}

/** The names of the fields given, as codes of the audit log: `timeZone` is `time-zone`. */
export function fieldCodes(sent: object): string[] {
  return Object.entries(sent)
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`))
    .toSorted()
}
