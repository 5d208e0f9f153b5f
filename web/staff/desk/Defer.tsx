import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { useDeferralWords } from '../focus/deferral-words.ts'
import { useShortcuts } from '../keys/shortcuts.ts'
import { useMembership } from '../membership.tsx'
import { useMemberCall } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useAct } from '../use-act.ts'
import { DeferForm } from './DeferForm.tsx'
import { mainTask, useConversationAgain, type Worked } from './use-conversation.ts'
import { useFormDraft } from './use-form-draft.ts'

/** Puts off until later what is one's own or nobody's, and takes up again what was put off. */
export function Defer({ conversation }: { conversation: Worked }): ReactNode {
  const t = useTranslations('staffFocus.defer')
  const { id: me } = useMembership()
  const memberCall = useMemberCall()
  const again = useConversationAgain(conversation.id)
  const { tell } = useDone()
  const { run, isBusy } = useAct()
  const [isOpen, setIsOpen] = useState(false)
  const note = useFormDraft(conversation, 'deferral')
  const task = mainTask(conversation)
  const mayDefer =
    task !== undefined &&
    conversation.can.assign &&
    (task.owner === null || task.owner.id === me) &&
    !(conversation.work.isRestricted && task.kind === 'respond')
  const isWaiting = useDeferralWords()(task)?.isWaiting === true
  useShortcuts(mayDefer && !isWaiting ? [{ keys: 'd', label: t('key'), run: () => setIsOpen(true) }] : [])

  if (task === undefined || !(mayDefer || isWaiting)) {
    return null
  }

  async function resume(taskId: string): Promise<void> {
    await run(async () => {
      try {
        await memberCall('DELETE /api/as/:membershipId/tasks/:taskId/deferral', { taskId })
        tell({ words: t('resumed') })
      } finally {
        await again()
      }
    })
  }

  return isWaiting ? (
    <Button onClick={() => void resume(task.id)} isBusy={isBusy}>
      {t('resume')}
    </Button>
  ) : (
    <>
      <Button onClick={() => setIsOpen(true)} aria-keyshortcuts="d">
        {t('open')}
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setIsOpen(false)} title={t('title')}>
        {isOpen && <DeferForm conversation={conversation} task={task} note={note} onClose={() => setIsOpen(false)} />}
      </Dialog>
    </>
  )
}
