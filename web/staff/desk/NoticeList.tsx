import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { noticeProblems, textProblems } from '../../../shared/notice.ts'
import type { OutputOf } from '../../api/routes.ts'
import { Time } from '../../components/Time.tsx'
import { Answered } from '../Answered.tsx'
import { useRead } from '../read.ts'

const route = 'GET /api/as/:membershipId/conversations/:conversationId/notices'
type Sent = OutputOf<typeof route>['items'][number]

/** What was tried so that the patient knows of a message; read when somebody asks for it. */
export function NoticesSent({ conversationId }: { conversationId: string }): ReactNode {
  const t = useTranslations('staffNotices')
  const [isOpen, setIsOpen] = useState(false)
  return (
    <details className="sheet history" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>
        <h2>{t('title')}</h2>
      </summary>
      {isOpen && <NoticeList conversationId={conversationId} />}
    </details>
  )
}

/** Each notice about a conversation, the newest first, and how it ended. */
export function NoticeList({ conversationId }: { conversationId: string }): ReactNode {
  const t = useTranslations('staffNotices')
  const answer = useRead(route, { conversationId })
  return (
    <Answered answer={answer}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="soft">{t('none')}</p>
        ) : (
          <ol className="plain-list" aria-label={t('title')}>
            {items.map((notice) => (
              <OneNotice key={notice.id} notice={notice} />
            ))}
          </ol>
        )
      }
    </Answered>
  )
}

function OneNotice({ notice }: { notice: Sent }): ReactNode {
  const t = useTranslations('staffNotices')
  const problemWords = useProblemWords()
  const { kind, channel, ending, problem, madeAt, endedAt } = notice
  return (
    <li>
      <p>
        {t(`line.${kind}.${channel}`)}: {t(`ending.${channel}.${ending}`)}
      </p>
      {problem !== null && <p className="small">{problemWords(problem)}</p>}
      <p className="soft small">
        <Time at={endedAt ?? madeAt} />
      </p>
    </li>
  )
}

/** Why it failed, or why it is still on its way. */
function useProblemWords(): (code: string) => string {
  const texts = useTranslations('staffNotices.problem')
  const mail = useTranslations('mail.problem')
  return (code) => {
    const ofText = textProblems.find((one) => one === code)
    const ofMail = noticeProblems.find((one) => one === code)
    return ofText ? texts(ofText) : ofMail ? mail(ofMail) : ''
  }
}
