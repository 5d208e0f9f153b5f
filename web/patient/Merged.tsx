import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useReads } from '../api/use-read.ts'
import { Link } from '../components/Link.tsx'
import { Notice } from '../components/Notice.tsx'
import { useTimeWords } from '../components/Time.tsx'
import { headOf, nameOf, partsOf } from '../conversation/merged.ts'
import type { Conversation } from '../conversation/types.ts'
import { useLanguage } from '../i18n/LanguageProvider.tsx'
import { hrefTo } from '../patient-router.tsx'
import { routes } from './routes.ts'
import { useMarkRead } from './use-mark-read.ts'

/** What the clinic put into this conversation, each read as it stands now; `isMissing` while one of them cannot be read. */
export function useParts(
  membershipId: string,
  conversation: Conversation | undefined,
): { parts: Conversation[]; isMissing: boolean } {
  const wanted = conversation ? partsOf(conversation) : []
  const reads = useReads(
    'GET /api/as/:membershipId/conversations/:conversationId',
    wanted.map(({ id: conversationId }) => ({ membershipId, conversationId })),
  )
  return {
    parts: reads.flatMap(({ data }) => data ?? []),
    isMissing: reads.some(({ data, problem }) => data === undefined && problem !== undefined),
  }
}

type Props = { membershipId: string; conversation: Conversation; parts: readonly Conversation[]; isMissing: boolean }

/** That the clinic put two conversations together, or apart again; and where the rest is read. */
export function MergedNotices({ membershipId, conversation, parts, isMissing }: Props): ReactNode {
  const t = useTranslations('merged')
  const { language } = useLanguage()
  const timeWords = useTimeWords()
  const to = (conversationId: string) => hrefTo(routes.conversation, { membershipId, conversationId })
  const head = headOf(conversation)
  const together = partsOf(conversation)
  const apart = head || together.length > 0 ? undefined : conversation.merges[0]
  return (
    <>
      {head && (
        <Notice kind="info" heading={t('patient.goesOn')}>
          {head.other && (
            <Link to={to(head.other.id)}>{t('patient.open', { name: nameOf(head.other, language) })}</Link>
          )}
        </Notice>
      )}
      {together.map((other) => {
        const name = nameOf(other, language)
        const hasOlder = parts.some(({ id, before }) => id === other.id && before !== null)
        return (
          <Notice key={other.id} kind="info" heading={t('patient.together', { name })}>
            {hasOlder && <Link to={to(other.id)}>{t('earlier', { name })}</Link>}
          </Notice>
        )
      })}
      {isMissing && (
        <Notice kind="urgent" isNew>
          {t('unread')}
        </Notice>
      )}
      {apart?.other && apart.partedAt !== null && (
        <Notice
          kind="info"
          heading={t('patient.apart', {
            name: nameOf(apart.other, language),
            when: timeWords(apart.partedAt, 'day'),
          })}
        >
          <Link to={to(apart.other.id)}>{t('patient.open', { name: nameOf(apart.other, language) })}</Link>
        </Notice>
      )}
    </>
  )
}

/** Marks as read what is read here of another conversation, as if it stood on its own page. */
export function PartRead(props: { membershipId: string; part: Conversation; isFresh: boolean }): ReactNode {
  const { membershipId, part, isFresh } = props
  useMarkRead({ membershipId, conversationId: part.id, last: part.messages.at(-1), isFresh })
  return null
}
