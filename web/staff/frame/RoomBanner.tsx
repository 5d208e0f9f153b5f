import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Notice } from '../../components/Notice.tsx'
import { useCan } from '../membership.tsx'
import { useRead } from '../read.ts'

/**
 * While the server has little room: administrators can have some made in time. What is not taken concerns everybody: patients are
 * told to call, and a quiet queue is then no good sign.
 */
export function RoomBanner(): ReactNode {
  const t = useTranslations('staffRoom')
  const can = useCan()
  const { data } = useRead('GET /api/as/:membershipId/practice', {})
  const room = data?.room ?? 'enough'
  if (room === 'enough' || (room === 'low' && !can.managePractice)) {
    return null
  }
  return (
    <section aria-label={t(`${room}.title`)}>
      <Notice kind="urgent" heading={t(`${room}.title`)}>
        {t(`${room}.lead`)}
      </Notice>
    </section>
  )
}
