import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { OutputOf } from '../api/routes.ts'
import { ListLink } from '../components/List.tsx'
import { Status } from '../components/Status.tsx'
import { Time } from '../components/Time.tsx'
import { useLanguage } from '../i18n/LanguageProvider.tsx'
import { hrefTo } from '../patient-router.tsx'
import { routes } from './routes.ts'
import { Expected, Stage } from './Stage.tsx'

type Summary = OutputOf<'GET /api/as/:membershipId/conversations'>['items'][number]

/** One conversation in the list: what is new, what it is about, the last words, where it stands, by when an answer comes. */
export function ConversationRow(props: { membershipId: string; conversation: Summary }): ReactNode {
  const t = useTranslations('patient.row')
  const { language } = useLanguage()
  const { membershipId, conversation } = props
  const { id, subject, isUnread, hasAttachment, lastMessageAt } = conversation
  const topic = conversation.topic[language]
  return (
    <ListLink
      to={hrefTo(routes.conversation, { membershipId, conversationId: id })}
      isUnread={isUnread}
      title={subject === '' ? topic : subject}
      before={
        <>
          {isUnread && (
            <Status kind="new" isStrong>
              {t('unread')}
            </Status>
          )}
          {hasAttachment && <span>{t('hasAttachment')}</span>}
          {subject !== '' && <span>{topic}</span>}
          <Time at={lastMessageAt} show="day" />
        </>
      }
    >
      <div className="row-words">
        <LastLine conversation={conversation} />
        <p className="row-facts">
          <Stage conversation={conversation} />
          <span>{t('with', { team: conversation.careTeam.name })}</span>
        </p>
        <Expected conversation={conversation} />
      </div>
    </ListLink>
  )
}

function LastLine({ conversation }: { conversation: Summary }): ReactNode {
  const t = useTranslations('patient.row')
  const { lastAuthor, lastLine } = conversation
  if (lastLine === '') {
    return null
  }
  const words = { line: lastLine, name: lastAuthor.name }
  return <p className="row-line">{lastAuthor.kind === 'patient' ? t('you', words) : t('said', words)}</p>
}
