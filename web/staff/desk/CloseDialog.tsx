import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { outcomes, type Outcome } from '../../../shared/conversation.ts'
import { Button } from '../../components/Button.tsx'
import { Choices } from '../../components/controls.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { ErrorSummary, type FieldError } from '../../components/ErrorSummary.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useActProblemWords } from './act-words.ts'
import type { ConversationActs } from './use-conversation-acts.ts'

const outcomeId = 'outcome'

/** Ends a conversation with its outcome; filing to the chart follows by itself. */
export function CloseDialog(props: {
  isOpen: boolean
  onClose: () => void
  acts: ConversationActs
  /** Somebody still has to do something there. */
  isOwed: boolean
}): ReactNode {
  const t = useTranslations('staff.close')
  const several = useTranslations('staffQueue')
  return (
    <OutcomeDialog
      {...props}
      title={t('title')}
      confirm={t('confirm')}
      busy={t('busy')}
      problem={props.acts.problem}
      onChosen={async (outcome) => (await props.acts.close(outcome)) !== undefined}
    >
      {props.isOwed && <Notice kind="info">{several('owedHere')}</Notice>}
    </OutcomeDialog>
  )
}

type Props = {
  isOpen: boolean
  onClose: () => void
  title: string
  confirm: string
  busy: string
  problem: ConversationActs['problem']
  /** True when it was done. */
  onChosen: (outcome: Outcome) => Promise<boolean>
  /** What is to be known, or said, before. */
  children?: ReactNode
}

/** Asks how a conversation ended. */
export function OutcomeDialog({ isOpen, onClose, title, ...rest }: Props): ReactNode {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={title}>
      {isOpen && <OutcomeForm onClose={onClose} {...rest} />}
    </Dialog>
  )
}

function OutcomeForm({
  onClose,
  confirm,
  busy,
  problem,
  onChosen,
  children,
}: Omit<Props, 'isOpen' | 'title'>): ReactNode {
  const t = useTranslations('staff')
  const common = useTranslations('common.buttons')
  const problemWords = useActProblemWords()
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [isBusy, setIsBusy] = useState(false)

  async function submit(): Promise<void> {
    setErrors(outcome === null ? [{ id: outcomeId, text: t('close.missing') }] : [])
    if (outcome === null || isBusy) {
      return
    }
    setIsBusy(true)
    const isDone = await onChosen(outcome)
    setIsBusy(false)
    if (isDone) {
      onClose()
    }
  }

  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <ErrorSummary errors={errors} />
      {problem && (
        <Notice kind="urgent" isNew heading={t('acts.refused')}>
          {problemWords(problem)}
        </Notice>
      )}
      <Choices
        id={outcomeId}
        label={t('close.outcome')}
        error={errors[0]?.text}
        name="outcome"
        value={outcome}
        onChange={setOutcome}
        options={outcomes.map((value) => ({ value, label: t(`outcomes.${value}`) }))}
      />
      {children}
      <p className="soft small">{t('close.files')}</p>
      <div className="row">
        <Button type="submit" look="primary" isBusy={isBusy} busyLabel={busy}>
          {confirm}
        </Button>
        <Button onClick={onClose}>{common('cancel')}</Button>
      </div>
    </form>
  )
}
