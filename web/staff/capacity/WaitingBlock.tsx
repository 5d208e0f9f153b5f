import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import type { ScheduledSend } from '../../conversation/types.ts'
import { useActProblemWords } from '../desk/act-words.ts'
import { WhenItGoes } from '../desk/Waiting.tsx'
import { useAct } from '../use-act.ts'
import { BlockForm } from './BlockPatient.tsx'
import type { PatientStanding, Someone } from './standing.ts'
import { useBlocks } from './use-blocks.ts'

/** A block of which the patient has not been told yet: its reason, when it goes out, and how to keep it from going; or why it did not. */
export function WaitingBlock({ patient, send }: { patient: Someone; send: ScheduledSend }): ReactNode {
  const t = useTranslations('staffCapacity.block')
  const later = useTranslations('staffLater')
  const timeWords = useTimeWords()
  const problemWords = useActProblemWords()
  const blocks = useBlocks(patient)
  const { run, isBusy, problem } = useAct()
  const { isMine, author, text, refusal, blocksUntil } = send
  const way = refusal === null ? 'waits' : 'wentNot'

  return (
    <Notice
      kind={refusal === null ? 'info' : 'urgent'}
      heading={isMine ? t(`${way}.yours`) : t(`${way}.theirs`, { name: author.name })}
    >
      {refusal === null ? <WhenItGoes send={send} of="first" /> : <p>{later(`refused.${refusal}`)}</p>}
      {text !== null && (
        <p className="typed" dir="auto">
          {text}
        </p>
      )}
      {refusal === null && blocksUntil !== null && <p>{t('fromThen', { when: timeWords(blocksUntil) })}</p>}
      {problem && <p>{problemWords(problem)}</p>}
      <div className="row screen-only">
        <Button isBusy={isBusy} onClick={() => void run(() => blocks.takeBack(send))}>
          {refusal === null ? later('first.takeBack') : later('putAway')}
        </Button>
        {isMine && refusal === null && (
          <Button isBusy={isBusy} onClick={() => void run(() => blocks.sendNow(send))}>
            {later('waiting.sendNow')}
          </Button>
        )}
      </div>
    </Notice>
  )
}

type Held = NonNullable<PatientStanding['takenBack']>

/** One's own block that was taken back, or did not go out: to go on with, as it was, or to throw away. */
export function BlockTakenBack({ patient, held }: { patient: Someone; held: Held }): ReactNode {
  const t = useTranslations('staffCapacity')
  const timeWords = useTimeWords()
  const problemWords = useActProblemWords()
  const blocks = useBlocks(patient)
  const { run, isBusy, problem } = useAct()
  const [isOpen, setIsOpen] = useState(false)
  const close = () => setIsOpen(false)

  return (
    <Notice kind="info" heading={t('block.takenBack')}>
      <p className="typed" dir="auto">
        {held.reason}
      </p>
      <p>{t('block.was', { when: timeWords(held.endsAt) })}</p>
      {problem && <p>{problemWords(problem)}</p>}
      <div className="row screen-only">
        <Button onClick={() => setIsOpen(true)}>{t('takenBack.goOn')}</Button>
        <Button look="quiet" isBusy={isBusy} onClick={() => void run(() => blocks.discard(held.draftId))}>
          {t('takenBack.discard')}
        </Button>
      </div>
      <Dialog isOpen={isOpen} onClose={close} title={t('block.title', { name: patient.name })}>
        {isOpen && <BlockForm patient={patient} held={held} onClose={close} />}
      </Dialog>
    </Notice>
  )
}

/** Says that one's own block has begun by itself: when it waits no more, and is in force. */
export function useTellBlocked(patient: Someone, standing: PatientStanding | undefined): void {
  const { tellBlocked } = useBlocks(patient)
  const wasWaiting = useRef(false)
  const isWaiting = standing?.waiting.some(({ isMine, state }) => isMine && state === 'waiting') ?? false
  const isBlocked = standing?.block != null

  useEffect(() => {
    if (wasWaiting.current && !isWaiting && isBlocked) {
      tellBlocked()
    }
    wasWaiting.current = isWaiting
    // What is told is made anew with every drawing.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isWaiting, isBlocked])
}
