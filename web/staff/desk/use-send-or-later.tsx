import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { ApiProblem, type FieldProblem } from '../../api/problem.ts'
import { Button } from '../../components/Button.tsx'
import type { ScheduledSend } from '../../conversation/types.ts'
import type { SendHow } from '../../conversation/use-send.ts'
import type { Form } from '../use-form.ts'
import { SendLater } from './SendLater.tsx'

type Options = {
  form: Form
  /** What the form itself finds wrong. */
  wrong: () => readonly FieldProblem[]
  post: (how: SendHow) => Promise<ScheduledSend | undefined>
  onSent: (send: ScheduledSend) => void
}

/** What a form of its own sends: as soon as it cannot be taken back any more, or at a time that is asked for. */
export function useSendOrLater({ form, wrong, post, onSent }: Options): {
  send: () => Promise<void>
  /** The way to the time, beside the button that sends. */
  laterButton: ReactNode
  /** Stands outside the form: it has one of its own. */
  laterDialog: ReactNode
} {
  const t = useTranslations('staffLater')
  const [isAsking, setIsAsking] = useState(false)

  async function send(how: SendHow = {}): Promise<void> {
    // Told beside the time; whatever else kept it from being sent, beside the words.
    const ofTime: ApiProblem[] = []
    const sent = await form.run(wrong(), async () => {
      try {
        return await post(how)
      } catch (error) {
        if (!(error instanceof ApiProblem) || !error.fieldCode('sendAt')) {
          throw error
        }
        ofTime.push(error)
        return undefined
      }
    })
    const [refusal] = ofTime
    if (refusal) {
      throw refusal
    }
    if (sent) {
      onSent(sent)
    }
  }

  async function askWhen(): Promise<void> {
    if (await form.run(wrong(), async () => true)) {
      setIsAsking(true)
    }
  }

  return {
    send,
    laterButton: (
      <Button isBusy={form.isBusy} onClick={() => void askWhen()}>
        {t('sendLater')}
      </Button>
    ),
    laterDialog: (
      <SendLater isOpen={isAsking} onClose={() => setIsAsking(false)} onChosen={(sendAt) => send({ sendAt })} />
    ),
  }
}
