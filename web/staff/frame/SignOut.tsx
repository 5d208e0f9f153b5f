import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { saveDrafts } from '../../conversation/unsaved.ts'
import { useProblemWords } from '../../i18n/problem-words.ts'
import { useAct } from '../use-act.ts'
import { signOut } from './session.ts'

/** Ends the session, once the last words are saved; what stands in the way is told, and the page stays. */
export function SignOut(): ReactNode {
  const common = useTranslations('common.buttons')
  const t = useTranslations('staff.session')
  const { problemWords } = useProblemWords()
  const { run, isBusy, problem, clear } = useAct()
  const [isUnsaved, setIsUnsaved] = useState(false)

  async function saveAndLeave(): Promise<void> {
    if (await saveDrafts()) {
      await signOut()
    } else {
      setIsUnsaved(true)
    }
  }

  function stay(): void {
    setIsUnsaved(false)
    clear()
  }

  return (
    <>
      <Button look="quiet" isBusy={isBusy} busyLabel={common('signOut')} onClick={() => void run(saveAndLeave)}>
        {common('signOut')}
      </Button>
      <Dialog
        isOpen={isUnsaved || problem !== null}
        onClose={stay}
        title={t('notSignedOut')}
        actions={
          <>
            <Button look="primary" onClick={stay}>
              {t('stay')}
            </Button>
            <Button onClick={() => void run(signOut)}>{t('anyway')}</Button>
          </>
        }
      >
        <p>{problem ? problemWords(problem) : t('notSaved')}</p>
      </Dialog>
    </>
  )
}
