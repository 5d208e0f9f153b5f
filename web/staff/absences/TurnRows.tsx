import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Icon } from '../../components/Icon.tsx'
import type { Form } from '../use-form.ts'
import type { Rotation } from './absences.ts'
import type { Colleague } from './use-parties.ts'

/** Whose turn it is, by week and day ('2.5' is the Friday of the second week); '' where it stays as usual. */
export type Turns = ReadonlyMap<string, string>

export function turnsOf(rotation: Rotation | null): Turns {
  return new Map(rotation?.turns.map(({ week, weekday, person }) => [`${week}.${weekday}`, person.id]))
}

type Props = {
  turns: Turns
  weeks: number
  people: readonly Colleague[]
  onChange: (turns: Turns) => void
  form: Form
}

export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const

/** A choice for each day, a group for each week. */
export function TurnRows({ turns, weeks, people, onChange, form }: Props): ReactNode {
  const t = useTranslations('staffAbsences.rotation')
  const error = form.errors.find(({ id }) => id?.startsWith(form.id('turns')))
  return (
    <div className="stack field" data-invalid={error ? true : undefined} id={form.id('turns')} tabIndex={-1}>
      {error && (
        <p className="field-error">
          <Icon name="urgent" /> {error.text}
        </p>
      )}
      {Array.from({ length: weeks }, (_, index) => index + 1).map((week) => (
        <fieldset key={week} className="sheet">
          <legend className="turn-week">{t('week', { number: String(week) })}</legend>
          <div className="turns">
            {weekdays.map((weekday) => (
              <Turn
                key={weekday}
                place={{ week, weekday }}
                value={turns.get(`${week}.${weekday}`) ?? ''}
                people={people}
                onChange={(id) => onChange(new Map([...turns, [`${week}.${weekday}`, id]]))}
              />
            ))}
          </div>
        </fieldset>
      ))}
    </div>
  )
}

type TurnProps = {
  place: { week: number; weekday: (typeof weekdays)[number] }
  value: string
  people: readonly Colleague[]
  onChange: (practitionerId: string) => void
}

function Turn({ place: { week, weekday }, value, people, onChange }: TurnProps): ReactNode {
  const t = useTranslations('staffAbsences.rotation')
  const days = useTranslations('staffPractice.hours.weekday')
  const day = days(`d${weekday}`)
  return (
    <label className="turn">
      <span className="field-label" aria-hidden="true">
        {day}
      </span>
      <select
        className="control"
        aria-label={t('dayOf', { day, number: String(week) })}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="">{t('asUsual')}</option>
        {people.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}
