import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { formatTime } from '../../../shared/dates.ts'
import { languageTag } from '../../../shared/locales/index.ts'
import { regions } from '../../../shared/regions/index.ts'
import { whomToCall } from '../../../shared/regions/region.ts'
import type { OutputOf } from '../../api/routes.ts'
import { useTimeWords } from '../../components/Time.tsx'
import { UrgentLine } from '../../components/UrgentLine.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { weeklyHours, type HoursRow } from './weekly-hours.ts'

type Practice = OutputOf<'GET /api/as/:membershipId/practice'>

/** What stays on every page of writing: whom to call if it can't wait, and when the clinic reads messages. */
export function WhenToWrite({ practice }: { practice: Practice }): ReactNode {
  const t = useTranslations('patient.hours')
  const { language } = useLanguage()
  const timeWords = useTimeWords()
  const region = Object.values(regions).find(({ code }) => code === practice.region) ?? regions['ca-on']
  const contacts = whomToCall(region, { name: practice.name, phone: practice.phone }, ({ name, number }) => ({
    name: name[language],
    phone: number,
  }))
  const { isOpenNow, nextOpeningAt } = practice

  return (
    <div className="when-to-write">
      <UrgentLine contacts={contacts} />
      <details className="small">
        <summary>
          {isOpenNow && t('open')}
          {!isOpenNow && (nextOpeningAt ? t('closed', { when: timeWords(nextOpeningAt) }) : t('never'))}
        </summary>
        <Hours rows={weeklyHours(practice.hours)} />
      </details>
    </div>
  )
}

function Hours({ rows }: { rows: readonly HoursRow[] }): ReactNode {
  const t = useTranslations('patient.hours')
  const { language } = useLanguage()

  function dayWords({ from, to }: HoursRow): string {
    return from === to ? dayName(from) : t('days', { from: dayName(from), to: dayName(to) })
  }

  // January 1, 2024 was a Monday.
  function dayName(weekday: number): string {
    const format = new Intl.DateTimeFormat(languageTag(language), { weekday: 'long', timeZone: 'UTC' })
    return format.format(new Date(Date.UTC(2024, 0, weekday)))
  }

  function clock(time: string): string {
    return formatTime(language, 'UTC', new Date(`2024-01-01T${time}:00Z`))
  }

  return (
    <table className="hours">
      <caption>{t('caption')}</caption>
      <tbody>
        {rows.map((row) => (
          <tr key={row.from}>
            <th scope="row">{dayWords(row)}</th>
            <td>
              {row.spans.length === 0
                ? t('closedAllDay')
                : row.spans.map(({ opens, closes }) => (
                    <span className="hours-span" key={opens}>
                      {t('span', { opens: clock(opens), closes: clock(closes) })}
                    </span>
                  ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
