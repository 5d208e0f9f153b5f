import type { ReactNode } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { languageTag } from '../../../shared/locales/index.ts'
import { Plot } from '../../components/Plot.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { useMembership } from '../membership.tsx'
import { RowsTable } from '../RowsTable.tsx'
import { evenPace } from './even-pace.ts'
import type { Goal, GoalDay } from './goals.ts'

/** What waited at each hour of the day, beside an even pace towards the goal; the numbers stand in a table behind it. */
export function BurnDown({ goal, day }: { goal: Goal; day: GoalDay }): ReactNode {
  const t = useTranslations('staffGoals.plot')
  const number = useFormatter().number
  const timeWords = useTimeWords()
  const hourWords = useHourWords()
  const { steps, waiting, dueAt } = day
  const most = goal.kind === 'count' ? goal.most : 0
  const pace = evenPace(steps, most)
  return (
    <Plot
      title={t('title')}
      labels={steps.map(({ at }) => hourWords(at))}
      series={[
        { name: t('waiting'), kind: 'line', values: steps.map((step) => step.waiting) },
        ...(pace === null ? [] : [{ name: t('pace'), kind: 'line' as const, values: pace }]),
      ]}
      standard={most > 0 ? { value: most, name: t('most') } : undefined}
      format={(value) => number(Math.round(value * 10) / 10)}
      summary={t('summary', {
        first: steps[0]?.waiting ?? 0,
        now: waiting,
        most: String(most),
        time: timeWords(dueAt, 'time'),
      })}
      tableLabel={t('table')}
      table={
        <RowsTable label={t('title')} columns={[t('time'), t('waiting')]}>
          {steps.map((step) => (
            <tr key={step.at}>
              <th scope="row">{timeWords(step.at, 'time')}</th>
              <td>{step.waiting === null ? <span className="soft">{t('toCome')}</span> : number(step.waiting)}</td>
            </tr>
          ))}
        </RowsTable>
      }
    />
  )
}

/** The hour in as few letters as a plot has room for. */
function useHourWords(): (at: string) => string {
  const { language } = useLanguage()
  const { timeZone } = useMembership().practice
  return (at) => {
    const parts = new Intl.DateTimeFormat(languageTag(language), {
      hour: 'numeric',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone,
    }).formatToParts(new Date(at))
    const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
    return `${Number(part('hour'))}:${part('minute')}`
  }
}
