import { useId, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { Form } from '../use-form.ts'

/** Somebody else saved this form first: what they saved, beside what was typed here. */
export function SavedMeanwhile({ form, children }: { form: Form; children: ReactNode }): ReactNode {
  const t = useTranslations('staffCapacity')
  const id = useId()
  if (form.problem?.code !== 'changed-meanwhile') {
    return null
  }
  return (
    <section className="sheet" aria-labelledby={id}>
      <h2 id={id}>{t('savedNow')}</h2>
      {children}
    </section>
  )
}
