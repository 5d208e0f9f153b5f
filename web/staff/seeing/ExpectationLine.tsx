import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Link } from '../../components/Link.tsx'
import { useAddresses, useMembership } from '../membership.tsx'
import { useRead } from '../read.ts'
import { useOpeningWords } from './expectation-words.ts'

/** What the clinic expects of whoever works here now, where the work is; nothing where nothing is written down. */
export function ExpectationLine(): ReactNode {
  const t = useTranslations('staffSeeing.expectations')
  const { role } = useMembership()
  const addresses = useAddresses()
  const openingWords = useOpeningWords()
  const { data } = useRead('GET /api/as/:membershipId/expectations', {})
  const mine = data?.items.find((item) => item.role === role)
  const triage = mine?.triageMinutes == null ? null : openingWords(mine.triageMinutes)
  const reply = mine?.replyMinutes == null ? null : openingWords(mine.replyMinutes)
  if (triage === null && reply === null) {
    return null
  }
  return (
    <p className="soft small">
      {triage !== null && reply !== null && t('both', { triage, reply })}
      {triage !== null && reply === null && t('triageOnly', { triage })}
      {triage === null && reply !== null && t('replyOnly', { reply })} <Link to={addresses.seeing}>{t('see')}</Link>
    </p>
  )
}
