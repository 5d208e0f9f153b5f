import type { ReactNode } from 'react'
import { useNow, useTranslations } from 'use-intl'
import { Link } from '../../components/Link.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'
import { isInForce, pausesRoute, usePauseWords } from './pauses.ts'

/** Above every page while patients cannot write as usual: a quiet queue is then no good sign. */
export function PauseBanner(): ReactNode {
  const t = useTranslations('staffCapacity.banner')
  const addresses = useAddresses()
  const timeWords = useTimeWords()
  const { what, takes } = usePauseWords()
  const now = useNow({ updateInterval: 60_000 })
  const { data } = useRead(pausesRoute, {})
  const inForce = data?.items.filter((pause) => isInForce(pause, now)) ?? []
  return (
    inForce.length > 0 && (
      <section aria-label={t('title')}>
        <Notice kind="info" heading={t('title')}>
          <ul className="plain-list">
            {inForce.map((pause) => (
              <li key={pause.id}>
                {t('line', { what: what(pause), takes: takes(pause), until: timeWords(pause.endsAt) })}
              </li>
            ))}
          </ul>
          <Link to={addresses.messaging}>{t('see')}</Link>
        </Notice>
      </section>
    )
  )
}
