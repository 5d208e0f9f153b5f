import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { useMemberCall, useReadAgain } from '../read.ts'
import { NotSaved } from '../settings/Sheet.tsx'
import { useDone } from '../undo.tsx'
import { useForm } from '../use-form.ts'
import { type Pause, pausesRoute, usePauseWords } from './pauses.ts'

/** Ends a pause that is in force, or calls one off before it begins, after asking. */
export function EndPause({ pause, state }: { pause: Pause; state: 'coming' | 'in-force' }): ReactNode {
  const t = useTranslations('staffCapacity')
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const { what } = usePauseWords()
  const [isOpen, setIsOpen] = useState(false)
  const form = useForm('end-pause', () => null)

  async function end(): Promise<void> {
    const ended = await form.run([], async () => {
      try {
        return await memberCall('DELETE /api/as/:membershipId/pauses/:pauseId', { pauseId: pause.id })
      } finally {
        await readAgain([pausesRoute])
      }
    })
    if (ended) {
      tell({ words: t('pause.ended') })
      setIsOpen(false)
    }
  }

  return (
    <>
      <Button onClick={() => setIsOpen(true)} aria-label={t(`pauses.endOf.${state}`, { what: what(pause) })}>
        {t(`pause.end.${state}`)}
      </Button>
      <Dialog
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        title={t(`pause.endTitle.${state}`)}
        actions={
          <>
            <Button look="danger" onClick={() => void end()} isBusy={form.isBusy}>
              {t(`pause.end.${state}`)}
            </Button>
            <Button onClick={() => setIsOpen(false)}>{t('pause.keep')}</Button>
          </>
        }
      >
        <NotSaved form={form} />
        <p>{what(pause)}</p>
        <p>{t('pause.endLead')}</p>
      </Dialog>
    </>
  )
}
