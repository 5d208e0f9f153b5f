import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { NotFound } from '../../components/Failure.tsx'
import { Page } from '../../components/Page.tsx'
import { ApiProblem } from '../../api/problem.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'
import { nameOf } from './template-answers.ts'
import { TemplateForm } from './TemplateForm.tsx'
import { TemplateRead } from './TemplateRead.tsx'
import { templateRoute } from './templates.ts'

/** One template, to add (`new`), to change, or to read. */
export function TemplatePage(): ReactNode {
  const { templateId = 'new' } = useParams({ strict: false })
  return templateId === 'new' ? <NewTemplate /> : <OneTemplate key={templateId} templateId={templateId} />
}

function NewTemplate(): ReactNode {
  const t = useTranslations('staffTemplates')
  const addresses = useAddresses()
  return (
    <div className="pane">
      <Page title={t('addTitle')} back={{ to: addresses.templates, label: t('toList') }}>
        <TemplateForm template={null} />
      </Page>
    </div>
  )
}

function OneTemplate({ templateId }: { templateId: string }): ReactNode {
  const t = useTranslations('staffTemplates')
  const { language } = useLanguage()
  const addresses = useAddresses()
  const answer = useRead(templateRoute, { templateId })
  if (answer.error instanceof ApiProblem && answer.error.status === 404) {
    return (
      <div className="pane">
        <NotFound home={addresses.templates} />
      </div>
    )
  }
  const name = answer.data ? nameOf(answer.data, language) : ''
  return (
    <div className="pane">
      <Page
        title={answer.data?.can.change ? t('changeTitle', { name }) : t('readTitle', { name })}
        back={{ to: addresses.templates, label: t('toList') }}
      >
        <Answered answer={answer}>
          {(template) =>
            template.can.change ? <TemplateForm template={template} /> : <TemplateRead template={template} />
          }
        </Answered>
      </Page>
    </div>
  )
}
