import { useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Link } from '../../components/Link.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { useAddresses, useMembership } from '../membership.tsx'
import { useRead } from '../read.ts'

/** Above every page of whoever is away or was: that their work is elsewhere, and what happened until they have read it. */
export function AwayBanners(): ReactNode {
  return (
    <>
      <AwayNow />
      <Handovers />
    </>
  )
}

function AwayNow(): ReactNode {
  const t = useTranslations('staffAbsences.here')
  const { id } = useMembership()
  const addresses = useAddresses()
  const timeWords = useTimeWords()
  const { data } = useRead('GET /api/as/:membershipId/absences', {})
  const own = data?.items.find(({ who, state }) => who.id === id && state === 'current')
  if (!own) {
    return null
  }
  const when = timeWords(own.endsAt)
  return (
    <section aria-label={t('heading')}>
      <Notice kind="info" heading={t('heading')}>
        {own.cover ? t('until', { cover: own.cover.name, when }) : t('untilInbox', { when })}{' '}
        <Link to={addresses.absence(own.id)}>{t('change')}</Link>
      </Notice>
    </section>
  )
}

function Handovers(): ReactNode {
  const t = useTranslations('staffAbsences.handover')
  const addresses = useAddresses()
  const { pathname } = useLocation()
  const { data } = useRead('GET /api/as/:membershipId/handovers', {})
  return data?.items
    .filter(({ absenceId }) => pathname !== addresses.handover(absenceId))
    .map(({ absenceId, open, urgent }) => (
      <section key={absenceId} aria-label={t('banner')}>
        <Notice kind={urgent > 0 ? 'urgent' : 'info'} heading={t('banner')}>
          {t('bannerLead', { open, urgent })} <Link to={addresses.handover(absenceId)}>{t('read')}</Link>
        </Notice>
      </section>
    ))
}
