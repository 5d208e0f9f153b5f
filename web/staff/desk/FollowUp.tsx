import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { useShortcuts } from '../keys/shortcuts.ts'
import { FollowUpForm } from './FollowUpForm.tsx'
import type { Worked } from './use-conversation.ts'
import { useFormDraft } from './use-form-draft.ts'

/** Makes a task of what else is to be done while the conversation is open. */
export function FollowUp({ conversation }: { conversation: Worked }): ReactNode {
  const t = useTranslations('staffFollowUp')
  const [isMaking, setIsMaking] = useState(false)
  const words = useFormDraft(conversation, 'follow-up')
  const { can, status } = conversation
  const mayMake = can.assign && status === 'open'
  useShortcuts(mayMake ? [{ keys: 't', label: t('key'), run: () => setIsMaking(true) }] : [])
  return (
    mayMake && (
      <>
        <Button onClick={() => setIsMaking(true)} aria-keyshortcuts="t">
          {t('open')}
        </Button>
        <Dialog isOpen={isMaking} onClose={() => setIsMaking(false)} title={t('title')}>
          {isMaking && <FollowUpForm conversation={conversation} words={words} onClose={() => setIsMaking(false)} />}
        </Dialog>
      </>
    )
  )
}
