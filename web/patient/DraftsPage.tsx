import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Form, useForm } from '../account/use-form.tsx'
import { call } from '../api/client.ts'
import type { OutputOf } from '../api/routes.ts'
import { invalidate, useRead } from '../api/use-read.ts'
import { announce } from '../components/Announcer.tsx'
import { Button } from '../components/Button.tsx'
import { Dialog } from '../components/Dialog.tsx'
import { EmptyState } from '../components/EmptyState.tsx'
import { FailedRead } from '../components/Failure.tsx'
import { Link } from '../components/Link.tsx'
import { List, ListLink } from '../components/List.tsx'
import { Loading } from '../components/Loading.tsx'
import { Page } from '../components/Page.tsx'
import { useTimeWords } from '../components/Time.tsx'
import { useLanguage } from '../i18n/LanguageProvider.tsx'
import { useProblemWords } from '../i18n/problem-words.ts'
import { hrefTo } from '../patient-router.tsx'
import { routes } from './routes.ts'
import { topicHref, writeHref } from './write/write-href.ts'

type Draft = OutputOf<'GET /api/as/:membershipId/drafts'>['items'][number]

/** What was begun and not sent, with a way on and a way out for each. */
export function DraftsPage({ membershipId }: { membershipId: string }): ReactNode {
  const t = useTranslations('patient.drafts')
  const { data, problem, reload } = useRead('GET /api/as/:membershipId/drafts', { membershipId })
  const [discarding, setDiscarding] = useState<Draft | null>(null)
  const back = { to: hrefTo(routes.home, { membershipId }), label: t('back') }

  return (
    <Page title={t('title')} lead={t('lead')} back={back}>
      {problem && <FailedRead problem={problem} onRetry={() => void reload()} />}
      {!data && !problem && <Loading />}
      {data?.items.length === 0 && (
        <EmptyState
          heading={t('emptyTitle')}
          action={<Link to={hrefTo(routes.topic, { membershipId })}>{t('write')}</Link>}
        >
          {t('empty')}
        </EmptyState>
      )}
      {data && data.items.length > 0 && (
        <List label={t('title')}>
          {data.items.map((draft) => (
            <Row key={draft.id} membershipId={membershipId} draft={draft} onDiscard={() => setDiscarding(draft)} />
          ))}
        </List>
      )}
      <Dialog isOpen={discarding !== null} onClose={() => setDiscarding(null)} title={t('discardTitle')}>
        {discarding && (
          <Discard
            membershipId={membershipId}
            draft={discarding}
            onDone={() => {
              setDiscarding(null)
              announce(t('discarded'))
              invalidate((key) => key.includes('/drafts') || key.includes('/conversations'))
            }}
          />
        )}
      </Dialog>
    </Page>
  )
}

function Row(props: { membershipId: string; draft: Draft; onDiscard: () => void }): ReactNode {
  const t = useTranslations('patient.drafts')
  const { language } = useLanguage()
  const timeWords = useTimeWords()
  const { membershipId, draft, onDiscard } = props
  const { subject, text, attachments } = draft
  const topic = draft.topic?.[language] ?? t('answer')
  const title = subject === '' ? topic : subject
  return (
    <ListLink to={hrefOf(membershipId, draft)} title={title} before={subject !== '' && <span>{topic}</span>}>
      <div className="row-words">
        <p className="row-line" dir="auto">
          {text.slice(0, 140)}
        </p>
        {attachments.length > 0 && <p>{t('files', { count: attachments.length })}</p>}
        <div className="row">
          <p>{t('saved', { when: timeWords(draft.savedAt) })}</p>
          <Button look="quiet" onClick={onDiscard} aria-label={t('discardWhat', { title })}>
            {t('discard')}
          </Button>
        </div>
      </div>
    </ListLink>
  )
}

/** Where its writer goes on: an answer in its conversation, a new message with its topic or the choice of one. */
function hrefOf(membershipId: string, draft: Draft): string {
  if (draft.conversationId !== null) {
    return `${hrefTo(routes.conversation, { membershipId, conversationId: draft.conversationId })}#reply`
  }
  return draft.topicId === null
    ? topicHref({ membershipId, topicId: '', draftId: draft.id })
    : writeHref({ membershipId, topicId: draft.topicId, draftId: draft.id })
}

function Discard(props: { membershipId: string; draft: Draft; onDone: () => void }): ReactNode {
  const t = useTranslations('patient.drafts')
  const { problemWords } = useProblemWords()
  const form = useForm()
  const { membershipId, draft, onDone } = props

  const submit = () =>
    form.submit({
      act: async () => {
        await call('DELETE /api/as/:membershipId/drafts/:draftId', { membershipId, draftId: draft.id })
        onDone()
      },
      explain: (problem) => [{ text: problemWords(problem) }],
    })

  return (
    <Form form={form} onSubmit={submit}>
      <p>{t('discardText')}</p>
      <p>
        <Button type="submit" look="danger" isBusy={form.isBusy}>
          {t('discard')}
        </Button>
      </p>
    </Form>
  )
}
