import { useNow, useTranslations } from 'use-intl'

const minuteMs = 60_000
export type Span = { unit: 'minutes' | 'hours' | 'days'; count: number }

/** A length of time in the unit people would say it in, never longer than it is. Pure: tested as a table. */
export function spanOf(ms: number): Span {
  const minutes = Math.floor(Math.abs(ms) / minuteMs)
  if (minutes < 60) {
    return { unit: 'minutes', count: minutes }
  }
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? { unit: 'hours', count: hours } : { unit: 'days', count: Math.floor(hours / 24) }
}

/** "in 3 h", "2 h late"; the words move on by the minute. */
export function useDueWords(): (dueAt: string) => { isLate: boolean; words: string } {
  const t = useTranslations('staff.due')
  const now = useNow({ updateInterval: minuteMs })
  return (dueAt) => {
    const ms = new Date(dueAt).getTime() - now.getTime()
    const { unit, count } = spanOf(ms)
    const isLate = ms <= 0
    return { isLate, words: isLate ? t(`late.${unit}`, { count }) : t(`in.${unit}`, { count }) }
  }
}

/** How old something is: "3 h", "2 d". */
export function useAgeWords(): (since: string) => string {
  const t = useTranslations('staff.due.age')
  const now = useNow({ updateInterval: minuteMs })
  return (since) => {
    const { unit, count } = spanOf(now.getTime() - new Date(since).getTime())
    return t(unit, { count })
  }
}

/** Completed years on a day ('YYYY-MM-DD'). Pure: tested as a table. */
export function yearsOn(birthDate: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years
}

/** The age of somebody born on a date, in words a clinic uses: years, and months below two years. */
export function useYearsWords(): (birthDate: string) => string {
  const t = useTranslations('staff.age')
  const today = useNow({ updateInterval: 60 * minuteMs })
    .toISOString()
    .slice(0, 10)
  return (birthDate) => {
    const years = yearsOn(birthDate, today)
    return years < 2 ? t('months', { count: monthsOn(birthDate, today) }) : t('years', { count: years })
  }
}

/** Completed months on a day. */
export function monthsOn(birthDate: string, day: string): number {
  const [birthYear = 0, birthMonth = 0, birthDay = 0] = birthDate.split('-').map(Number)
  const [year = 0, month = 0, dayOfMonth = 0] = day.split('-').map(Number)
  return (year - birthYear) * 12 + (month - birthMonth) - (dayOfMonth < birthDay ? 1 : 0)
}
