import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { QueueItem } from '../queue/use-queue.ts'
import './consults.css'

/** In a row of the queue: what is asked, by whom, and the answer that is proposed. */
export function ConsultLine({ consult }: { consult: QueueItem['consult'] }): ReactNode {
  const t = useTranslations('staffConsults.row')
  if (consult === null) {
    return null
  }
  const { askedBy, onBehalfOf, question, proposal } = consult
  return (
    <ul className="row-consult plain-list">
      <li>
        {onBehalfOf ? t('toSign', { name: askedBy.name }) : t('question', { words: question, name: askedBy.name })}
      </li>
      {proposal !== null && <li>{t('proposal', { words: proposal })}</li>}
    </ul>
  )
}
