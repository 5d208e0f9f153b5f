import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { formatCalendarDate } from '../../../shared/dates.ts'
import type { OutputOf } from '../../api/routes.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Link } from '../../components/Link.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { useAddresses } from '../membership.tsx'
import { RowsTable } from '../RowsTable.tsx'

type Listed = OutputOf<'GET /api/as/:membershipId/absences'>

/** Absences and rotations that are in force or to come, in rows. */
export function AbsenceList({ list: { items, rotations } }: { list: Listed }): ReactNode {
  const t = useTranslations('staffAbsences.list')
  return (
    <section className="stack" aria-labelledby="absence-list">
      <h2 id="absence-list">{t('heading')}</h2>
      {items.length + rotations.length === 0 ? (
        <EmptyState heading={t('none')}>{t('noneLead')}</EmptyState>
      ) : (
        <RowsTable label={t('table')} columns={[t('who'), t('when'), t('cover'), t('state'), t('change')]}>
          {items.map((absence) => (
            <AbsenceRow key={absence.id} absence={absence} />
          ))}
          {rotations.map((rotation) => (
            <RotationRow key={rotation.id} rotation={rotation} />
          ))}
        </RowsTable>
      )}
    </section>
  )
}

function AbsenceRow({ absence }: { absence: Listed['items'][number] }): ReactNode {
  const t = useTranslations('staffAbsences')
  const timeWords = useTimeWords()
  const addresses = useAddresses()
  const when = t('list.span', { from: timeWords(absence.startsAt), until: timeWords(absence.endsAt) })
  return (
    <tr className="absence-rows">
      <th scope="row">{absence.who.name}</th>
      <td>{when}</td>
      <td>{absence.cover?.name ?? t('messageInbox')}</td>
      <td>{t(`list.states.${absence.state}`)}</td>
      <td>
        {absence.canChange && (
          <Link to={addresses.absence(absence.id)} aria-label={t('list.changeOf', { name: absence.who.name, when })}>
            {t('list.change')}
          </Link>
        )}
      </td>
    </tr>
  )
}

function RotationRow({ rotation }: { rotation: Listed['rotations'][number] }): ReactNode {
  const t = useTranslations('staffAbsences')
  const { language } = useLanguage()
  const addresses = useAddresses()
  const { who, startsOn, endsOn, turns, weeks } = rotation
  const day = (date: string) => formatCalendarDate(language, date)
  const when =
    endsOn === null
      ? t('list.fromOn', { from: day(startsOn) })
      : t('list.span', { from: day(startsOn), until: day(endsOn) })
  const names = [...new Set(turns.map(({ person }) => person.name))].join(', ')
  return (
    <tr className="absence-rows">
      <th scope="row">{who.name}</th>
      <td>
        {t('list.rotation', { weeks })}
        <br />
        {when}
      </td>
      <td>{names}</td>
      <td>{t(`list.states.${rotation.state}`)}</td>
      <td>
        {rotation.canChange && (
          <Link to={addresses.rotation(rotation.id)} aria-label={t('list.changeOf', { name: who.name, when })}>
            {t('list.change')}
          </Link>
        )}
      </td>
    </tr>
  )
}
