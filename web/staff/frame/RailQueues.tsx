import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Link } from '../../components/Link.tsx'
import { Status } from '../../components/Status.tsx'
import { useAddresses } from '../membership.tsx'
import { useAgeWords } from '../queue/due.ts'
import { useRead } from '../read.ts'
import { Way } from './Way.tsx'

type Count = { open: number; late: number; oldestAt: string | null }

/** My work and the inboxes, each with how much is open, how much is late, and how old the oldest is. */
export function RailQueues(): ReactNode {
  const t = useTranslations('staff.frame')
  const focus = useTranslations('staffFocus')
  const late = useTranslations('staffLate')
  const later = useTranslations('staffLater')
  const addresses = useAddresses()
  const { data } = useRead('GET /api/as/:membershipId/inboxes', {})
  const checks = useRead('GET /api/as/:membershipId/inbox-checks', {})
  return (
    <div className="rail-part">
      <h2 id="rail-work">{t('work')}</h2>
      <ul className="plain-list" aria-labelledby="rail-work">
        <Queue queue="mine" name={t('mine')} count={data?.mine} />
        {data?.inboxes.map((inbox) => (
          <Queue
            key={inbox.careTeam.id}
            queue={inbox.careTeam.id}
            name={inbox.careTeam.name}
            count={inbox}
            check={checks.data?.items.find(({ careTeam }) => careTeam.id === inbox.careTeam.id)?.due ?? null}
          />
        ))}
        <Way to={addresses.focus}>{focus('title')}</Way>
        {data?.inboxes.some((inbox) => inbox.answersFor) && <Way to={addresses.late}>{late('way')}</Way>}
        <Way to={addresses.search}>{t('search')}</Way>
        <Way to={addresses.later}>{later('way')}</Way>
        <Way to={addresses.unfiled}>
          <span className="rail-queue">
            {t('unfiled')}
            {data && data.unfiled > 0 && <span className="rail-count">{data.unfiled}</span>}
          </span>
        </Way>
      </ul>
      {data?.inboxes.length === 0 && <p className="soft small">{t('noInboxes')}</p>}
    </div>
  )
}

type QueueProps = { queue: string; name: string; count: Count | undefined; check?: { isMissed: boolean } | null }

function Queue({ queue, name, count, check = null }: QueueProps): ReactNode {
  const t = useTranslations('staff.frame')
  const checks = useTranslations('staffChecks.rail')
  const addresses = useAddresses()
  const ageWords = useAgeWords()
  const isHere = useParams({ strict: false }).queue === queue
  return (
    <li>
      <Link to={addresses.queue(queue)} look="plain" aria-current={isHere ? 'page' : undefined}>
        <span className="rail-queue">
          {name}
          {count && (
            <span className="rail-count">
              <span aria-hidden="true">{count.open}</span>
              <span className="visually-hidden">{t('open', { count: count.open })}</span>
            </span>
          )}
        </span>
        {check !== null && (
          <span className="rail-facts">
            {check.isMissed ? <Status kind="late">{checks('missed')}</Status> : <span>{checks('due')}</span>}
          </span>
        )}
        {count && count.oldestAt !== null && (
          <span className="rail-facts">
            {count.late > 0 && <Status kind="late">{t('late', { count: count.late })}</Status>}
            <span>{t('oldest', { age: ageWords(count.oldestAt) })}</span>
          </span>
        )}
      </Link>
    </li>
  )
}
