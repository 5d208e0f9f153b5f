import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { languageTag } from '../../../shared/locales/index.ts'
import { Notice } from '../../components/Notice.tsx'
import type { Worked } from '../desk/use-conversation.ts'
import type { Consult } from './consults.ts'

/** What became of the last question: returned, it stands in view with the clinician's words until there is an answer. */
export function PastConsult({ consult, conversation }: { consult: Consult; conversation: Worked }): ReactNode {
  const t = useTranslations('staffConsults')
  const { decidedBy, decidedAt, status, answer } = consult
  const sent = conversation.allMessages.find(({ id }) => id === consult.messageId)
  if (decidedBy === null || decidedAt === null || status === 'requested') {
    return null
  }
  const isAnswered = conversation.allMessages.some(
    ({ author, kind, sentAt }) => author.kind === 'practitioner' && kind === 'message' && sentAt > decidedAt,
  )
  if (status === 'returned' && !isAnswered) {
    return (
      <Notice kind="urgent" heading={t('past.returned', { name: decidedBy.name })}>
        <div className="stack">
          <p className="typed" dir="auto">
            {answer}
          </p>
          <Proposed consult={consult} conversation={conversation} />
        </div>
      </Notice>
    )
  }
  return (
    <details className="sheet">
      <summary>{t('past.title')}</summary>
      <div className="stack">
        <p>{t(`past.${status}`, { name: decidedBy.name })}</p>
        {answer !== null && (
          <p className="typed" dir="auto">
            {answer}
          </p>
        )}
        <Proposed consult={consult} conversation={conversation} />
        {status === 'edited' && sent !== undefined && (
          <div>
            <p className="soft small">{t('past.sent')}</p>
            <p className="typed" dir="auto" lang={languageTag(conversation.work.patient.language)}>
              {sent.text}
            </p>
          </div>
        )}
      </div>
    </details>
  )
}

function Proposed({ consult, conversation }: { consult: Consult; conversation: Worked }): ReactNode {
  const t = useTranslations('staffConsults.panel')
  return (
    <>
      {consult.question !== '' && (
        <div>
          <p className="soft small">{t('question')}</p>
          <p className="typed" dir="auto">
            {consult.question}
          </p>
        </div>
      )}
      {consult.proposal !== null && (
        <div>
          <p className="soft small">{t('proposal')}</p>
          <p className="typed" dir="auto" lang={languageTag(conversation.work.patient.language)}>
            {consult.proposal}
          </p>
        </div>
      )}
    </>
  )
}
