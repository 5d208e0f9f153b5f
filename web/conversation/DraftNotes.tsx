import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useConnection } from '../api/connection.ts'
import { Button } from '../components/Button.tsx'
import { Notice } from '../components/Notice.tsx'
import { Status } from '../components/Status.tsx'
import { useTimeWords } from '../components/Time.tsx'
import type { Draft, DraftSnapshot } from './draft.ts'
import './DraftNotes.css'

/** Where the words are now: "Saved to Drafts at 10:42", and what happened if another window had them too. */
export function DraftNotes({ draft, now }: { draft: Draft; now: DraftSnapshot }): ReactNode {
  const t = useTranslations('conversation.draft')
  return (
    <>
      <p className="draft-state soft small">
        <State now={now} />
      </p>
      {now.wasEnded && (
        <Notice kind="info" isNew heading={t('ended.title')}>
          {t('ended.text')}
        </Notice>
      )}
      {now.state.kind === 'changed-elsewhere' && (
        <Notice kind="urgent" isNew heading={t('changed.title')}>
          <div className="stack">
            <p>{t('changed.text')}</p>
            <Button onClick={() => void draft.keep('mine')}>{t('changed.mine')}</Button>
            <p className="typed" dir="auto">
              {now.state.theirs}
            </p>
            <Button onClick={() => void draft.keep('theirs')}>{t('changed.theirs')}</Button>
          </div>
        </Notice>
      )}
    </>
  )
}

function State({ now }: { now: DraftSnapshot }): ReactNode {
  const t = useTranslations('conversation.draft')
  const timeWords = useTimeWords()
  const isOffline = useConnection() === 'offline'
  switch (now.state.kind) {
    case 'untouched':
    case 'unsaved':
    case 'changed-elsewhere':
      return isOffline ? t('offline') : null
    case 'saving':
      return t('saving')
    case 'saved':
      return <Status kind="draft">{t('savedAt', { time: timeWords(now.state.at, 'time') })}</Status>
    case 'not-saved':
      return isOffline ? t('offline') : t('notSaved')
    default:
      return now.state satisfies never
  }
}
