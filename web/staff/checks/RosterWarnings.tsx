import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Notice } from '../../components/Notice.tsx'
import { type Roster, useWeekWords } from './checks.ts'

/** What may be amiss with the times as they were saved. */
export function RosterWarnings({ roster: { times } }: { roster: Roster }): ReactNode {
  const t = useTranslations('staffChecks')
  const weekWords = useWeekWords()
  const closed = Map.groupBy(
    times.filter(({ warnings }) => warnings.includes('closed')),
    ({ at }) => at,
  )
  const away = new Set(
    times.filter(({ warnings }) => warnings.includes('cannot-act')).map(({ person }) => person?.name ?? ''),
  )
  return (
    (closed.size > 0 || away.size > 0) && (
      <Notice kind="info">
        {[...closed].map(([at, list]) => (
          <p key={at}>
            {t('closed', { time: weekWords.time(at), days: weekWords.days(list.map(({ weekday }) => weekday)) })}
          </p>
        ))}
        {[...away].map((name) => (
          <p key={name}>{t('cannot-act', { name })}</p>
        ))}
      </Notice>
    )
  )
}
