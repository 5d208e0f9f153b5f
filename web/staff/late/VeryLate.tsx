import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Link } from '../../components/Link.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'

/** What the administrators were told is late is on each of their pages until it is done. */
export function VeryLate(): ReactNode {
  const t = useTranslations('staffLate')
  const addresses = useAddresses()
  const { data } = useRead('GET /api/as/:membershipId/practice', {})
  if (!data || data.veryLate === null || data.veryLate === 0) {
    return null
  }
  return (
    <section aria-label={t('banner')}>
      <Notice kind="urgent" heading={t('banner')}>
        {t('bannerLead', { count: data.veryLate })} <Link to={addresses.late}>{t('see')}</Link>
      </Notice>
    </section>
  )
}
