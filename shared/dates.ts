import { languageTag, type Language } from './locales/index.ts'

/**
 * An instant in words, in a zone: "Wednesday, November 25, 2026 at 5:00 p.m.",
 * « mercredi 25 novembre 2026 à 17 h 00 ». Spaces inside a time do not break.
 */
export function formatDateTime(language: Language, timeZone: string, date: Date): string {
  const day = formatDate(language, timeZone, date)
  const time = formatTime(language, timeZone, date)
  return language === 'fr' ? `${day} à ${time}` : `${day} at ${time}`
}

/** The day of an instant in a zone: "Wednesday, November 25, 2026", « mercredi 25 novembre 2026 ». */
export function formatDate(language: Language, timeZone: string, date: Date): string {
  return dayInWords(language, timeZone, date)
}

/** A calendar date ('YYYY-MM-DD', no zone) in words with its weekday. */
export function formatCalendarDate(language: Language, date: string): string {
  return dayInWords(language, 'UTC', new Date(`${date}T00:00:00Z`))
}

/** A birth date, of which nobody needs the weekday: "July 9, 1958", « 9 juillet 1958 ». */
export function formatBirthDate(language: Language, date: string): string {
  return dateInWords(language, partsIn(language, 'UTC', new Date(`${date}T00:00:00Z`)))
}

/** An instant for a log, row below row: "2026-11-25 5:00 p.m.", « 2026-11-25 17 h 00 ». */
export function formatStamp(language: Language, timeZone: string, date: Date): string {
  const digits = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
  const { year, month, day } = partsOf(formatter('en', timeZone, digits), date)
  return `${year}-${month}-${day} ${formatTime(language, timeZone, date)}`
}

/** The clock time of an instant in a zone: "5:00 p.m.", « 17 h 00 ». */
export function formatTime(language: Language, timeZone: string, date: Date): string {
  const parts = partsOf(formatter('en', timeZone, { hour: 'numeric', minute: '2-digit', hourCycle: 'h23' }), date)
  const hour = Number(parts.hour)
  if (language === 'fr') {
    return `${hour}${noBreak}h${noBreak}${parts.minute}`
  }
  return `${hour % 12 || 12}:${parts.minute}${noBreak}${hour < 12 ? 'a.m.' : 'p.m.'}`
}

const noBreak = '\u00A0'

/** Put together here, because engines differ in spaces and none writes « 1er ». */
function dayInWords(language: Language, timeZone: string, date: Date): string {
  const parts = partsIn(language, timeZone, date)
  const words = dateInWords(language, parts)
  return language === 'fr' ? `${parts.weekday} ${words}` : `${parts.weekday}, ${words}`
}

function dateInWords(language: Language, { day, month, year }: Parts): string {
  return language === 'fr' ? `${day === '1' ? '1er' : day} ${month} ${year}` : `${month} ${day}, ${year}`
}

function partsIn(language: Language, timeZone: string, date: Date): Parts {
  const whole = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const
  return partsOf(formatter(language, timeZone, whole), date)
}

type Parts = Partial<Record<Intl.DateTimeFormatPartTypes, string>>

function partsOf(format: Intl.DateTimeFormat, date: Date): Parts {
  return Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value]))
}

/** Making a formatter costs a hundred times its use; zones and shapes are few. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(language: Language, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${timeZone} ${Object.entries(options).join(' ')}`
  const known = formatters.get(key)
  if (known) {
    return known
  }
  const made = new Intl.DateTimeFormat(languageTag(language), {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    ...options,
  })
  formatters.set(key, made)
  return made
}
