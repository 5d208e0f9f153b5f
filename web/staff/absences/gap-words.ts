import { useTranslations } from 'use-intl'
import type { OutputOf } from '../../api/routes.ts'
import { useTimeWords } from '../../components/Time.tsx'

type Day = OutputOf<'GET /api/as/:membershipId/absence-calendar'>['days'][number]

/** Where nobody is there on a day: one line for each person or inbox, with the time when it is not all that the clinic is open. */
export function useGapWords(): (day: Day) => readonly string[] {
  const t = useTranslations('staffAbsences.month')
  const timeWords = useTimeWords()
  return ({ gaps }) =>
    [...Map.groupBy(gaps, ({ who }) => who.id).values()].map((own) => {
      const [first] = own
      const name = first?.who.name ?? ''
      return own.length === 1 && first
        ? t('gapFrom', { name, from: timeWords(first.from, 'time'), until: timeWords(first.until, 'time') })
        : t('gap', { name })
    })
}
