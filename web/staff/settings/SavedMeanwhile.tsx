import { useId, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { languageTag } from '../../../shared/locales/index.ts'
import { Fact } from '../desk/PatientCard.tsx'
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

/** What stands now, by the name that the refusal gives a field. */
export type SavedFacts = Readonly<Record<string, { name: string; value: ReactNode }>>

/** The same of a form with many fields: those alone that are other than what was typed. */
export function SavedFields({ form, facts }: { form: Form; facts: SavedFacts }): ReactNode {
  const fields = form.problem?.facts['fields']
  const known = Array.isArray(fields) ? fields.flatMap((field) => facts[String(field)] ?? []) : []
  // Two fields may be one fact.
  const shown = known.filter(({ name }, index) => known.findIndex((one) => one.name === name) === index)
  return (
    shown.length > 0 && (
      <SavedMeanwhile form={form}>
        <dl className="card-facts">
          {shown.map(({ name, value }) => (
            <Fact key={name} name={name}>
              {value}
            </Fact>
          ))}
        </dl>
      </SavedMeanwhile>
    )
  )
}

/** Words in the languages in which there are some, one below the other. */
export function InBoth({ text }: { text: { en: string; fr: string } }): ReactNode {
  return (['en', 'fr'] as const)
    .filter((language) => text[language] !== '')
    .map((language) => (
      <p key={language} className="typed" lang={languageTag(language)}>
        {text[language]}
      </p>
    ))
}
