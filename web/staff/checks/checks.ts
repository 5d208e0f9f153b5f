import { useFormatter, useNow, useTranslations } from 'use-intl'
import { formatTime } from '../../../shared/dates.ts'
import type { OutputOf } from '../../api/routes.ts'
import { useTimeWords } from '../../components/Time.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'

export const rostersRoute = 'GET /api/as/:membershipId/check-rosters'
export const inboxChecksRoute = 'GET /api/as/:membershipId/inbox-checks'
export const checksRoute = 'GET /api/as/:membershipId/checks'
export type Roster = OutputOf<typeof rostersRoute>['items'][number]
export type InboxCheck = OutputOf<typeof inboxChecksRoute>['items'][number]
export type Check = OutputOf<typeof checksRoute>['items'][number]

export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const
export type Weekday = (typeof weekdays)[number]

/** Of today the time alone; of another day the day too. */
export function useWhenWords(): (at: string) => string {
  const timeWords = useTimeWords()
  const now = useNow({ updateInterval: 60_000 })
  return (at) => {
    const isToday = timeWords(at, 'day') === timeWords(now.toISOString(), 'day')
    return timeWords(at, isToday ? 'time' : 'day-and-time')
  }
}

/** A time of the week in the reader's language, and days as a list. */
export function useWeekWords() {
  const t = useTranslations('staffPractice.hours.weekday')
  const format = useFormatter()
  const { language } = useLanguage()
  const checks = useTranslations('staffChecks')
  const day = (weekday: number) => t(`d${weekday as Weekday}`)
  // French writes a day with a small letter within a sentence.
  const within = (weekday: number) => (language === 'fr' ? day(weekday).toLocaleLowerCase('fr') : day(weekday))
  return {
    day,
    days: (list: readonly number[]) => {
      const names = list.map(within)
      return isInARow(list) ? checks('range', { first: names[0] ?? '', last: names.at(-1) ?? '' }) : format.list(names)
    },
    list: (words: readonly string[]) => format.list(words),
    // It has no zone: only the clock is told.
    time: (at: string) => formatTime(language, 'UTC', new Date(`2000-01-01T${at}:00Z`)),
  }
}

/** Three days or more, each the day after the one before. */
function isInARow(days: readonly number[]): boolean {
  return days.length > 2 && days.every((day, index) => index === 0 || day === (days[index - 1] ?? 0) + 1)
}
