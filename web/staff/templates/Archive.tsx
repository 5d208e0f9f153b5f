import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { useProblemWords } from '../../i18n/problem-words.ts'
import { useMemberCall, useReadAgain } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useAct } from '../use-act.ts'
import { nameOf } from './template-answers.ts'
import { templateRoute, templatesRoute, type TemplateWithVersions } from './templates.ts'

/** Takes a template out of what is offered, or puts it back; nothing of it is lost. */
export function Archive({ template }: { template: TemplateWithVersions }): ReactNode {
  const t = useTranslations('staffTemplates.archive')
  const { language } = useLanguage()
  const { problemWords } = useProblemWords()
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const { run, isBusy, problem } = useAct()
  const { id: templateId, version, isArchived } = template
  const name = nameOf(template, language)

  async function turn(next: boolean): Promise<void> {
    const done = await run(() =>
      memberCall('PUT /api/as/:membershipId/templates/:templateId/archive', { templateId, isArchived: next, version }),
    )
    await readAgain([templatesRoute, templateRoute])
    if (done) {
      tell({ words: next ? t('stopped', { name }) : t('offered', { name }), undo: () => turn(!next) })
    }
  }

  return (
    <section className="sheet" aria-labelledby="archive">
      <h2 id="archive">{isArchived ? t('again') : t('title')}</h2>
      {!isArchived && <p className="soft">{t('lead')}</p>}
      {problem && (
        <Notice kind="urgent" isNew>
          {problemWords(problem)}
        </Notice>
      )}
      <p className="section-act">
        <Button onClick={() => void turn(!isArchived)} isBusy={isBusy}>
          {isArchived ? t('again') : t('stop')}
        </Button>
      </p>
    </section>
  )
}
