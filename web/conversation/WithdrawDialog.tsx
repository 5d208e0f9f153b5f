import { useMemo, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../shared/limits.ts'
import { call } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'
import { announce } from '../components/Announcer.tsx'
import { Button } from '../components/Button.tsx'
import { Dialog } from '../components/Dialog.tsx'
import { ErrorSummary } from '../components/ErrorSummary.tsx'
import { Notice } from '../components/Notice.tsx'
import { TextArea } from '../components/TextArea.tsx'
import { useProblemWords } from '../i18n/problem-words.ts'
import type { Message } from './types.ts'

type Props = {
  membershipId: string
  conversationId: string
  /** The message to withdraw; null while nothing is asked. */
  message: Message | null
  onClose: () => void
  onWithdrawn: () => void
}

const reasonId = 'withdraw-reason'

/** Takes back a message of one's own, with the reason that both sides will see. */
export function WithdrawDialog(props: Props): ReactNode {
  const t = useTranslations('conversation.withdrawn')
  const common = useTranslations('common.buttons')
  return (
    <Dialog isOpen={props.message !== null} onClose={props.onClose} title={t('title')}>
      <p>{t('lead')}</p>
      {props.message && <Reason key={props.message.id} {...props} message={props.message} cancel={common('cancel')} />}
    </Dialog>
  )
}

function Reason(props: Props & { message: Message; cancel: string }): ReactNode {
  const t = useTranslations('conversation.withdrawn')
  const { problemWords, fieldWords } = useProblemWords()
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const reasonCode = problem?.fieldCode('reason')
  const errors = useMemo(
    () => (reasonCode ? [{ id: reasonId, text: fieldWords(reasonCode) }] : []),
    // The summary takes the focus at each refusal, not whenever the page is drawn.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [problem],
  )

  async function withdraw(): Promise<void> {
    setIsBusy(true)
    const { membershipId, conversationId, message } = props
    try {
      await call('PUT /api/as/:membershipId/conversations/:conversationId/messages/:messageId/retraction', {
        membershipId,
        conversationId,
        messageId: message.id,
        reason,
      })
      announce(t('announced'))
      props.onWithdrawn()
      props.onClose()
    } catch (error) {
      if (!(error instanceof ApiProblem)) {
        throw error
      }
      setProblem(error)
      setIsBusy(false)
    }
  }

  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void withdraw()
      }}
    >
      <ErrorSummary errors={errors} />
      {problem && !reasonCode && (
        <Notice kind="urgent" isNew>
          {problem.code === 'already-withdrawn' ? t('already-withdrawn') : problemWords(problem)}
        </Notice>
      )}
      <TextArea
        id={reasonId}
        label={t('reasonLabel')}
        rows={3}
        value={reason}
        onChange={setReason}
        limits={{ characters: limits.reasonCharacters }}
        error={errors[0]?.text}
      />
      <div className="row">
        <Button type="submit" look="danger" isBusy={isBusy} busyLabel={t('busy')}>
          {t('confirm')}
        </Button>
        <Button onClick={props.onClose}>{props.cancel}</Button>
      </div>
    </form>
  )
}
