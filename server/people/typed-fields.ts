import { z } from 'zod'
import { limits } from '../../shared/limits.ts'
import type { HealthNumber } from '../../shared/health-number.ts'
import { regions } from '../../shared/regions/index.ts'
import type { RegionCode } from '../../shared/regions/region.ts'
import { cleanLine, cleanText, countCharacters, type TextResult } from '../../shared/text.ts'
import { type FieldProblem, invalid } from '../platform/problems.ts'

type Both = { en: string; fr: string }

/** Reads the typed fields of one form; every field that is wrong is named in one 422. Undefined fields stay undefined. */
export function readFields<T>(read: (fields: Fields) => T): T {
  const problems: FieldProblem[] = []
  const value = read(fieldsInto(problems))
  if (problems.length > 0) {
    throw invalid(...problems)
  }
  return value
}

export type Fields = ReturnType<typeof fieldsInto>

function fieldsInto(problems: FieldProblem[]) {
  const refuse = (path: string, code: string, limit?: number) => {
    problems.push({ path, code, ...(limit !== undefined && { limit }) })
  }
  const clean = (path: string, result: TextResult, characters: number): string => {
    if (!result.ok) {
      refuse(path, result.problem)
      return ''
    }
    if (countCharacters(result.text) > characters) {
      refuse(path, 'too-long', characters)
    }
    return result.text
  }
  const line = (path: string, typed: string, characters: number) => clean(path, cleanLine(typed), characters)
  const inBoth = (path: string, typed: Both, read: (path: string, typed: string) => string): Both => ({
    en: read(`${path}.en`, typed.en),
    fr: read(`${path}.fr`, typed.fr),
  })
  return {
    refuse,
    line,
    text: (path: string, typed: string, characters: number) => clean(path, cleanText(typed), characters),
    name: (path: string, typed: string) => line(path, typed, limits.nameCharacters),
    nameInBoth: (path: string, typed: Both) => inBoth(path, typed, (at, text) => line(at, text, limits.nameCharacters)),
    helpInBoth: (path: string, typed: Both) =>
      inBoth(path, typed, (at, text) => clean(at, cleanText(text), limits.helpCharacters)),
    /** Kept as typed, on one line; it must look like something that can be dialled. */
    phone: (path: string, typed: string): string => {
      const text = line(path, typed, limits.phoneCharacters)
      if (text !== '' && !isPhone(text)) {
        refuse(path, 'phone')
      }
      return text
    },
    email: (path: string, typed: string): string => {
      const text = line(path, typed, limits.emailCharacters)
      if (text !== '' && !z.email().safeParse(text).success) {
        refuse(path, 'email')
      }
      return text
    },
    /** The whole address of a page that patients are sent to: never one without encryption. */
    webPage: (path: string, typed: string): string => {
      const text = line(path, typed, limits.bookingUrlCharacters)
      if (text !== '' && !(URL.canParse(text) && new URL(text).protocol === 'https:')) {
        refuse(path, 'web-page')
      }
      return text
    },
    /** `today` is the practice's date: somebody born today is a patient too. */
    birthDate: (path: string, date: string, today: string): string => {
      if (date < earliestBirth) {
        refuse(path, 'too-early')
      } else if (date > today) {
        refuse(path, 'in-future')
      }
      return date
    },
    healthNumber: (path: string, typed: string, region: RegionCode): HealthNumber | null => {
      const parsed = regions[region].healthNumber.parse(typed)
      if (!parsed.ok) {
        refuse(path, `health-number-${parsed.problem}`)
        return null
      }
      return parsed.value
    },
    timeZone: (path: string, typed: string): string => {
      if (!isTimeZone(typed)) {
        refuse(path, 'time-zone')
      }
      return typed
    },
  }
}

/** No answer and an empty answer are the same: null. */
export function emptyToNull(typed: string | null): string | null {
  return typed === null || typed.trim() === '' ? null : typed
}

const earliestBirth = '1900-01-01'

/** Digits in any grouping, a plus in front, an extension behind; E.164 has at most 15 digits. */
function isPhone(text: string): boolean {
  const parts = /^\+?(?<number>[\d\s().\-/]+)(?:(?:x|ext\.?|poste|#)\s*\d{1,6})?$/i.exec(text)?.groups
  const digits = (parts?.['number'] ?? '').replaceAll(/\D/g, '').length
  return digits >= 7 && digits <= 15
}

/** A name of the time zone database: an offset alone knows no daylight saving time. */
function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z_]+\/[A-Za-z_/+-]+$/.test(text)) {
    return false
  }
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
