import { useState, type Dispatch, type ReactNode, type SetStateAction } from 'react'
import { useTranslations } from 'use-intl'
import { languageTag } from '../../../shared/locales/index.ts'
import { Button } from '../../components/Button.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Status } from '../../components/Status.tsx'
import { Time } from '../../components/Time.tsx'
import { SendLater } from '../desk/SendLater.tsx'
import type { Worked } from '../desk/use-conversation.ts'
import { useFormDraft } from '../desk/use-form-draft.ts'
import { useMembership } from '../membership.tsx'
import { useDueWords } from '../queue/due.ts'
import { type Consult, consultsOf, useConsultWrong } from './consults.ts'
import { DecideForm } from './DecideForm.tsx'
import { GoingAlong } from './GoingAlong.tsx'
import { KeptWords } from './KeptWords.tsx'
import { PastConsult } from './PastConsult.tsx'
import { useDecide, useDecision } from './use-decide.ts'
import { useWritten, type Written } from './written.tsx'
import './consults.css'

/** At the top of the conversation: what a clinician is asked, beside the patient's words, to be decided in one step. */
export function ConsultPanel({ conversation }: { conversation: Worked }): ReactNode {
  const { open, last } = consultsOf(conversation.work)
  const [written, setWritten] = useWritten()
  const isHere = open?.can.decide === true && open.id === written?.consultId && !isAnswerWaiting(conversation)
  return (
    <>
      {open && (
        <OpenConsult
          key={open.id}
          consult={open}
          conversation={conversation}
          written={open.id === written?.consultId ? written : null}
          onWritten={setWritten}
        />
      )}
      {!open && last && <PastConsult consult={last} conversation={conversation} />}
      {!isHere && (
        <KeptWords
          conversationId={conversation.id}
          left={conversation.formDrafts.find(({ consultId }) => consultId !== null && consultId !== open?.id)}
        />
      )}
    </>
  )
}

/** It may be the answer to this; it is taken back where it waits. */
function isAnswerWaiting(conversation: Worked): boolean {
  return conversation.work.scheduledSends.some(({ state }) => state === 'waiting')
}

type Open = {
  consult: Consult
  conversation: Worked
  written: Written | null
  onWritten: Dispatch<SetStateAction<Written | null>>
}

function OpenConsult({ consult, conversation, written, onWritten }: Open): ReactNode {
  const t = useTranslations('staffConsults')
  const me = useMembership()
  const { isLate, words } = useDueWords()(consult.neededBy)
  const { refusalWords } = useConsultWrong()
  const act = useDecide(conversation, consult)
  const decide = useDecision(conversation, consult)
  const [isLater, setIsLater] = useState(false)
  const writing = written?.kind ?? null
  const heading = `${consult.onBehalfOf ? 'toSign' : 'asked'}${consult.asked.id === me.id ? 'You' : ''}` as const
  const { can, proposal } = consult
  const isWaiting = isAnswerWaiting(conversation)
  const drafts = {
    edit: useFormDraft(conversation, 'edit', consult.id),
    return: useFormDraft(conversation, 'return', consult.id),
  }
  /** With what was written before, on another day or device, where there is something. */
  const begin = (kind: Written['kind'], was: string) => {
    const { now, drop } = drafts[kind]
    onWritten({ consultId: consult.id, kind, text: now.text === '' ? was : now.text, was, isSending: false, drop })
  }
  const change = (part: Partial<Written>) => onWritten((was) => was && { ...was, ...part })
  return (
    <section className="sheet stack consult" aria-labelledby="consult">
      <h2 id="consult">{t(`panel.${heading}`, { by: consult.askedBy.name, asked: consult.asked.name })}</h2>
      <p className="row">
        <Status kind="waiting">{t(`kinds.${consult.kind}`)}</Status>
        <span>
          {t('panel.neededBy')} <Time at={consult.neededBy} />
        </span>
        {isLate && <Status kind="late">{words}</Status>}
      </p>
      {consult.asked.kind === 'care-team' && <p className="soft">{t('panel.first', { name: consult.asked.name })}</p>}
      {consult.isImportant && <p>{t('panel.important')}</p>}
      {consult.newer > 0 && <Notice kind="urgent">{t('panel.newer', { count: consult.newer })}</Notice>}
      <div className="consult-words">
        <Words title={t('panel.question')} words={consult.question} />
        <Letters consult={consult} conversation={conversation} />
        <Words
          title={t('panel.proposal')}
          words={proposal ?? t('panel.noProposal')}
          lang={proposal === null ? undefined : languageTag(conversation.work.patient.language)}
        />
        <GoingAlong attachments={consult.attachments} />
      </div>
      {act.problem && writing === null && (
        <Notice kind="urgent" isNew heading={t('panel.refused')}>
          {refusalWords(act.problem)}
        </Notice>
      )}
      {written !== null && !isWaiting && (
        <DecideForm
          key={written.kind}
          consult={consult}
          conversation={conversation}
          kind={written.kind}
          text={written.text}
          draft={drafts[written.kind]}
          onText={(text) => {
            drafts[written.kind].write(text)
            change({ text })
          }}
          onSending={(isSending) => change({ isSending })}
          onClose={() => {
            written.drop()
            onWritten(null)
          }}
        />
      )}
      {isWaiting && <p className="soft screen-only">{t('panel.waiting')}</p>}
      {writing === null && !isWaiting && (can.decide || can.withdraw) && (
        <div className="row screen-only">
          {can.decide && proposal !== null && (
            <Button look="primary" isBusy={act.isBusy} onClick={() => void act.approve()}>
              {t('panel.approve')}
            </Button>
          )}
          {can.decide && proposal !== null && (
            <Button isBusy={act.isBusy} onClick={() => setIsLater(true)}>
              {t('panel.approveLater')}
            </Button>
          )}
          {can.decide && (
            <>
              <Button onClick={() => begin('edit', proposal ?? '')}>
                {t(proposal === null ? 'panel.write' : 'panel.edit')}
              </Button>
              <Button onClick={() => begin('return', '')}>{t('panel.return')}</Button>
            </>
          )}
          {can.withdraw && (
            <Button isBusy={act.isBusy} onClick={() => void act.withdraw()}>
              {t('panel.withdraw')}
            </Button>
          )}
        </div>
      )}
      <SendLater
        isOpen={isLater}
        onClose={() => setIsLater(false)}
        onChosen={(sendAt) => decide({ decision: 'approve', sendAt })}
      />
    </section>
  )
}

/** The patient's last letter that the answer is to, and what came after it. */
function Letters({ consult, conversation }: { consult: Consult; conversation: Worked }): ReactNode {
  const t = useTranslations('staffConsults.panel')
  const letters = conversation.allMessages.filter(({ author }) => author.kind === 'patient')
  const shown = letters.filter(({ sequence }) => sequence > consult.sequence)
  const before = letters.findLast(({ sequence }) => sequence <= consult.sequence)
  return [...(before ? [before] : []), ...shown].map((letter) => (
    <Words
      key={letter.id}
      title={t('letter')}
      words={letter.retractedAt === null ? letter.text : ''}
      lang={languageTag(conversation.work.patient.language)}
    />
  ))
}

function Words(props: { title: string; words: string; lang?: string | undefined }): ReactNode {
  const { title, words, lang } = props
  return words === '' ? null : (
    <div>
      <h3 className="small">{title}</h3>
      <p className="typed" dir="auto" lang={lang}>
        {words}
      </p>
    </div>
  )
}
