import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Notice } from '../../components/Notice.tsx'
import type { TemplateWithVersions } from './templates.ts'
import { ContentOf } from './TemplateRead.tsx'

type Props = { newer: TemplateWithVersions; onMine: () => void; onTheirs: () => void }

/** Somebody else saved while this was written: what stands there now, beside what is in the boxes. Neither is lost. */
export function Meanwhile({ newer, onMine, onTheirs }: Props): ReactNode {
  const t = useTranslations('staffTemplates.meanwhile')
  return (
    <Notice kind="urgent" isNew heading={t('title', { name: newer.savedBy.name })}>
      <div className="stack">
        <p>{t('lead')}</p>
        <ContentOf content={newer} templateId={newer.id} />
        <p className="row">
          <Button onClick={onMine}>{t('mine')}</Button>
          <Button onClick={onTheirs}>{t('theirs')}</Button>
        </p>
      </div>
    </Notice>
  )
}
