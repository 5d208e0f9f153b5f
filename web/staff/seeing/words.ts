import { useTranslations } from 'use-intl'
import { formatCalendarDate } from '../../../shared/dates.ts'
import { languageTag } from '../../../shared/locales/index.ts'
import type { Span } from '../../../shared/seeing.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'

/** Minutes of opening in the words of a clinic: "40 min", "3.5 h"; a dash for nothing. */
export function useMinuteWords(): (minutes: number | null) => string {
  const t = useTranslations('staffSeeing')
  return (minutes) => {
    if (minutes === null) {
      return t('none')
    }
    return minutes < 60 ? t('minutes', { count: minutes }) : t('hours', { count: Math.round(minutes / 6) / 10 })
  }
}

/** A part of a whole: "3 of 4"; a dash of nothing. */
export function useShareWords(): (count: number, of: number) => string {
  const t = useTranslations('staffSeeing')
  return (count, of) => (of === 0 ? t('none') : t('share', { count, of }))
}

/** The days of a step, in full, and in the few letters that a plot has room for. */
export function useStepWords(): {
  full: (step: { from: string; until: string }) => string
  short: (step: { from: string }, span: Span) => string
} {
  const t = useTranslations('staffSeeing')
  const { language } = useLanguage()
  const day = (on: string) => formatCalendarDate(language, on)
  const brief = (on: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(languageTag(language), { ...options, timeZone: 'UTC' }).format(new Date(`${on}T00:00:00Z`))
  return {
    full: ({ from, until }) => (from === until ? day(from) : t('list.days', { from: day(from), until: day(until) })),
    short: ({ from }, span) =>
      brief(from, span === 'month' ? { month: 'short', year: 'numeric' } : { month: 'short', day: 'numeric' }),
  }
}
