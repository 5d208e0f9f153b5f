import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useRead, useReads } from '../api/use-read.ts'
import { SummaryList, SummaryRow } from '../components/SummaryList.tsx'
import { homeOf } from './session.ts'

/** Where a patient is told by text, clinic by clinic; nothing where no clinic of theirs offers it. */
export function TextWays(): ReactNode {
  const t = useTranslations('account.texts')
  const { data: session } = useRead('GET /api/session', {})
  const patients = (session?.memberships ?? []).filter(
    ({ kind, status }) => kind === 'patient' && status === 'confirmed',
  )
  const answers = useReads(
    'GET /api/as/:membershipId/mobile-number',
    patients.map(({ id: membershipId }) => ({ membershipId })),
  )
  const offered = patients.flatMap((membership, index) => {
    const data = answers[index]?.data
    return data && (data.isOffered || data.number) ? [{ membership, number: data.number }] : []
  })
  if (offered.length === 0) {
    return null
  }
  return (
    <section className="stack" aria-labelledby="texts">
      <h2 id="texts">{t('title')}</h2>
      <SummaryList>
        {offered.map(({ membership, number }) => (
          <SummaryRow key={membership.id} name={membership.practice.name} changeAt={`${homeOf(membership)}/texts`}>
            {number ? t(number.state === 'proven' ? 'on' : 'open', { ending: number.ending }) : t('off')}
          </SummaryRow>
        ))}
      </SummaryList>
    </section>
  )
}
