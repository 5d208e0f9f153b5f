import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Link } from '../../components/Link.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'
import { inboxChecksRoute, useWhenWords } from './checks.ts'

/** Above every page of whoever was told that a check was missed, until somebody has made it good. */
export function CheckAlarms(): ReactNode {
  const t = useTranslations('staffChecks.alarm')
  const addresses = useAddresses()
  const whenWords = useWhenWords()
  const { data } = useRead(inboxChecksRoute, {})
  const alarms = data?.items.filter(({ isAlarm, due }) => isAlarm && due !== null) ?? []
  return (
    alarms.length > 0 && (
      <section aria-label={t('heading')}>
        <Notice kind="urgent" heading={t('heading')} isNew>
          <ul className="plain-list">
            {alarms.map(({ careTeam, due, isMember }) => (
              <li key={careTeam.id}>
                {t('line', { inbox: careTeam.name, when: whenWords(due?.dueAt ?? '') })}{' '}
                {isMember ? (
                  <Link to={addresses.queue(careTeam.id)}>{t('open', { inbox: careTeam.name })}</Link>
                ) : (
                  t('ask')
                )}
              </li>
            ))}
          </ul>
        </Notice>
      </section>
    )
  )
}
