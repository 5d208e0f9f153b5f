import { Outlet, useParams, useSearch } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Page } from '../../components/Page.tsx'
import type { QueueStatus } from '../addresses.ts'
import { Answered } from '../Answered.tsx'
import { CheckLine } from '../checks/CheckLine.tsx'
import { ExpectationLine } from '../seeing/ExpectationLine.tsx'
import { useRead } from '../read.ts'
import { useQueueKeys } from './use-queue-keys.ts'
import { useQueue } from './use-queue.ts'
import { QueueRows } from './QueueRows.tsx'
import { QueueTabs } from './QueueTabs.tsx'
import './queue.css'

/** The queue in the middle and, beside it, the conversation that is open. */
export function QueuePage(): ReactNode {
  const { queue = 'mine', conversationId } = useParams({ strict: false })
  const { status = 'open' } = useSearch({ strict: false }) as { status?: QueueStatus }
  return (
    <div className="desk" data-open={conversationId !== undefined || undefined}>
      <QueuePane key={`${queue} ${status}`} queue={queue} status={status} openId={conversationId} />
      <Outlet />
    </div>
  )
}

/** With nothing open the queue has the whole width. */
export function NothingOpen(): ReactNode {
  return null
}

type Props = { queue: string; status: QueueStatus; openId: string | undefined }

function QueuePane({ queue, status, openId }: Props): ReactNode {
  const t = useTranslations('staff.queue')
  const name = useQueueName(queue)
  const title = status === 'open' ? name : t(`of.${status}`, { name })
  const rows = (
    <>
      <QueueTabs queue={queue} status={status} />
      {status === 'open' && <ExpectationLine />}
      {status === 'open' && queue !== 'mine' && <CheckLine key={queue} careTeamId={queue} />}
      <Rows queue={queue} status={status} openId={openId} />
    </>
  )
  return (
    <section className="queue-pane" aria-label={title}>
      {openId === undefined ? (
        // The page's one h1 is here while no conversation is open, and the conversation's afterwards.
        <Page title={title}>{rows}</Page>
      ) : (
        <div className="page stack">
          <div className="page-head">
            <h2 className="queue-title">{title}</h2>
          </div>
          {rows}
        </div>
      )}
    </section>
  )
}

function useQueueName(queue: string): string {
  const t = useTranslations('staff.frame')
  const { data } = useRead('GET /api/as/:membershipId/inboxes', {})
  const inbox = data?.inboxes.find(({ careTeam }) => careTeam.id === queue)
  return queue === 'mine' ? t('mine') : (inbox?.careTeam.name ?? t('inbox'))
}

function Rows({ queue, status, openId }: Props): ReactNode {
  const t = useTranslations('staff.queue')
  const answer = useQueue(queue, status)
  const [cursorId, setCursorId] = useState<string | undefined>(openId)
  useQueueKeys({ queue, status, openId, cursorId, setCursorId, items: answer.data?.items ?? [] })

  return (
    <Answered answer={answer} lines={9}>
      {({ items, hasMore }) =>
        items.length === 0 ? (
          <EmptyState heading={t(`none.${status}`)}>
            <p>{t(`none.lead.${status}.${queue === 'mine' ? 'mine' : 'inbox'}`)}</p>
          </EmptyState>
        ) : (
          <QueueRows
            queue={queue}
            status={status}
            items={items}
            openId={openId}
            onFocus={setCursorId}
            more={hasMore ? { show: answer.showMore, isReading: answer.isReadingMore } : undefined}
          />
        )
      }
    </Answered>
  )
}
