import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../../shared/limits.ts'
import type { FieldProblem } from '../../api/problem.ts'
import { Button } from '../../components/Button.tsx'
import { Choices } from '../../components/controls.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { MomentField } from '../absences/MomentField.tsx'
import { Answered } from '../Answered.tsx'
import { instantOf } from '../day-end.ts'
import { useMembership } from '../membership.tsx'
import { useRead } from '../read.ts'
import { useForm } from '../use-form.ts'

type Times = readonly { kind: 'next-opening' | 'tomorrow'; local: string; at: string }[]
type Props = {
  isOpen: boolean
  onClose: () => void
  /** Throws the refusal of the time; whatever else kept it from being sent is told beside the words. */
  onChosen: (sendAt: string) => Promise<unknown>
}

/** Asks when an answer should go out. */
export function SendLater({ isOpen, onClose, onChosen }: Props): ReactNode {
  const t = useTranslations('staffLater.dialog')
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t('title')}>
      {isOpen && <Asked onClose={onClose} onChosen={onChosen} />}
    </Dialog>
  )
}

function Asked({ onClose, onChosen }: Omit<Props, 'isOpen'>): ReactNode {
  const answer = useRead('GET /api/as/:membershipId/send-times', {})
  return (
    <Answered answer={answer}>
      {({ items }) => <TimeForm times={items} onClose={onClose} onChosen={onChosen} />}
    </Answered>
  )
}

function TimeForm({ times, onClose, onChosen }: Omit<Props, 'isOpen'> & { times: Times }): ReactNode {
  const t = useTranslations('staffLater.dialog')
  const common = useTranslations('common.buttons')
  const timeWords = useTimeWords()
  const form = useForm('later', useTimeProblems())
  const [kind, setKind] = useState<Times[number]['kind'] | 'own' | null>(times[0]?.kind ?? 'own')
  const [own, setOwn] = useState('T')

  async function submit(): Promise<void> {
    const sendAt = kind === 'own' ? own : times.find((time) => time.kind === kind)?.local
    const isWhole = sendAt !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(sendAt)
    const wrong: FieldProblem[] = isWhole ? [] : [{ path: 'sendAt', code: 'missing' }]
    const isDone = await form.run(wrong, async () => {
      await onChosen(sendAt ?? '')
      return true
    })
    if (isDone) {
      onClose()
    }
  }

  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <ErrorSummary errors={form.errors} />
      <p>{t('lead')}</p>
      <Choices
        id="later-kind"
        label={t('choose')}
        name="send-later"
        value={kind}
        onChange={setKind}
        options={[
          ...times.map((time) => ({ value: time.kind, label: t(time.kind, { when: timeWords(time.at) }) })),
          { value: 'own' as const, label: t('own') },
        ]}
      />
      {kind === 'own' && (
        <MomentField
          form={form}
          path="sendAt"
          words={{ day: t('day'), time: t('time'), timeOf: t('timeOf') }}
          value={own}
          onChange={setOwn}
        />
      )}
      <div className="row">
        <Button type="submit" look="primary" isBusy={form.isBusy}>
          {t('confirm')}
        </Button>
        <Button onClick={onClose}>{common('cancel')}</Button>
      </div>
    </form>
  )
}

/** Why nothing goes out at that time, with the next one that works. */
export function useTimeProblems(): (code: string, path: string, limit: FieldProblem['limit']) => string | null {
  const t = useTranslations('staffLater.dialog')
  const { timeZone } = useMembership().practice
  const timeWords = useTimeWords()
  return (code, _path, limit) => {
    const next = typeof limit === 'string' ? instantOf(limit, timeZone) : null
    const when = next === null ? null : timeWords(next)
    switch (code) {
      case 'missing':
        return t('missingTime')
      case 'clinic-closed':
        return when === null ? t('closed') : t('closedNext', { when })
      case 'in-the-past':
        return when === null ? t('past') : t('pastNext', { when })
      case 'too-far-ahead':
        return t('far', { days: String(limits.sendLaterDays) })
      case 'date':
        return t('date')
      default:
        return null
    }
  }
}
