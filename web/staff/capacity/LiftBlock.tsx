import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { useMemberCall, useReadAgain } from '../read.ts'
import { NotSaved } from '../settings/Sheet.tsx'
import { useDone } from '../undo.tsx'
import { useForm } from '../use-form.ts'
import { type Someone, standingRoute } from './standing.ts'

/** Lets a patient write again before the day has come, after asking. */
export function LiftBlock({ patient, blockId }: { patient: Someone; blockId: string }): ReactNode {
  const t = useTranslations('staffCapacity.block')
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const [isOpen, setIsOpen] = useState(false)
  const form = useForm('lift-block', () => null)

  async function lift(): Promise<void> {
    const lifted = await form.run([], () =>
      memberCall('DELETE /api/as/:membershipId/patients/:patientId/blocks/:blockId', {
        patientId: patient.id,
        blockId,
      }),
    )
    if (lifted) {
      tell({ words: t('lifted', { name: patient.name }) })
      setIsOpen(false)
      await readAgain([standingRoute], { patientId: patient.id })
    }
  }

  return (
    <>
      <Button onClick={() => setIsOpen(true)}>{t('lift')}</Button>
      <Dialog
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        title={t('liftTitle', { name: patient.name })}
        actions={
          <>
            <Button look="primary" onClick={() => void lift()} isBusy={form.isBusy}>
              {t('lift')}
            </Button>
            <Button onClick={() => setIsOpen(false)}>{t('keep')}</Button>
          </>
        }
      >
        <NotSaved form={form} />
        <p>{t('liftLead')}</p>
      </Dialog>
    </>
  )
}
