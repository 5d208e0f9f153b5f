import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { DateOn } from '../../components/Time.tsx'
import { SavedFields } from '../settings/SavedMeanwhile.tsx'
import type { Form } from '../use-form.ts'
import type { Rotation } from './absences.ts'
import { weekdays } from './TurnRows.tsx'

/** What a colleague saved of this rotation meanwhile. */
export function RotationSavedNow({ form, rotation }: { form: Form; rotation: Rotation }): ReactNode {
  const t = useTranslations('staffAbsences.rotation')
  const { startsOn, endsOn, weeks } = rotation
  return (
    <SavedFields
      form={form}
      facts={{
        startsOn: { name: t('startsOn'), value: <DateOn on={startsOn} /> },
        endsOn: { name: t('endsOn'), value: endsOn === null ? t('goesOn') : <DateOn on={endsOn} /> },
        weeks: { name: t('weeks'), value: String(weeks) },
        turns: { name: t('turns'), value: <TurnList turns={rotation.turns} /> },
      }}
    />
  )
}

function TurnList({ turns }: Pick<Rotation, 'turns'>): ReactNode {
  const t = useTranslations('staffAbsences.rotation')
  const days = useTranslations('staffPractice.hours.weekday')
  return (
    <ul className="plain-list">
      {turns.map(({ week, weekday, person }) => {
        const day = weekdays.find((one) => one === weekday) ?? 1
        return (
          <li key={`${week}.${weekday}`}>
            {t('turn', { day: days(`d${day}`), number: String(week), name: person.name })}
          </li>
        )
      })}
    </ul>
  )
}
