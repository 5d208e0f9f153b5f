import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useConnection } from '../../api/connection.ts'
import { announce } from '../../components/Announcer.tsx'
import { Link } from '../../components/Link.tsx'
import { Notice } from '../../components/Notice.tsx'
import { AwayBanners } from '../absences/AwayBanners.tsx'
import { CheckAlarms } from '../checks/CheckAlarms.tsx'
import { PauseBanner } from '../capacity/PauseBanner.tsx'
import { VeryLate } from '../late/VeryLate.tsx'
import { useAddresses, useCan } from '../membership.tsx'
import { useRead } from '../read.ts'
import { useLiveState } from './LiveChanges.tsx'
import { RoomBanner } from './RoomBanner.tsx'

/** Above every page: the connection, and what the practice must know of itself. */
export function Banners(): ReactNode {
  const can = useCan()
  return (
    <div className="banners screen-only">
      <Connection />
      <NotLive />
      <RoomBanner />
      {can.managePractice && <Orphans />}
      {(can.work || can.managePractice) && <CheckAlarms />}
      {can.managePractice && <VeryLate />}
      <PauseBanner />
      {can.work && <AwayBanners />}
    </div>
  )
}

const lateMs = 4_000

/** A stream that is opened again at once is no news; one that stays away is. */
function Connection(): ReactNode {
  const t = useTranslations('common.states')
  const isOffline = useConnection() === 'offline'
  const isWaiting = useLasting(useLiveState() === 'waiting')
  const was = useRef(false)
  const isTroubled = isOffline || isWaiting

  useEffect(() => {
    if (was.current && !isTroubled) {
      announce(t('backOnline'))
    }
    was.current = isTroubled
  }, [isTroubled, t])

  return (
    isTroubled && (
      <Notice kind="offline" isNew>
        {isOffline ? t('offline') : t('reconnecting')}
      </Notice>
    )
  )
}

function useLasting(is: boolean): boolean {
  const [lasts, setLasts] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLasts(is), is ? lateMs : 0)
    return () => clearTimeout(timer)
  }, [is])
  return lasts && is
}

function NotLive(): ReactNode {
  const t = useTranslations('staff.frame')
  const addresses = useAddresses()
  const can = useCan()
  const { data } = useRead('GET /api/as/:membershipId/practice', {})
  if (!data || data.isLive) {
    return null
  }
  return (
    <section aria-label={t('clinicNotice')}>
      <Notice kind="info" heading={t('notLive')}>
        {t('notLiveLead')} {can.managePractice && <Link to={addresses.practice}>{t('whatIsMissing')}</Link>}
      </Notice>
    </section>
  )
}

/** What the nightly check found is said on every page until it is mended. */
function Orphans(): ReactNode {
  const t = useTranslations('staffOrphans')
  const addresses = useAddresses()
  const { data } = useRead('GET /api/as/:membershipId/practice', {})
  if (!data || data.orphans === null || data.orphans === 0) {
    return null
  }
  return (
    <section aria-label={t('banner')}>
      <Notice kind="urgent" heading={t('banner')}>
        {t('bannerLead', { count: data.orphans })} <Link to={addresses.orphans}>{t('see')}</Link>
      </Notice>
    </section>
  )
}
