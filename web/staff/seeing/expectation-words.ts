import { useTranslations } from 'use-intl'
import { useRead } from '../read.ts'
import { openingMinutesOfADay } from './opening-day.ts'

/** Minutes of opening on a usual day of this clinic; null while that is not known, or where it has no hours. */
export function useDayMinutes(): number | null {
  const { data } = useRead('GET /api/as/:membershipId/practice', {})
  return data ? openingMinutesOfADay(data.hours) : null
}

/** "2 working days" where it is whole days of this clinic, else "4 opening hours". */
export function useOpeningWords(): (minutes: number, unit?: 'hours') => string {
  const t = useTranslations('staffSeeing.expectations')
  const day = useDayMinutes()
  return (minutes, unit) =>
    unit === undefined && day !== null && minutes >= day && minutes % day === 0
      ? t('inDays', { count: minutes / day })
      : t('inHours', { count: Math.round((minutes / 60) * 100) / 100 })
}
