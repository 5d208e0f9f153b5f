import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { ApiProblem } from '../../api/problem.ts'
import { Button } from '../../components/Button.tsx'
import { Checkbox } from '../../components/controls.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Composer } from '../../conversation/Composer.tsx'
import { messageFieldIds } from '../../conversation/MessageFields.tsx'
import { formActs } from '../../../shared/scheduled-send.ts'
import { TakenBack, takenBackId } from '../capacity/TakenBack.tsx'
import { ConsultActs, type ConsultDialog, ConsultDialogs } from '../consults/ConsultActs.tsx'
import type { ScheduledSend } from '../../conversation/types.ts'
import type { SendHow } from '../../conversation/use-send.ts'
import { useInsertText } from '../insert/use-insert-text.tsx'
import { useMembership } from '../membership.tsx'
import { useActProblemWords } from './act-words.ts'
import { OutcomeDialog } from './CloseDialog.tsx'
import { SendLater, useTimeProblems } from './SendLater.tsx'
import { useConversationAgain, type Worked } from './use-conversation.ts'
import { useScheduled } from './use-scheduled.ts'
import { HeldBack, Waiting } from './Waiting.tsx'

export const replyId = messageFieldIds.text

/** The answer, at the end of the letters: the one that waits to go out, the place to write one, or why there can be none. */
export function Reply({ conversation, onWriting }: { conversation: Worked; onWriting: () => void }): ReactNode {
  const t = useTranslations('staff.reply')
  const { work, can } = conversation
  const [hasSent, setHasSent] = useState(false)
  const waiting = work.scheduledSends.find(({ state }) => state === 'waiting')
  useTellWhenSent(conversation, waiting)
  const focusAfter = useFocusAfter(conversation)

  if (!can.reply && !waiting) {
    return <Notice kind="info">{work.isRestricted ? t('restricted') : t('cannot')}</Notice>
  }
  return (
    <>
      {work.scheduledSends
        .filter(({ state }) => state === 'refused')
        .map((send) => (
          <HeldBack key={send.id} conversation={conversation} send={send} onDone={focusAfter} />
        ))}
      {can.reply && <TakenBack conversation={conversation} />}
      {waiting ? (
        <Waiting
          key={waiting.id}
          conversation={conversation}
          send={waiting}
          hasFocus={hasSent && waiting.isMine}
          onDone={focusAfter}
        />
      ) : (
        <Answer conversation={conversation} onWriting={onWriting} onSent={() => setHasSent(true)} />
      )}
    </>
  )
}

/** Once the page shows the conversation without it: the focus, which its button had, is on what is to be gone on with. */
function useFocusAfter({ work }: Worked): (send: ScheduledSend) => void {
  const [done, setDone] = useState<ScheduledSend | null>(null)
  const isGone = done !== null && !work.scheduledSends.some(({ id }) => id === done.id)

  useEffect(() => {
    if (isGone) {
      const isForm = formActs.some((act) => act === done.act)
      const words = (isForm && document.getElementById(takenBackId)) || document.getElementById(replyId)
      words?.focus()
      setDone(null)
    }
  }, [isGone, done])

  return setDone
}

/** Says that one's own answer went out by itself: when it is a message, and waits no more. */
function useTellWhenSent(conversation: Worked, waiting: ScheduledSend | undefined): void {
  const { tellSent } = useScheduled(conversation)
  const last = useRef<string | null>(null)
  const id = waiting?.isMine ? waiting.messageId : null
  const { allMessages } = conversation

  useEffect(() => {
    if (last.current !== null && last.current !== id && allMessages.some((message) => message.id === last.current)) {
      tellSent()
    }
    last.current = id
    // What is told is made anew with every drawing.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [id, allMessages])
}

type AnswerProps = {
  conversation: Worked
  onWriting: () => void
  onSent: () => void
}

function Answer({ conversation, onWriting, onSent }: AnswerProps): ReactNode {
  const t = useTranslations('staff.reply')
  const later = useTranslations('staffLater')
  const { id: membershipId } = useMembership()
  const again = useConversationAgain(conversation.id)
  const scheduled = useScheduled(conversation)
  const explain = useExplain()
  const [dialog, setDialog] = useState<'close' | 'later' | null>(null)
  const [consult, setConsult] = useState<ConsultDialog>(null)
  const wrongTime = useRef<ApiProblem | null>(null)
  const { work } = conversation
  const insertText = useInsertText({ patientId: work.patient.id, topicId: conversation.topicId })
  const close = () => setDialog(null)

  function sent(send: ScheduledSend): void {
    onSent()
    scheduled.tellScheduled(send)
    void again()
  }

  return (
    <section className="sheet reply screen-only" aria-labelledby="reply">
      <h2 className="visually-hidden" id="reply">
        {t('heading')}
      </h2>
      <Composer
        key={conversation.id}
        membershipId={membershipId}
        conversation={conversation}
        post={async (letter, how, draftId) => {
          wrongTime.current = null
          try {
            return await scheduled.schedule(letter, how, draftId)
          } catch (error) {
            wrongTime.current = error instanceof ApiProblem && error.fieldCode('sendAt') ? error : null
            throw error
          }
        }}
        label={t('title', { name: work.patient.name })}
        hint={<Hint conversation={conversation} />}
        rows={5}
        hasSendKey
        isQuiet
        onWriting={onWriting}
        onInput={insertText.onInput}
        tools={insertText.tools}
        renderMark={({ isImportant, mark }) => (
          <Checkbox label={t('important')} checked={isImportant} onChange={(event) => mark(event.target.checked)} />
        )}
        explain={explain}
        onMovedOn={again}
        onSent={sent}
        renderActions={({ isSending }) => (
          <>
            <Button isBusy={isSending} onClick={() => setDialog('later')}>
              {later('sendLater')}
            </Button>
            <Button isBusy={isSending} onClick={() => setDialog('close')}>
              {t('sendAndClose')}
            </Button>
            <ConsultActs conversation={conversation} onOpen={setConsult} />
          </>
        )}
        renderBeside={({ send, draft, uploading }) => {
          const sendAs = async (how: SendHow) => {
            const answer = await send(how)
            if (answer) {
              sent(answer)
            } else if (wrongTime.current) {
              throw wrongTime.current
            }
          }
          return (
            <>
              {insertText.renderDialog(draft)}
              <SendLater isOpen={dialog === 'later'} onClose={close} onChosen={(sendAt) => sendAs({ sendAt })} />
              <OutcomeDialog
                isOpen={dialog === 'close'}
                onClose={close}
                title={t('sendAndClose')}
                confirm={t('sendAndClose')}
                busy={t('sending')}
                problem={null}
                onChosen={async (outcome) => {
                  // Whatever kept it from being sent is told beside the words.
                  await sendAs({ outcome })
                  return true
                }}
              />
              <ConsultDialogs
                conversation={conversation}
                draft={draft}
                uploading={uploading}
                dialog={consult}
                onClose={() => setConsult(null)}
              />
            </>
          )
        }}
      />
    </section>
  )
}

/** Words for what is refused here alone. */
function useExplain(): (problem: ApiProblem) => string | null {
  const actWords = useActProblemWords()
  const timeWords = useTimeProblems()
  return (problem) => {
    const time = problem.fields.find(({ path }) => path === 'sendAt')
    if (time) {
      return timeWords(time.code, time.path, time.limit)
    }
    return problem.code === 'answer-waiting' || problem.code === 'patient-left' ? actWords(problem) : null
  }
}

/** What the writer should know of the reader. */
function Hint({ conversation }: { conversation: Worked }): ReactNode {
  const t = useTranslations('staff.reply')
  const { work, status, mode } = conversation
  const hints = [
    t(`language.${work.patient.language}`),
    ...(mode === 'one-way' ? [t('oneWay')] : []),
    ...(status === 'closed' ? [t('reopens')] : []),
    ...(work.patient.hasAccount ? [] : [t('noAccount')]),
  ]
  return hints.join(' ')
}
