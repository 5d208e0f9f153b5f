import { useEffect, useId, useRef, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { useNavigate } from '../../components/navigation.ts'
import { Notice } from '../../components/Notice.tsx'
import { Attachments } from '../../conversation/Attachments.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { useActProblemWords } from '../desk/act-words.ts'
import { WhenItGoes } from '../desk/Waiting.tsx'
import { useAddresses, useMembership } from '../membership.tsx'
import type { Patient } from '../patients/use-patients.ts'
import { useRead } from '../read.ts'
import { useAct } from '../use-act.ts'
import { type Start, startsRoute, useStarts } from './use-starts.ts'

type Props = {
  patient: Patient
  /** One's own is this draft again. */
  onBack: (draftId: string) => void
}

/** First messages to this patient that have not gone out: one's own, and those of the inboxes in which one works. */
export function WaitingStarts({ sentId, ...props }: Props & { sentId: string | null }): ReactNode {
  const { data } = useRead(startsRoute, { patientId: props.patient.id })
  return data?.items.map((start) => (
    <OneStart key={start.send.id} {...props} start={start} hasFocus={start.send.id === sentId} />
  ))
}

type OneProps = Props & {
  start: Start
  /** The form with the focus has made room for it. */
  hasFocus: boolean
}

function OneStart({ patient, onBack, start, hasFocus }: OneProps): ReactNode {
  const t = useTranslations('staffLater')
  const { language } = useLanguage()
  const { id: membershipId } = useMembership()
  const navigate = useNavigate()
  const addresses = useAddresses()
  const headingId = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  const problemWords = useActProblemWords()
  const starts = useStarts(patient)
  const { run, isBusy, problem } = useAct()
  const { conversationId, topic, subject, send } = start
  const { isMine, author, text, attachments, refusal } = send
  const way = refusal === null ? 'waits' : 'wentNot'

  useEffect(() => {
    if (hasFocus) {
      heading.current?.focus()
    }
  }, [hasFocus])

  async function takeBack(): Promise<void> {
    const draftId = await run(async () => {
      await starts.takeBack(send)
      return isMine ? starts.readDraftId() : null
    })
    if (draftId) {
      onBack(draftId)
    }
  }

  async function sendNow(): Promise<void> {
    const sent = await run(() => starts.sendNow(send))
    if (sent) {
      starts.tellSent()
      navigate(conversationId === null ? addresses.patient(patient.id) : addresses.conversation(conversationId))
    }
  }

  return (
    <section className="sheet waiting-send stack" aria-labelledby={headingId}>
      <h2 id={headingId} tabIndex={-1} ref={heading}>
        {isMine ? t(`first.${way}.yours`) : t(`first.${way}.theirs`, { name: author.name })}
      </h2>
      <When start={start} />
      <p>
        <strong>{topic[language]}</strong> {subject}
      </p>
      {problem && (
        <Notice kind="urgent" isNew>
          {problemWords(problem)}
        </Notice>
      )}
      {text !== null && text !== '' && (
        <p className="letter-text typed" dir="auto">
          {text}
        </p>
      )}
      {attachments.length > 0 && <Attachments membershipId={membershipId} attachments={attachments} />}
      <div className="row">
        <Button isBusy={isBusy} busyLabel={t('waiting.busy')} onClick={() => void takeBack()}>
          {refusal === null ? t('first.takeBack') : t('putAway')}
        </Button>
        {isMine && refusal === null && (
          <Button isBusy={isBusy} busyLabel={t('waiting.busy')} onClick={() => void sendNow()}>
            {t('waiting.sendNow')}
          </Button>
        )}
      </div>
    </section>
  )
}

/** When it goes out; or why it did not, and where its words are. */
function When({ start: { send } }: { start: Start }): ReactNode {
  const t = useTranslations('staffLater')
  const { refusal, isMine, author, text } = send
  if (refusal === null) {
    return <WhenItGoes send={send} of="first" />
  }
  return (
    <Notice kind="urgent">
      <p>{t(`refused.${refusal}`)}</p>
      {text === null && <p>{isMine ? t('first.back') : t('back.theirs', { name: author.name })}</p>}
    </Notice>
  )
}
