import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { formatTime } from '../../../shared/dates.ts'
import { DateOn } from '../../components/Time.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { blocksOn, weekdays, type Block } from './hours.ts'
import type { Practice } from './practice.ts'

/** The week, day by day. */
export function HoursList({ hours }: { hours: readonly Block[] }): ReactNode {
  const t = useTranslations('staffPractice.hours')
  const clockWords = useClockWords()
  return (
    <dl className="hours-list">
      {weekdays.map((weekday) => {
        const blocks = blocksOn(hours, weekday)
        return [
          <dt key={`day ${weekday}`}>{t(`weekday.d${weekday}`)}</dt>,
          <dd key={`hours ${weekday}`} className={blocks.length === 0 ? 'soft' : undefined}>
            {blocks.length === 0
              ? t('closedDay')
              : blocks.map(({ opens, closes }) => `${clockWords(opens)} – ${clockWords(closes)}`).join(', ')}
          </dd>,
        ]
      })}
    </dl>
  )
}

/** The days on which the clinic is closed, as it has set them. */
export function ClosuresList({ closures }: Pick<Practice, 'closures'>): ReactNode {
  const { language } = useLanguage()
  return (
    <dl className="hours-list">
      {closures.map(({ date, name }) => [
        <dt key={`name ${date}`}>{name[language]}</dt>,
        <dd key={`day ${date}`}>
          <DateOn on={date} />
        </dd>,
      ])}
    </dl>
  )
}

/** A time of the clinic's clock ('13:00') as people say it. */
export function useClockWords(): (time: string) => string {
  const { language } = useLanguage()
  return (time) => formatTime(language, 'UTC', new Date(`2000-01-01T${time}:00Z`))
}
