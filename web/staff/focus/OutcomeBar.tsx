import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { announce } from '../../components/Announcer.tsx'
import { Button } from '../../components/Button.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Status } from '../../components/Status.tsx'
import { useProblemWords } from '../../i18n/problem-words.ts'
import { useShortcuts } from '../keys/shortcuts.ts'
import { PassDialog } from './PassDialog.tsx'
import type { FocusOutcome } from './outcome.ts'
import { useNext } from './use-next.ts'

type Props = { taskId: string; left: number; outcome: FocusOutcome | 'gone' | null }

/** How many are left, and the way to the next: open once this one has an end, or is passed over with a reason. */
export function OutcomeBar({ taskId, left, outcome }: Props): ReactNode {
  const t = useTranslations('staffFocus')
  const { problemWords } = useProblemWords()
  const { next, isBusy, problem } = useNext()
  const [isPassing, setIsPassing] = useState(false)
  const [isAskedFor, setIsAskedFor] = useState(false)
  const nextRef = useRef<HTMLButtonElement>(null)

  // Enter leads on, unless somebody is in the middle of a sentence.
  useEffect(() => {
    const { activeElement } = document
    const isWriting = activeElement instanceof HTMLTextAreaElement && activeElement.value !== ''
    if (outcome !== null && !isWriting && !document.querySelector('dialog[open]')) {
      nextRef.current?.focus()
    }
  }, [outcome])

  function goOn(): void {
    if (outcome !== null) {
      void next()
      return
    }
    setIsAskedFor(true)
    announce(t('sayFirst'))
  }

  useShortcuts([
    { keys: 'j', label: t('nextKey'), run: goOn },
    ...(outcome === null ? [{ keys: 'p', label: t('pass.title'), run: () => setIsPassing(true) }] : []),
  ])

  return (
    <section className="focus-bar screen-only" aria-label={t('bar')}>
      <p className="focus-left">
        <strong>{t('left', { count: left })}</strong>
      </p>
      <p className="focus-say">
        {outcome === null ? (
          <span>{isAskedFor ? <Status kind="urgent">{t('sayFirst')}</Status> : t('say')}</span>
        ) : (
          <Status kind="done">{t(`outcome.${outcome}`)}</Status>
        )}
      </p>
      {problem && (
        <Notice kind="urgent" isNew>
          {problemWords(problem)}
        </Notice>
      )}
      <div className="row">
        {outcome === null ? (
          <Button onClick={() => setIsPassing(true)} aria-keyshortcuts="p">
            {t('pass.open')}
          </Button>
        ) : (
          <Button
            look="primary"
            ref={nextRef}
            onClick={goOn}
            isBusy={isBusy}
            busyLabel={t('starting')}
            aria-keyshortcuts="j"
          >
            {t('next')}
          </Button>
        )}
      </div>
      <PassDialog taskId={taskId} isOpen={isPassing} onClose={() => setIsPassing(false)} onPassed={() => void next()} />
    </section>
  )
}
