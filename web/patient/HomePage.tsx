import { Suspense, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { spokenPage } from '../account/account-page.tsx'
import { call } from '../api/client.ts'
import type { ApiProblem } from '../api/problem.ts'
import type { OutputOf } from '../api/routes.ts'
import { useRead } from '../api/use-read.ts'
import { Button } from '../components/Button.tsx'
import { EmptyState } from '../components/EmptyState.tsx'
import { FailedRead } from '../components/Failure.tsx'
import { Link } from '../components/Link.tsx'
import { List } from '../components/List.tsx'
import { Loading } from '../components/Loading.tsx'
import { Page } from '../components/Page.tsx'
import { hrefTo } from '../patient-router.tsx'
import { ConversationRow } from './ConversationRow.tsx'
import { useMember } from './Member.tsx'
import { routes } from './routes.ts'
import { useWriting } from './use-writing.ts'

const HomeStop = spokenPage('writing', async () => (await import('./HomeStop.tsx')).HomeStop)

type Conversations = OutputOf<'GET /api/as/:membershipId/conversations'>

/** Home answers three questions: is anything waiting for me, how do I write, where are my conversations. */
export function HomePage({ membershipId }: { membershipId: string }): ReactNode {
  const t = useTranslations('patient.home')
  const { data, problem, reload } = useRead('GET /api/as/:membershipId/conversations', { membershipId })
  const { data: writing } = useWriting(membershipId)
  const canStart = !writing?.start
  const stop = writing?.topics.some(({ start }) => start) && (
    <Suspense>
      <HomeStop membershipId={membershipId} />
    </Suspense>
  )
  return (
    <Page title={t('title')} lead={data && t('waiting', { count: data.unread })}>
      {!canStart && stop}
      <div className="row">
        {canStart && (
          <Link to={hrefTo(routes.topic, { membershipId })} look="primary">
            {t('write')}
          </Link>
        )}
        <Drafts membershipId={membershipId} />
      </div>
      {canStart && stop}
      {problem && <FailedRead problem={problem} onRetry={() => void reload()} />}
      {!data && !problem && <Loading lines={6} />}
      {data && <Conversations membershipId={membershipId} newest={data} />}
    </Page>
  )
}

/** What was begun and not sent; nothing is said while there is none. */
function Drafts({ membershipId }: { membershipId: string }): ReactNode {
  const t = useTranslations('patient.home')
  const { data } = useRead('GET /api/as/:membershipId/drafts', { membershipId })
  const count = data?.items.length ?? 0
  return count > 0 && <Link to={hrefTo(routes.drafts, { membershipId })}>{t('drafts', { count })}</Link>
}

function Conversations({ membershipId, newest }: { membershipId: string; newest: Conversations }): ReactNode {
  const t = useTranslations('patient.home')
  const common = useTranslations('common.buttons')
  const older = useOlder(membershipId, newest)
  const { practice } = useMember()

  if (newest.items.length === 0) {
    return <EmptyState heading={t('emptyTitle')}>{t('empty', { clinic: practice.name })}</EmptyState>
  }
  return (
    <section className="stack" aria-labelledby="conversations">
      <h2 id="conversations">{t('conversations')}</h2>
      <List label={t('conversations')}>
        {[...newest.items, ...older.items].map((conversation) => (
          <ConversationRow key={conversation.id} membershipId={membershipId} conversation={conversation} />
        ))}
      </List>
      {older.problem && <FailedRead problem={older.problem} onRetry={() => void older.show()} />}
      {older.hasMore && !older.problem && (
        <p>
          <Button onClick={() => void older.show()} isBusy={older.isReading}>
            {common('showMore')}
          </Button>
        </p>
      )}
    </section>
  )
}

/** The pages after the newest one, fetched when asked for. */
function useOlder(membershipId: string, newest: Conversations) {
  const [items, setItems] = useState<Conversations['items']>([])
  const [cursor, setCursor] = useState<string | null>()
  const [isReading, setIsReading] = useState(false)
  const [problem, setProblem] = useState<ApiProblem>()
  const next = cursor === undefined ? newest.nextCursor : cursor

  async function show(): Promise<void> {
    if (next === null) {
      return
    }
    setIsReading(true)
    setProblem(undefined)
    try {
      const page = await call('GET /api/as/:membershipId/conversations', { membershipId, cursor: next })
      setItems((before) => [...before, ...page.items])
      setCursor(page.nextCursor)
    } catch (error) {
      setProblem(error as ApiProblem)
    } finally {
      setIsReading(false)
    }
  }

  const shown = new Set(newest.items.map(({ id }) => id))
  return { items: items.filter(({ id }) => !shown.has(id)), hasMore: next !== null, isReading, problem, show }
}
