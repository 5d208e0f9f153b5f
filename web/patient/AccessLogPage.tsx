import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'
import type { OutputOf } from '../api/routes.ts'
import { useRead } from '../api/use-read.ts'
import { Button } from '../components/Button.tsx'
import { EmptyState } from '../components/EmptyState.tsx'
import { FailedRead } from '../components/Failure.tsx'
import { List, ListRow } from '../components/List.tsx'
import { Loading } from '../components/Loading.tsx'
import { Page } from '../components/Page.tsx'
import { Time } from '../components/Time.tsx'
import { phoneLink } from '../components/UrgentLine.tsx'
import { usePersonWords } from '../conversation/person-words.ts'
import { hrefTo } from '../patient-router.tsx'
import { useMember } from './Member.tsx'
import { routes } from './routes.ts'

type Log = OutputOf<'GET /api/as/:membershipId/access-log'>
type Entry = Log['items'][number]

/** Who looked at my messages, when, and what they did. */
export function AccessLogPage({ membershipId }: { membershipId: string }): ReactNode {
  const t = useTranslations('patient.accessLog')
  const { practice } = useMember()
  const { data, problem, reload } = useRead('GET /api/as/:membershipId/access-log', { membershipId })
  return (
    <Page
      title={t('title')}
      lead={t('lead', { clinic: practice.name })}
      back={{ to: hrefTo(routes.home, { membershipId }), label: t('back') }}
    >
      {problem && <FailedRead problem={problem} onRetry={() => void reload()} />}
      {!data && !problem && <Loading lines={6} />}
      {data?.items.length === 0 && <EmptyState heading={t('emptyTitle')}>{t('empty')}</EmptyState>}
      {data && data.items.length > 0 && <Entries membershipId={membershipId} newest={data} />}
      <p>{t.rich('questions', { clinic: practice.name, phone: practice.phone, call: phoneLink(practice.phone) })}</p>
    </Page>
  )
}

function Entries({ membershipId, newest }: { membershipId: string; newest: Log }): ReactNode {
  const t = useTranslations('patient.accessLog')
  const common = useTranslations('common.buttons')
  const [older, setOlder] = useState<Log>()
  const [problem, setProblem] = useState<ApiProblem>()
  const cursor = older ? older.nextCursor : newest.nextCursor

  async function showMore(): Promise<void> {
    setProblem(undefined)
    try {
      const page = await call('GET /api/as/:membershipId/access-log', { membershipId, cursor: cursor ?? undefined })
      setOlder({ ...page, items: [...(older?.items ?? []), ...page.items] })
    } catch (error) {
      if (!(error instanceof ApiProblem)) {
        throw error
      }
      setProblem(error)
    }
  }

  return (
    <>
      <List label={t('title')}>
        {[...newest.items, ...(older?.items ?? [])].map((entry, index) => (
          // Two acts may happen at one instant; the order never changes, so the place is a name.
          // oxlint-disable-next-line react/no-array-index-key
          <ListRow key={`${entry.at} ${index}`}>
            <Act entry={entry} />
          </ListRow>
        ))}
      </List>
      {problem && <FailedRead problem={problem} onRetry={() => void showMore()} />}
      {cursor !== null && !problem && (
        <p>
          <Button onClick={() => void showMore()}>{common('showMore')}</Button>
        </p>
      )}
    </>
  )
}

/** The words for an act of the log; what is not here is told as "used your record". */
const words = {
  'conversation.list': 'listed',
  'queue.list': 'listed',
  'patient.list': 'listed',
  'conversation.read': 'read',
  'message.read': 'read',
  'conversation.start': 'wrote',
  'message.send': 'wrote',
  'message.retract': 'withdrew',
  'conversation.close': 'closed',
  'conversation.reopen': 'reopened',
  'attachment.download': 'opened-file',
  'attachment.upload': 'added-file',
  'note.write': 'noted',
  'draft.save': 'drafted',
  'draft.read': 'drafted',
  'task.accept': 'took',
  'task.reassign': 'passed-on',
  'task.release': 'passed-on',
  'task.complete': 'finished',
  'filing.request': 'filed',
  'patient.add': 'added-you',
  'patient.read': 'saw-details',
  'patient.change': 'changed-details',
  'patient.invite': 'invited',
  'access.grant': 'gave-reason',
} as const

function wordsFor(act: string): (typeof words)[keyof typeof words] | 'other' {
  const known: Readonly<Record<string, (typeof words)[keyof typeof words]>> = words
  return known[act] ?? 'other'
}

function Act({ entry }: { entry: Entry }): ReactNode {
  const t = useTranslations('patient.accessLog')
  const { personWords } = usePersonWords()
  const { actor } = entry
  const isClinic = actor !== null && actor.kind !== 'system' && actor.kind !== 'patient'
  return (
    <>
      <p className="soft small">
        <Time at={entry.at} />
      </p>
      <p className="list-title">{isClinic ? personWords(actor) : t(actor?.kind === 'patient' ? 'you' : 'system')}</p>
      <p>{t(`acts.${wordsFor(entry.act)}`)}</p>
      {entry.hadReason && <p className="soft small">{t('hadReason')}</p>}
    </>
  )
}
