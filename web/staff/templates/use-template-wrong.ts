import { useTranslations } from 'use-intl'
import type { FieldProblem } from '../../api/problem.ts'

/** What is wrong with an answer of a template's form, in words that name the field or the unknown part. */
export function useTemplateWrong(): (code: string, path: string, limit: FieldProblem['limit']) => string | null {
  const t = useTranslations('staffTemplates')
  const documents = useTranslations('staffTemplateDocuments')
  return (code, path, limit) => {
    const [field, language] = path.split('.')
    if (code === 'unknown-variable') {
      return t('wrong.unknown-variable', { part: `{${limit}}` })
    }
    if (path === 'careTeamId') {
      return t('wrong.no-inbox')
    }
    if (code === 'past-review') {
      return t('wrong.past-review')
    }
    if (field === 'documents') {
      return code === 'no-text' || code === 'file-refused' || code === 'file-not-ready'
        ? documents(`wrong.${code}`)
        : null
    }
    if ((code === 'empty' || code === 'missing') && (language === 'en' || language === 'fr')) {
      return field === 'name' ? t(`emptyName.${language}`) : t(`emptyText.${language}`)
    }
    return null
  }
}
