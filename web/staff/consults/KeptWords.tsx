import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useConversationAgain, type Worked } from '../desk/use-conversation.ts'
import { useMemberCall } from '../read.ts'
import { useWritten } from './written.tsx'

type Props = {
  conversationId: string
  /** What was kept of an earlier day, or another device, for a question that waits no more. */
  left?: Worked['formDrafts'][number] | undefined
}

/** The words of who was slower than a colleague: they stay until their author puts them away. */
export function KeptWords({ conversationId, left }: Props): ReactNode {
  const t = useTranslations('staffConsults.kept')
  const memberCall = useMemberCall()
  const again = useConversationAgain(conversationId)
  const [written, setWritten] = useWritten()
  const isWritten = written !== null && !written.isSending && written.text !== written.was
  const text = isWritten ? written.text : written === null ? (left?.text ?? '') : ''
  if (text.trim() === '') {
    return null
  }

  async function putAway(): Promise<void> {
    written?.drop()
    setWritten(null)
    if (left) {
      // Thrown away already, where it is what was written here.
      await memberCall('DELETE /api/as/:membershipId/drafts/:draftId', { draftId: left.id }).catch(() => undefined)
      await again()
    }
  }

  return (
    <Notice kind="info" isNew heading={t('title')}>
      <div className="stack">
        <p>{t('lead')}</p>
        <p className="typed" dir="auto">
          {text}
        </p>
        <p className="row">
          <Button onClick={() => void putAway()}>{t('away')}</Button>
        </p>
      </div>
    </Notice>
  )
}
