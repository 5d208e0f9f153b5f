import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { SavedFields } from '../settings/SavedMeanwhile.tsx'
import type { Form } from '../use-form.ts'
import { type Roster, useWeekWords } from './checks.ts'
import { rowsOf } from './roster-rows.ts'

/** What a colleague saved of these times meanwhile. */
export function RosterSavedNow({ form, roster }: { form: Form; roster: Roster }): ReactNode {
  const t = useTranslations('staffChecks')
  const times = { name: t('times'), value: <SavedTimes roster={roster} /> }
  return (
    <SavedFields
      form={form}
      facts={{ isOn: times, times, graceMinutes: { name: t('form.grace'), value: String(roster.graceMinutes) } }}
    />
  )
}

function SavedTimes({ roster: { isOn, times } }: { roster: Roster }): ReactNode {
  const t = useTranslations('staffChecks')
  const weekWords = useWeekWords()
  const nameOf = (id: string) => times.find(({ person }) => person?.id === id)?.person?.name ?? t('form.anyone')
  if (!isOn) {
    return t('off')
  }
  return (
    <ul className="plain-list">
      {rowsOf(times, () => '').map(({ at, weekdays, personId }) => (
        <li key={`${at} ${personId}`}>
          {t('onBy', { time: weekWords.time(at), days: weekWords.days(weekdays), who: nameOf(personId) })}
        </li>
      ))}
    </ul>
  )
}
