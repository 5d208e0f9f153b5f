import type { HealthNumber, HealthNumberResult } from '../health-number.ts'
import type { Language } from '../locales/index.ts'

/** What differs from province to province, as data: phone lines, holidays, health numbers. */
export type Region = {
  readonly code: RegionCode
  readonly name: InBothLanguages
  /** Where most of the region lives; a practice sets its own. */
  readonly timeZone: string
  /** Lines for what cannot wait, most urgent first. Shown on every page of writing and in every automatic reply. */
  readonly urgentLines: readonly PhoneLine[]
  /** Other free lines a clinic may point to. */
  readonly supportLines: readonly PhoneLine[]
  /** The statutory holidays of a year, in order. */
  readonly holidays: (year: number) => readonly Holiday[]
  readonly holidayNames: Readonly<Record<HolidayKey, InBothLanguages>>
  readonly healthNumber: HealthNumberRules
}

/** Whom to call if it can’t wait, in the order in which it must be read: the emergency line, the clinic, the other lines. */
export function whomToCall<T>(region: Region, clinic: T, lineOf: (line: PhoneLine) => T): T[] {
  const [emergency, ...others] = region.urgentLines.map(lineOf)
  return [...(emergency === undefined ? [] : [emergency]), clinic, ...others]
}

export type RegionCode = 'ca-on'

export type InBothLanguages = Readonly<Record<Language, string>>

/** A public phone line: `number` as people read it, `tel` and `sms` as links, `advice` as one whole sentence. */
export type PhoneLine = {
  readonly key: string
  readonly number: string
  readonly tel: `tel:${string}`
  readonly sms?: `sms:${string}`
  /** Teletypewriter, for people who are deaf or hard of hearing. */
  readonly tty?: { readonly number: string; readonly tel: `tel:${string}` }
  readonly name: InBothLanguages
  readonly advice: InBothLanguages
}

export type HolidayKey =
  | 'new-year'
  | 'family-day'
  | 'good-friday'
  | 'victoria-day'
  | 'canada-day'
  | 'labour-day'
  | 'thanksgiving'
  | 'christmas-day'
  | 'boxing-day'

/** A holiday's calendar date, 'YYYY-MM-DD'. */
export type Holiday = { readonly date: string; readonly key: HolidayKey }

export type HealthNumberRules = {
  readonly name: InBothLanguages
  readonly example: string
  readonly system: string
  readonly acceptedSystems: readonly string[]
  readonly parse: (typed: string) => HealthNumberResult
  readonly format: (value: HealthNumber) => string
}
