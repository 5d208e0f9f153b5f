import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { ErrorSummary } from '../components/ErrorSummary.tsx'
import { Notice } from '../components/Notice.tsx'
import { messageFieldIds } from './MessageFields.tsx'
import type { SendProblem } from './use-send.ts'

/** Above the fields: what kept a message from being sent, and what to do. */
export function SendProblems({ problem }: { problem: SendProblem | null }): ReactNode {
  const t = useTranslations('conversation.compose')
  switch (problem?.kind) {
    case undefined:
      return null
    case 'subject':
    case 'text':
    case 'files':
      return <ErrorSummary errors={[{ id: messageFieldIds[problem.kind], text: problem.words }]} />
    case 'movedOn':
    case 'alreadySent':
    case 'closedToYou':
      return (
        <InView>
          <Notice kind="urgent" isNew heading={t(`${problem.kind}.title`)}>
            {t(`${problem.kind}.text`)}
          </Notice>
        </InView>
      )
    case 'failed':
      return (
        <InView>
          <Notice kind="urgent" isNew heading={t('notSent')}>
            {problem.words.map((line) => (
              <p key={line}>{line}</p>
            ))}
            <p>{t('kept')}</p>
          </Notice>
        </InView>
      )
    default:
      return problem satisfies never
  }
}

/** Whoever pressed the button below a long letter sees that it was not sent: each try begins without it. The keyboard stays where it is. */
function InView({ children }: { children: ReactNode }): ReactNode {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // What it gives back is no way to end it: newer browsers promise the end of the scrolling.
    ref.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return <div ref={ref}>{children}</div>
}

/** The same words beside the field. */
export function fieldErrors(problem: SendProblem | null): { subject?: string; text?: string; files?: string } {
  switch (problem?.kind) {
    case 'subject':
    case 'text':
    case 'files':
      return { [problem.kind]: problem.words }
    default:
      return {}
  }
}
