import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Icon } from '../../components/Icon.tsx'
import { useWeekWords, weekdays as allWeekdays } from '../checks/checks.ts'
import type { Form } from '../use-form.ts'
import '../checks/checks.css'

type Props = { form: Form; weekdays: readonly number[]; onChange: (weekdays: number[]) => void }

/** The days of the week that a goal is for. */
export function GoalDays({ form, weekdays, onChange }: Props): ReactNode {
  const t = useTranslations('staffGoals.form')
  const weekWords = useWeekWords()
  const error = form.error('weekdays')
  const toggle = (weekday: number) =>
    weekdays.includes(weekday) ? weekdays.filter((one) => one !== weekday) : [...weekdays, weekday].toSorted()
  return (
    <fieldset className="field" data-invalid={error ? true : undefined}>
      <legend className="field-label">{t('weekdays')}</legend>
      {error && (
        <p className="field-error">
          <Icon name="urgent" /> {error}
        </p>
      )}
      <div className="check-days">
        {allWeekdays.map((weekday, index) => (
          <label className="check-day" key={weekday}>
            <input
              type="checkbox"
              id={index === 0 ? form.id('weekdays') : undefined}
              checked={weekdays.includes(weekday)}
              onChange={() => onChange(toggle(weekday))}
            />
            {weekWords.day(weekday)}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
