import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import type { Draft } from '../../conversation/draft.ts'
import type { Worked } from '../desk/use-conversation.ts'
import { useFormDraft } from '../desk/use-form-draft.ts'
import { useRead } from '../read.ts'
import { AskForm } from './AskForm.tsx'
import { BehalfForm, type Delegation } from './BehalfForm.tsx'
import { consultsOf, delegationsRoute } from './consults.ts'

export type ConsultDialog = 'ask' | 'behalf' | null
type Props = { conversation: Worked; onOpen: (dialog: ConsultDialog) => void }

/** Beside "Send": to ask a clinician first, or to send in the name of one who lets you. */
export function ConsultActs({ conversation, onOpen }: Props): ReactNode {
  const t = useTranslations('staffConsults')
  const delegations = useMine()
  if (conversation.status === 'closed' || consultsOf(conversation.work).open) {
    return null
  }
  return (
    <>
      <Button onClick={() => onOpen('ask')}>{t('ask.open')}</Button>
      {delegations.length > 0 && <Button onClick={() => onOpen('behalf')}>{t('behalf.open')}</Button>}
    </>
  )
}

/** Both forms begin with the words of the reply. */
export function ConsultDialogs(props: {
  conversation: Worked
  draft: Draft
  /** Files that are still on their way into it. */
  uploading: number
  dialog: ConsultDialog
  onClose: () => void
}): ReactNode {
  const t = useTranslations('staffConsults')
  const delegations = useMine()
  const { dialog, onClose, ...rest } = props
  const question = useFormDraft(props.conversation, 'question')
  return (
    <>
      <Dialog isOpen={dialog === 'ask'} onClose={onClose} title={t('ask.title')}>
        {dialog === 'ask' && <AskForm {...rest} question={question} onClose={onClose} />}
      </Dialog>
      <Dialog isOpen={dialog === 'behalf'} onClose={onClose} title={t('behalf.title')}>
        {dialog === 'behalf' && <BehalfForm {...rest} delegations={delegations} onClose={onClose} />}
      </Dialog>
    </>
  )
}

/** In whose name this colleague may write. */
function useMine(): readonly Delegation[] {
  const { data } = useRead(delegationsRoute, {})
  return data?.items.filter(({ isMine }) => !isMine) ?? []
}
