import type { ReactNode } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import type { OutputOf } from '../../api/routes.ts'
import { DateOn } from '../../components/Time.tsx'
import { Link } from '../../components/Link.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Status } from '../../components/Status.tsx'
import { useAddresses } from '../membership.tsx'
import { middleOf, monthBeside, weekdayOf } from './month.ts'
import { useGapWords } from './gap-words.ts'

type Calendar = OutputOf<'GET /api/as/:membershipId/absence-calendar'>
type Day = Calendar['days'][number]

/** One month, a box for each day; in one column where there is no room for seven. What says that nobody is there says so in words. */
export function MonthGrid({ calendar }: { calendar: Calendar }): ReactNode {
  const t = useTranslations('staffAbsences.month')
  const format = useFormatter()
  const addresses = useAddresses()
  const { month, days, today } = calendar
  const name = format.dateTime(middleOf(month), { month: 'long', year: 'numeric', timeZone: 'UTC' })
  const withGaps = days.filter(({ gaps }) => gaps.length > 0).length
  return (
    <section className="stack" aria-labelledby="month">
      <div className="row month-head">
        <h2 id="month" className="month-name">
          {name}
        </h2>
        <Link to={addresses.absencesIn(monthBeside(month, -1))}>{t('previous')}</Link>
        <Link to={addresses.absencesIn(monthBeside(month, 1))}>{t('next')}</Link>
        {!today.startsWith(month) && <Link to={addresses.absences}>{t('now')}</Link>}
      </div>
      {days.some(({ date }) => date >= today) && (
        <Notice
          kind={withGaps > 0 ? 'urgent' : 'success'}
          heading={withGaps > 0 ? t('gaps', { count: withGaps }) : t('noGaps')}
        />
      )}
      <ol className="month plain-list" aria-label={t('days', { month: name })}>
        {days.map((day) => (
          <DayBox key={day.date} day={day} calendar={calendar} />
        ))}
      </ol>
    </section>
  )
}

function DayBox({ day, calendar }: { day: Day; calendar: Calendar }): ReactNode {
  const t = useTranslations('staffAbsences.month')
  const format = useFormatter()
  const gapWords = useGapWords()
  const short = (date: string) =>
    format.dateTime(new Date(`${date}T12:00:00Z`), { weekday: 'short', day: 'numeric', timeZone: 'UTC' })
  const isToday = day.date === calendar.today
  const away = calendar.absences.filter(({ id }) => day.absenceIds.includes(id))
  const isEmpty = away.length + day.turns.length + day.gaps.length === 0
  return (
    <li
      className="month-day"
      data-weekday={weekdayOf(day.date)}
      data-closed={!day.isOpen || undefined}
      data-gap={day.gaps.length > 0 || undefined}
      data-empty={(isEmpty && !isToday) || undefined}
      data-today={isToday || undefined}
    >
      <p className="month-date">
        <span className="month-long">
          <DateOn on={day.date} />
        </span>
        <span className="month-short" aria-hidden="true">
          {short(day.date)}
        </span>
        {isToday && <strong>{t('today')}</strong>}
        {!day.isOpen && <span className="soft small">{t('closed')}</span>}
      </p>
      {!isEmpty && (
        <ul className="plain-list small">
          {gapWords(day).map((words) => (
            <li key={words}>
              <Status kind="urgent">{words}</Status>
            </li>
          ))}
          {away.map((absence) => (
            <li key={absence.id}>
              <AwayEntry absence={absence} />
            </li>
          ))}
          {day.turns.map(({ rotationId, who, person }) => (
            <li key={rotationId} className="soft">
              {t('turn', { name: person.name, who: who.name })}
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

function AwayEntry({ absence }: { absence: Calendar['absences'][number] }): ReactNode {
  const t = useTranslations('staffAbsences.month')
  const addresses = useAddresses()
  const { id, who, cover, state, canChange } = absence
  const words = t('away', { name: who.name })
  return (
    <>
      {canChange && state !== 'ended' ? <Link to={addresses.absence(id)}>{words}</Link> : words}
      {cover && <span className="soft month-cover">{t('answers', { name: cover.name })}</span>}
    </>
  )
}
