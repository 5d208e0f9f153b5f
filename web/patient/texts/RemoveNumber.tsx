import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Form, useForm } from '../../account/use-form.tsx'
import { call } from '../../api/client.ts'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { useProblemWords } from '../../i18n/problem-words.ts'

type Props = { membershipId: string; hasAddress: boolean; onRemoved: () => Promise<void> }

/** Taking the number away, after saying what that means. */
export function RemoveNumber({ membershipId, hasAddress, onRemoved }: Props): ReactNode {
  const t = useTranslations('patientTexts.remove')
  const { problemWords } = useProblemWords()
  const form = useForm()
  const [isAsking, setIsAsking] = useState(false)

  const submit = () =>
    form.submit({
      act: async () => {
        await call('DELETE /api/as/:membershipId/mobile-number', { membershipId })
        setIsAsking(false)
        await onRemoved()
      },
      explain: (problem) => [{ text: problemWords(problem) }],
    })

  return (
    <>
      <p>
        <Button look="quiet" onClick={() => setIsAsking(true)}>
          {t('button')}
        </Button>
      </p>
      <Dialog isOpen={isAsking} onClose={() => setIsAsking(false)} title={t('button')}>
        <Form form={form} onSubmit={submit}>
          <p>{hasAddress ? t('text') : t('noAddress')}</p>
          <p>
            <Button type="submit" look="danger" isBusy={form.isBusy}>
              {t('button')}
            </Button>
          </p>
        </Form>
      </Dialog>
    </>
  )
}
