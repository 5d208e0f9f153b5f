import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Link } from '../../components/Link.tsx'
import { queueStatuses, type QueueShown } from '../addresses.ts'
import { useAddresses } from '../membership.tsx'

type Props = { queue: string; shown: QueueShown }

/** From what somebody has to do, to what was answered and waits to be closed, to what is closed. */
export function QueueTabs({ queue, shown }: Props): ReactNode {
  const t = useTranslations('staff.queue')
  const addresses = useAddresses()
  return (
    <nav className="queue-tabs" aria-label={t('tabs')}>
      <ul className="plain-list">
        {queueStatuses.map((one) => (
          <li key={one}>
            <Link
              to={addresses.queue(queue, { ...shown, status: one })}
              look="plain"
              aria-current={one === (shown.status ?? 'open') ? 'page' : undefined}
            >
              {t(`tab.${one}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
