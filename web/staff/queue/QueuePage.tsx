import { Outlet, useParams, useSearch } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Page } from '../../components/Page.tsx'
import type { QueueShown } from '../addresses.ts'
import { Answered } from '../Answered.tsx'
import { CheckLine } from '../checks/CheckLine.tsx'
import { Forecast, InboxForecast } from '../focus/Forecast.tsx'
import { GoalLine } from '../goals/GoalLine.tsx'
import { ExpectationLine } from '../seeing/ExpectationLine.tsx'
import { useWayBack } from '../keys/use-way-back.ts'
import { useRead } from '../read.ts'
import { BulkBar } from './BulkBar.tsx'
import { isNarrowed, NoneLeft, QueueFilters } from './QueueFilters.tsx'
import { useQueueKeys } from './use-queue-keys.ts'
import { useQueue } from './use-queue.ts'
import { QueueRows } from './QueueRows.tsx'
import { QueueTabs } from './QueueTabs.tsx'
import { QueueView } from './QueueView.tsx'
import { useSelection } from './use-selection.ts'
import './queue.css'

/** The queue in the middle and, beside it, the conversation that is open. */
export function QueuePage(): ReactNode {
  const { queue = 'mine', conversationId } = useParams({ strict: false })
  const { status, label, priority, view } = useSearch({ strict: false }) as QueueShown
  return (
    <div className="desk" data-open={conversationId !== undefined || undefined}>
      <QueuePane
        key={`${queue} ${status} ${label} ${priority}`}
        queue={queue}
        shown={{ status, label, priority, view }}
        openId={conversationId}
      />
      <Outlet />
    </div>
  )
}

/** With nothing open the queue has the whole width. */
export function NothingOpen(): ReactNode {
  return null
}

type Props = { queue: string; shown: QueueShown; openId: string | undefined }

function QueuePane({ queue, shown, openId }: Props): ReactNode {
  const { status = 'open' } = shown
  const t = useTranslations('staff.queue')
  const name = useQueueName(queue)
  const goBackTo = useWayBack(openId)
  const title = status === 'open' ? name : t(`of.${status}`, { name })
  const rows = (
    <>
      <QueueTabs queue={queue} shown={shown} />
      <div className="queue-filter">
        <QueueFilters queue={queue} shown={shown} />
        {openId === undefined && <QueueView queue={queue} shown={shown} />}
      </div>
      {status === 'open' && <ExpectationLine />}
      {status === 'open' && (queue === 'mine' ? <Forecast /> : <InboxForecast careTeamId={queue} />)}
      {status === 'open' && <GoalLine {...(queue !== 'mine' && { careTeamId: queue })} />}
      {/* A part of an inbox is no look through it, and is not told as one. */}
      {status === 'open' && queue !== 'mine' && !isNarrowed(shown) && <CheckLine key={queue} careTeamId={queue} />}
      <Rows queue={queue} shown={shown} openId={openId} goBackTo={goBackTo} />
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

function Rows({ queue, shown, openId, goBackTo }: Props & { goBackTo: (elementId: string) => void }): ReactNode {
  const { status = 'open' } = shown
  const t = useTranslations('staff.queue')
  const answer = useQueue(queue, shown)
  const [cursorId, setCursorId] = useState<string | undefined>(openId)
  const items = answer.data?.items ?? []
  const selection = useSelection(items)
  useQueueKeys({ queue, shown, openId, cursorId, setCursorId, items, selection, goBackTo })

  return (
    <Answered answer={answer} lines={9}>
      {({ hasMore }) =>
        items.length === 0 ? (
          isNarrowed(shown) ? (
            <NoneLeft queue={queue} shown={shown} />
          ) : (
            <EmptyState heading={t(`none.${status}`)}>
              <p>{t(`none.lead.${status}.${queue === 'mine' ? 'mine' : 'inbox'}`)}</p>
            </EmptyState>
          )
        ) : (
          <>
            <BulkBar selection={selection} status={status} />
            <QueueRows
              queue={queue}
              shown={shown}
              items={items}
              openId={openId}
              selection={selection}
              onFocus={setCursorId}
              more={hasMore ? { show: answer.showMore, isReading: answer.isReadingMore } : undefined}
            />
          </>
        )
      }
    </Answered>
  )
}
