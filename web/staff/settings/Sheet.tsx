import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Notice } from '../../components/Notice.tsx'
import { useProblemWords } from '../../i18n/problem-words.ts'
import { TakesFocus } from '../TakesFocus.tsx'
import type { Form } from '../use-form.ts'

/** Why a form of the settings was not saved, where that is not about one answer. */
export function NotSaved(props: { form: Form; own?: (code: string) => string | null }): ReactNode {
  const t = useTranslations('staffPractice')
  const { problemWords } = useProblemWords()
  const { problem } = props.form
  if (!problem) {
    return null
  }
  const words = props.own?.(problem.code) ?? (problem.code === 'changed-meanwhile' ? t('stale') : problemWords(problem))
  return (
    <TakesFocus problem={problem}>
      <Notice kind="urgent" isNew>
        {words}
      </Notice>
    </TakesFocus>
  )
}

/** The same answer in both languages, side by side. */
export function BothLanguages({ children }: { children: (language: 'en' | 'fr') => ReactNode }): ReactNode {
  const t = useTranslations('staffPractice')
  return (
    <div className="both-languages">
      <fieldset className="stack">
        <legend>{t('english')}</legend>
        {children('en')}
      </fieldset>
      <fieldset className="stack">
        <legend>{t('french')}</legend>
        {children('fr')}
      </fieldset>
    </div>
  )
}

const namedFields = ['name', 'help', 'urgentHelp'] as const

/** Which answer is empty, and in which language: 'name.en', 'closures.2.name.fr'. */
export function useEmptyWords(): (code: string, path: string) => string | null {
  const t = useTranslations('staffPractice.empty')
  return (code, path) => {
    const [name, language] = path.split('.').slice(-2)
    const field = namedFields.find((candidate) => candidate === name)
    const isKnown = code === 'empty' && field !== undefined && (language === 'en' || language === 'fr')
    return isKnown ? t(`${field}.${language}`) : null
  }
}
