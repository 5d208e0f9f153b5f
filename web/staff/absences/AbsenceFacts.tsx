import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useTimeWords } from '../../components/Time.tsx'
import { Fact } from '../desk/PatientCard.tsx'
import { InBoth } from '../settings/SavedMeanwhile.tsx'
import type { Absence } from './absences.ts'

/** An absence as it stands: from when until when, who answers, and what patients read. */
export function AbsenceFacts({ absence }: { absence: Absence }): ReactNode {
  const t = useTranslations('staffAbsences')
  const timeWords = useTimeWords()
  const { startsAt, endsAt, cover, reason, note } = absence
  return (
    <dl className="card-facts">
      <Fact name={t('form.from')}>{timeWords(startsAt)}</Fact>
      <Fact name={t('form.until')}>{timeWords(endsAt)}</Fact>
      <Fact name={t('form.cover')}>{cover?.name ?? t('messageInbox')}</Fact>
      {reason !== null && <Fact name={t('form.reason')}>{t(`form.reasons.${reason}`)}</Fact>}
      {note !== null && (
        <Fact name={t('form.note')}>
          <InBoth text={note} />
        </Fact>
      )}
    </dl>
  )
}
