import { useEffect, useId, useRef, type ReactNode } from 'react'
import { useNow, useTranslations } from 'use-intl'
import { formActs } from '../../../shared/scheduled-send.ts'
import { Button } from '../../components/Button.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { Attachments } from '../../conversation/Attachments.tsx'
import type { ScheduledSend } from '../../conversation/types.ts'
import { useMembership } from '../membership.tsx'
import { useAct } from '../use-act.ts'
import { useActProblemWords } from './act-words.ts'
import type { Worked } from './use-conversation.ts'
import { useScheduled } from './use-scheduled.ts'

type Props = { conversation: Worked; send: ScheduledSend; onDone: (send: ScheduledSend) => void }

/** An answer that has not gone out yet: its words, when it goes, and how to keep it from going. */
export function Waiting({ conversation, send, onDone, hasFocus }: Props & { hasFocus: boolean }): ReactNode {
  const t = useTranslations('staffLater')
  const outcomes = useTranslations('staff.outcomes')
  const { id: membershipId } = useMembership()
  const scheduled = useScheduled(conversation)
  const problemWords = useActProblemWords()
  const { act, isBusy, problem } = useSendAct(send, onDone)
  const headingId = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  const { isMine, author, text, attachments, outcome, writtenBy, onBehalfOf } = send

  useEffect(() => {
    // The box with the focus has made room for this.
    if (hasFocus) {
      heading.current?.focus()
    }
  }, [hasFocus])

  return (
    <section className="sheet waiting-send screen-only stack" aria-labelledby={headingId}>
      <h3 id={headingId} tabIndex={-1} ref={heading}>
        {isMine ? t('waiting.yours') : t('waiting.theirs', { name: author.name })}
      </h3>
      <WhenItGoes send={send} of="waiting" />
      {writtenBy && <p>{t('waiting.writtenBy', { name: writtenBy.name })}</p>}
      {onBehalfOf && <p>{t('waiting.onBehalfOf', { name: onBehalfOf.name })}</p>}
      {outcome && <p>{t('waiting.closes', { outcome: outcomes(outcome) })}</p>}
      {problem && (
        <Notice kind="urgent" isNew>
          {problemWords(problem)}
        </Notice>
      )}
      <Words text={text} isHidden={conversation.work.isRestricted} />
      {attachments.length > 0 && <Attachments membershipId={membershipId} attachments={attachments} />}
      {conversation.can.reply && (
        <div className="row">
          <Button
            isBusy={isBusy}
            busyLabel={t('waiting.busy')}
            onClick={() => void act(() => scheduled.takeBack(send))}
          >
            {t('waiting.takeBack')}
          </Button>
          {isMine && (
            <Button
              isBusy={isBusy}
              busyLabel={t('waiting.busy')}
              onClick={() => void act(() => scheduled.sendNow(send.id))}
            >
              {t('waiting.sendNow')}
            </Button>
          )}
        </div>
      )}
    </section>
  )
}

/** What is done with a send; says which one when it was done, and nothing when it was refused. */
function useSendAct(send: ScheduledSend, onDone: Props['onDone']) {
  const { run, isBusy, problem } = useAct()
  const act = async (work: () => Promise<unknown>): Promise<void> => {
    if (await run(() => work().then(() => true))) {
      onDone(send)
    }
  }
  return { act, isBusy, problem }
}

/** In seconds while it can be taken back at once; else the day and the time. Of an answer, or of a first message. */
export function WhenItGoes({ send, of }: { send: ScheduledSend; of: 'waiting' | 'first' }): ReactNode {
  const { isUndo, sendAt } = send
  const t = useTranslations('staffLater')
  const timeWords = useTimeWords()
  const now = useNow({ updateInterval: 1_000 })
  if (!isUndo) {
    return <p>{t(`${of}.at`, { when: timeWords(sendAt) })}</p>
  }
  const seconds = Math.max(0, Math.ceil((Date.parse(sendAt) - now.getTime()) / 1_000))
  return <p>{t(`${of}.soon`, { seconds })}</p>
}

function Words({ text, isHidden }: { text: string | null; isHidden: boolean }): ReactNode {
  const t = useTranslations('staffLater.waiting')
  if (isHidden) {
    return <p className="soft">{t('hidden')}</p>
  }
  return text ? (
    <p className="letter-text typed" dir="auto">
      {text}
    </p>
  ) : null
}

/** An answer that did not go out, until it is sent another way or somebody has seen it. */
export function HeldBack({ conversation, send, onDone }: Props): ReactNode {
  const t = useTranslations('staffLater')
  const scheduled = useScheduled(conversation)
  const problemWords = useActProblemWords()
  const { act, isBusy, problem } = useSendAct(send, onDone)
  const { isMine, author, text, refusal } = send

  return (
    <Notice
      kind="urgent"
      heading={isMine ? t('refusedTitle.yours') : t('refusedTitle.theirs', { name: author.name })}
      isNew
    >
      <p>{t(`refused.${refusal ?? 'not-possible'}`)}</p>
      {send.act === 'approval' ? (
        <p>{t('back.question')}</p>
      ) : text === null ? (
        <p>
          {!isMine
            ? t('back.theirs', { name: author.name })
            : t(formActs.some((one) => one === send.act) ? 'back.form' : 'back.yours')}
        </p>
      ) : (
        <>
          <p>{t('back.left')}</p>
          <p className="typed" dir="auto">
            {text}
          </p>
        </>
      )}
      {problem && <p>{problemWords(problem)}</p>}
      {conversation.can.reply && (
        <Button isBusy={isBusy} onClick={() => void act(() => scheduled.takeBack(send))}>
          {t('putAway')}
        </Button>
      )}
    </Notice>
  )
}
