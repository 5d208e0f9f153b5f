import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import type { QueueStatus } from '../addresses.ts'
import { QueueRow } from './QueueRow.tsx'
import { rowId, type QueueItem } from './use-queue.ts'
import type { Selection } from './use-selection.ts'

type Props = {
  queue: string
  status: QueueStatus
  labelId: string | undefined
  items: readonly QueueItem[]
  openId: string | undefined
  selection: Selection
  onFocus: (id: string) => void
  more: { show: () => void; isReading: boolean } | undefined
}

/** Most urgent first, then due first. */
export function QueueRows({ queue, status, labelId, items, openId, selection, onFocus, more }: Props): ReactNode {
  const t = useTranslations('staff.queue')
  const common = useTranslations('common.buttons')
  return (
    <>
      <ul className="queue plain-list" aria-label={t('rows')}>
        {items.map((item) => (
          <QueueRow
            key={rowId(item)}
            item={item}
            queue={queue}
            status={status}
            labelId={labelId}
            isOpen={item.conversation.id === openId}
            isChosen={selection.has(item)}
            onChoose={() => selection.toggle(item)}
            onFocus={() => onFocus(rowId(item))}
          />
        ))}
      </ul>
      {more && (
        <p>
          <Button onClick={more.show} isBusy={more.isReading}>
            {common('showMore')}
          </Button>
        </p>
      )}
    </>
  )
}
