import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import type { QueueShown } from '../addresses.ts'
import { QueueRow } from './QueueRow.tsx'
import { rowId, type QueueItem } from './use-queue.ts'
import type { Selection } from './use-selection.ts'

type Props = {
  queue: string
  shown: QueueShown
  items: readonly QueueItem[]
  openId: string | undefined
  selection: Selection
  onFocus: (id: string) => void
  more: { show: () => void; isReading: boolean } | undefined
}

/** Most urgent first, then due first. */
export function QueueRows({ queue, shown, items, openId, selection, onFocus, more }: Props): ReactNode {
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
            shown={shown}
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
