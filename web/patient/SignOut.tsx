import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { addresses } from '../account/addresses.ts'
import { call } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'
import { Button } from '../components/Button.tsx'
import { Dialog } from '../components/Dialog.tsx'
import { saveDrafts } from '../conversation/unsaved.ts'
import { useProblemWords } from '../i18n/problem-words.ts'

/** Ends the session, once the last words are saved, and leaves for a new document: nothing read stays in memory. */
export function SignOut(): ReactNode {
  const t = useTranslations('patient.signOut')
  const common = useTranslations('common.buttons')
  const { problemWords } = useProblemWords()
  const [isBusy, setIsBusy] = useState(false)
  const [obstacle, setObstacle] = useState<string | null>(null)

  async function leave(): Promise<void> {
    setObstacle(null)
    setIsBusy(true)
    try {
      await call('DELETE /api/session', {})
      location.assign(`${addresses.signIn}?left`)
    } catch (error) {
      if (!(error instanceof ApiProblem)) {
        throw error
      }
      setObstacle(problemWords(error))
      setIsBusy(false)
    }
  }

  async function saveAndLeave(): Promise<void> {
    setIsBusy(true)
    if (await saveDrafts()) {
      await leave()
      return
    }
    setIsBusy(false)
    setObstacle(t('notSaved'))
  }

  return (
    <>
      <Button look="quiet" isBusy={isBusy} busyLabel={common('signOut')} onClick={() => void saveAndLeave()}>
        {common('signOut')}
      </Button>
      <Dialog
        isOpen={obstacle !== null}
        onClose={() => setObstacle(null)}
        title={t('title')}
        actions={
          <>
            <Button look="primary" onClick={() => setObstacle(null)}>
              {t('stay')}
            </Button>
            <Button onClick={() => void leave()}>{t('anyway')}</Button>
          </>
        }
      >
        <p>{obstacle}</p>
      </Dialog>
    </>
  )
}
