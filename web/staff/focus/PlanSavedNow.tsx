import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useWeekWords } from '../checks/checks.ts'
import { weekdays } from '../settings/hours.ts'
import { SavedFields } from '../settings/SavedMeanwhile.tsx'
import type { Form } from '../use-form.ts'
import type { Plan } from './Forecast.tsx'

/** What was saved of one's own times in another window meanwhile. */
export function PlanSavedNow({ form, plan }: { form: Form; plan: Plan }): ReactNode {
  const t = useTranslations('staffFocus.plan')
  return (
    <SavedFields
      form={form}
      facts={{
        blocks: { name: t('title'), value: plan.blocks.length === 0 ? t('none') : <Blocks blocks={plan.blocks} /> },
        gathersNotices: { name: t('gather'), value: t(plan.gathersNotices ? 'gathers.on' : 'gathers.off') },
      }}
    />
  )
}

function Blocks({ blocks }: Pick<Plan, 'blocks'>): ReactNode {
  const t = useTranslations('staffFocus.plan')
  const { time } = useWeekWords()
  return (
    <ul className="plain-list">
      {blocks.map(({ weekday, from, until }) => {
        const day = weekdays.find((one) => one === weekday) ?? 1
        return (
          <li key={`${weekday} ${from}`}>
            {t('block', { day: t(`days.d${day}`), from: time(from), until: time(until) })}
          </li>
        )
      })}
    </ul>
  )
}
