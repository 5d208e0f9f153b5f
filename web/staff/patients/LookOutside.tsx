import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../../shared/limits.ts'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { Notice } from '../../components/Notice.tsx'
import { TextArea } from '../../components/TextArea.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { useProblemWords } from '../../i18n/problem-words.ts'
import { useMemberCall } from '../read.ts'
import { useForm } from '../use-form.ts'

/** Looking at a patient outside one's inboxes: with a reason that others will see, for an hour. */
export function LookOutside({ patientId, onGranted }: { patientId: string; onGranted: () => void }): ReactNode {
  const t = useTranslations('staffPeople.patient')
  const timeWords = useTimeWords()
  const [isAsking, setIsAsking] = useState(false)
  const [until, setUntil] = useState<string | null>(null)
  return (
    <>
      {until ? (
        <Notice kind="info" isNew>
          {t('granted', { when: timeWords(until) })}
        </Notice>
      ) : (
        <p className="section-act">
          <Button onClick={() => setIsAsking(true)}>{t('outside')}</Button>
        </p>
      )}
      <Dialog isOpen={isAsking} onClose={() => setIsAsking(false)} title={t('outside')}>
        {isAsking && (
          <Ask
            patientId={patientId}
            onGranted={(expiresAt) => {
              setUntil(expiresAt)
              setIsAsking(false)
              onGranted()
            }}
            onCancel={() => setIsAsking(false)}
          />
        )}
      </Dialog>
    </>
  )
}

type AskProps = { patientId: string; onGranted: (expiresAt: string) => void; onCancel: () => void }

function Ask({ patientId, onGranted, onCancel }: AskProps): ReactNode {
  const t = useTranslations('staffPeople.patient')
  const common = useTranslations('common.buttons')
  const { problemWords } = useProblemWords()
  const memberCall = useMemberCall()
  const form = useForm('outside', () => null)
  const [reason, setReason] = useState('')

  async function ask(): Promise<void> {
    const granted = await form.run([], () =>
      memberCall('POST /api/as/:membershipId/patients/:patientId/access-grants', { patientId, reason }),
    )
    if (granted) {
      onGranted(granted.expiresAt)
    }
  }

  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void ask()
      }}
    >
      <ErrorSummary errors={form.errors} />
      {form.problem && (
        <Notice kind="urgent" isNew>
          {problemWords(form.problem)}
        </Notice>
      )}
      <p>{t('outsideLead')}</p>
      <TextArea
        id={form.id('reason')}
        label={t('outsideReason')}
        rows={3}
        value={reason}
        onChange={setReason}
        limits={{ characters: limits.reasonCharacters }}
        error={form.error('reason')}
      />
      <div className="row">
        <Button type="submit" look="primary" isBusy={form.isBusy} busyLabel={t('outsideBusy')}>
          {t('outsideConfirm')}
        </Button>
        <Button onClick={onCancel}>{common('cancel')}</Button>
      </div>
    </form>
  )
}
