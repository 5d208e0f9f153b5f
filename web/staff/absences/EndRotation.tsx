import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { useNavigate } from '../../components/navigation.ts'
import { useAddresses } from '../membership.tsx'
import { useMemberCall, useReadAgain } from '../read.ts'
import { NotSaved } from '../settings/Sheet.tsx'
import { useDone } from '../undo.tsx'
import { useForm } from '../use-form.ts'
import { absenceRoutes, type Rotation } from './absences.ts'
import { useAbsenceWrong } from './wrong.ts'

/** Ends a rotation, after asking. */
export function EndRotation({ rotation }: { rotation: Rotation }): ReactNode {
  const t = useTranslations('staffAbsences')
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const navigate = useNavigate()
  const addresses = useAddresses()
  const { tell } = useDone()
  const [isOpen, setIsOpen] = useState(false)
  const form = useForm('end-rotation', useAbsenceWrong())

  async function end(): Promise<void> {
    const ended = await form.run([], async () => {
      try {
        return await memberCall('PUT /api/as/:membershipId/rotations/:rotationId/cancellation', {
          rotationId: rotation.id,
          version: rotation.version,
        })
      } finally {
        await readAgain(absenceRoutes)
      }
    })
    if (ended) {
      tell({ words: t('rotation.ended') })
      navigate(addresses.absences)
    }
  }

  return (
    <>
      <Button onClick={() => setIsOpen(true)}>{t('rotation.end')}</Button>
      <Dialog
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        title={t('rotation.endTitle')}
        actions={
          <>
            <Button look="danger" onClick={() => void end()} isBusy={form.isBusy}>
              {t('rotation.end')}
            </Button>
            <Button onClick={() => setIsOpen(false)}>{t('form.keep')}</Button>
          </>
        }
      >
        <NotSaved form={form} />
        <p>{t('rotation.endLead')}</p>
      </Dialog>
    </>
  )
}
