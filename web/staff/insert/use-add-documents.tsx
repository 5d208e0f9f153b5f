import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { ApiProblem } from '../../api/problem.ts'
import type { OutputOf } from '../../api/routes.ts'
import { announce } from '../../components/Announcer.tsx'
import { Notice } from '../../components/Notice.tsx'
import type { Draft } from '../../conversation/draft.ts'
import { useMemberCall } from '../read.ts'
import type { ChosenTemplate } from './Texts.tsx'

const route = 'POST /api/as/:membershipId/drafts/:draftId/template-documents'
type Left = OutputOf<typeof route>['left']
type Outcome = { kind: 'adding' | 'changed' | 'failed' } | { kind: 'left'; left: Left }

/** Brings the documents of a template into the draft that its words went into; says by name what did not come. */
export function useAddDocuments(): {
  add: (draft: Draft, template: ChosenTemplate) => Promise<void>
  notice: ReactNode
} {
  const t = useTranslations('staffTemplateDocuments')
  const memberCall = useMemberCall()
  const [outcome, setOutcome] = useState<Outcome | null>(null)

  async function add(draft: Draft, template: ChosenTemplate): Promise<void> {
    setOutcome({ kind: 'adding' })
    try {
      // Documents go into a draft that the server knows.
      if (!draft.isOnServer() && !(await draft.save())) {
        setOutcome({ kind: 'failed' })
        return
      }
      const draftId = draft.snapshot().id
      const { attachments, left } = await memberCall(route, { draftId, ...template })
      if (draft.snapshot().id !== draftId) {
        return
      }
      const ids = new Set(attachments.map(({ id }) => id))
      draft.changeFiles((files) => [...files.filter(({ id }) => !ids.has(id)), ...attachments])
      setOutcome(left.length > 0 ? { kind: 'left', left } : null)
      announce(t('added', { count: attachments.length }))
    } catch (error) {
      if (!(error instanceof ApiProblem)) {
        throw error
      }
      setOutcome({ kind: error.code === 'changed-meanwhile' ? 'changed' : 'failed' })
    }
  }

  return { add, notice: noticeOf() }

  function noticeOf(): ReactNode {
    switch (outcome?.kind) {
      case undefined:
        return null
      case 'adding':
        return <p className="soft small">{t('adding')}</p>
      case 'changed':
      case 'failed':
        return (
          <Notice kind="urgent" isNew heading={t('notAdded')}>
            <p>{t(outcome.kind)}</p>
          </Notice>
        )
      case 'left':
        return (
          <Notice kind="urgent" isNew heading={t('notAdded')}>
            {outcome.left.map(({ fileName, reason }) => (
              <p key={`${reason} ${fileName}`}>{t(`left.${reason}`, { name: fileName })}</p>
            ))}
          </Notice>
        )
      default:
        return outcome satisfies never
    }
  }
}
