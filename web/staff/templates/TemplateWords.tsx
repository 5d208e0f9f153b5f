import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { languageTag } from '../../../shared/locales/index.ts'
import { limits } from '../../../shared/limits.ts'
import { templateVariables } from '../../../shared/template.ts'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/controls.tsx'
import { TextArea } from '../../components/TextArea.tsx'
import { BothLanguages } from '../settings/Sheet.tsx'
import type { Form } from '../use-form.ts'
import type { Answers, Both } from './template-answers.ts'
import { useParts } from './use-parts.tsx'

type Props = {
  form: Form
  answers: Answers
  change: (part: Partial<Answers>) => void
  /** What else goes with the text of a language. */
  children: (language: keyof Both) => ReactNode
}

/** Name and text in both languages; a part that fills itself in is chosen from a list. */
export function TemplateWords({ form, answers, change, children }: Props): ReactNode {
  const t = useTranslations('staffTemplates.form')
  const { openFor, dialog } = useParts(templateVariables)

  return (
    <>
      <p className="soft">{t('oneLanguage')}</p>
      <BothLanguages>
        {(one) => (
          <>
            <TextField
              id={form.id(`name.${one}`)}
              lang={languageTag(one)}
              label={t('name')}
              error={form.error(`name.${one}`)}
              value={answers.name[one]}
              onChange={(event) => change({ name: withOne(answers.name, one, event.target.value) })}
            />
            <TextArea
              id={form.id(`text.${one}`)}
              lang={languageTag(one)}
              label={t('text')}
              error={form.error(`text.${one}`)}
              rows={8}
              value={answers.text[one]}
              limits={{ characters: limits.messageCharacters }}
              onChange={(text) => change({ text: withOne(answers.text, one, text) })}
            />
            <p>
              <Button onClick={() => openFor(form.id(`text.${one}`))}>{t('part')}</Button>
            </p>
            {children(one)}
          </>
        )}
      </BothLanguages>
      {dialog}
    </>
  )
}

function withOne(both: Both, one: keyof Both, value: string): Both {
  return { ...both, [one]: value }
}
