import { useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { formatCalendarDate } from '../../../shared/dates.ts'
import type { OutputOf } from '../../api/routes.ts'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'
import { RowsTable } from '../RowsTable.tsx'
import { Acting } from './Acting.tsx'
import { daysLater } from './month.ts'
import './absences.css'

type Forecast = OutputOf<'GET /api/as/:membershipId/responders'>

/** Who would get a message: now, and on each day of a week, for every inbox and colleague. */
export function RespondersPage(): ReactNode {
  const t = useTranslations('staffAbsences')
  const addresses = useAddresses()
  const { from } = useSearch({ strict: false }) as { from?: string }
  const answer = useRead(
    'GET /api/as/:membershipId/responders',
    { ...(from !== undefined && { from }) },
    { keepsPrevious: true },
  )
  return (
    <div className="pane">
      <Page
        title={t('responders.title')}
        lead={t('responders.lead')}
        back={{ to: addresses.absences, label: t('toList') }}
      >
        <Answered answer={answer}>{(data) => <Week forecast={data} />}</Answered>
      </Page>
    </div>
  )
}

function Week({ forecast }: { forecast: Forecast }): ReactNode {
  const t = useTranslations('staffAbsences.responders')
  const { language } = useLanguage()
  const format = useFormatter()
  const addresses = useAddresses()
  const { from, items } = forecast
  const dates = items[0]?.days.map(({ date }) => date) ?? []
  const day = (date: string) =>
    format.dateTime(new Date(`${date}T12:00:00Z`), {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      timeZone: 'UTC',
    })
  return (
    <>
      <p className="row">
        <Link to={addresses.respondersFrom(daysLater(from, -7))}>{t('previous')}</Link>
        <Link to={addresses.respondersFrom(daysLater(from, 7))}>{t('next')}</Link>
      </p>
      <RowsTable
        label={t('table', {
          from: formatCalendarDate(language, from),
          until: formatCalendarDate(language, daysLater(from, 6)),
        })}
        columns={[t('to'), t('now'), ...dates.map(day)]}
      >
        {items.map(({ who, openTasks, now, days }) => (
          <tr key={who.id} className="responders">
            <th scope="row">
              {who.name}
              {openTasks > 0 && <p className="soft small">{t('open', { count: openTasks })}</p>}
            </th>
            <td>
              <Acting acting={now} />
            </td>
            {days.map(({ date, isOpen, stretches }) => (
              <td key={date}>
                {!isOpen && <p className="soft small">{t('closed')}</p>}
                {stretches.map((stretch, index) => (
                  <Acting
                    key={stretch.from}
                    acting={stretch}
                    until={index < stretches.length - 1 ? stretch.until : undefined}
                  />
                ))}
              </td>
            ))}
          </tr>
        ))}
      </RowsTable>
    </>
  )
}
