import type { ReactNode } from 'react'
import { useFormatter, useNow, useTimeZone } from 'use-intl'
import {
  formatBirthDate,
  formatCalendarDate,
  formatDate,
  formatDateTime,
  formatStamp,
  formatTime,
} from '../../shared/dates.ts'
import { useLanguage } from '../i18n/LanguageProvider.tsx'

type Props = {
  /** An instant, ISO 8601. */
  at: string
  show?: 'day-and-time' | 'day' | 'time' | 'stamp'
  /** Adds "in 2 days" beside the exact time; it moves on by the minute. */
  isRelative?: boolean
}

/** An instant in words, told in the practice's zone. */
export function Time({ at, show = 'day-and-time', isRelative = false }: Props): ReactNode {
  const words = useTimeWords()(at, show)
  return (
    <time dateTime={at}>
      {words}
      {isRelative && <Relative at={at} />}
    </time>
  )
}

/** The same words as Time, for sentences: `t('expect', { when: words(dueAt) })`. */
export function useTimeWords(): (at: string, show?: Props['show']) => string {
  const { language } = useLanguage()
  const timeZone = useTimeZone() ?? 'America/Toronto'
  return (at, show = 'day-and-time') => {
    const date = new Date(at)
    switch (show) {
      case 'day-and-time':
        return formatDateTime(language, timeZone, date)
      case 'day':
        return formatDate(language, timeZone, date)
      case 'time':
        return formatTime(language, timeZone, date)
      case 'stamp':
        return formatStamp(language, timeZone, date)
      default:
        return show satisfies never
    }
  }
}

/** A calendar date ('YYYY-MM-DD'): it has no zone and never moves. */
export function DateOn({ on }: { on: string }): ReactNode {
  const { language } = useLanguage()
  return <time dateTime={on}>{formatCalendarDate(language, on)}</time>
}

/** When somebody was born. */
export function BirthDate({ on }: { on: string }): ReactNode {
  const { language } = useLanguage()
  return <time dateTime={on}>{formatBirthDate(language, on)}</time>
}

function Relative({ at }: { at: string }): ReactNode {
  const format = useFormatter()
  const now = useNow({ updateInterval: 60_000 })
  return <span className="soft no-wrap"> ({format.relativeTime(new Date(at), now)})</span>
}
