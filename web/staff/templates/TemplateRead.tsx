import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { languageTag } from '../../../shared/locales/index.ts'
import { Fact } from '../desk/PatientCard.tsx'
import { ReviewOn } from './TemplatesPage.tsx'
import { DocumentList } from './DocumentList.tsx'
import type { Content, Documents } from './template-answers.ts'
import type { TemplateWithVersions } from './templates.ts'

/** A template for whoever may use it and not change it. */
export function TemplateRead({ template }: { template: TemplateWithVersions }): ReactNode {
  return (
    <>
      <TemplateFacts template={template} />
      <section className="sheet">
        <ContentOf content={template} templateId={template.id} />
      </section>
    </>
  )
}

/** Whose it is, how often it was used, when to read it again. */
export function TemplateFacts({ template }: { template: TemplateWithVersions }): ReactNode {
  const t = useTranslations('staffTemplates')
  return (
    <dl className="card-facts">
      <Fact name={t('column.whose')}>{template.careTeam?.name ?? t(`whose.${template.scope}`)}</Fact>
      <Fact name={t('column.uses')}>{t('uses', { count: template.uses })}</Fact>
      <Fact name={t('column.reviewOn')}>
        <ReviewOn template={template} />
      </Fact>
    </dl>
  )
}

/** Name and text in each language that they are written in. */
export function ContentOf(props: { content: Content & { documents: Documents }; templateId: string }): ReactNode {
  const { content, templateId } = props
  const t = useTranslations('staffPractice')
  const written = (['en', 'fr'] as const).filter((language) => content.text[language] !== '')
  return (
    <div className="both-languages">
      {written.map((language) => (
        <div key={language} className="stack">
          <p className="soft small">{language === 'en' ? t('english') : t('french')}</p>
          <p lang={languageTag(language)}>
            <strong>{content.name[language]}</strong>
          </p>
          <p className="typed" lang={languageTag(language)}>
            {content.text[language]}
          </p>
          <DocumentList templateId={templateId} documents={content.documents[language]} />
        </div>
      ))}
    </div>
  )
}
