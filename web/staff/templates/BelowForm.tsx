import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { languageTag } from '../../../shared/locales/index.ts'
import type { TemplateVariable } from '../../../shared/template.ts'
import type { FieldProblem } from '../../api/problem.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { Notice } from '../../components/Notice.tsx'
import { TextArea } from '../../components/TextArea.tsx'
import { BothLanguages, NotSaved } from '../settings/Sheet.tsx'
import { useDone } from '../undo.tsx'
import { useForm } from '../use-form.ts'
import type { Both } from './template-answers.ts'
import { useParts } from './use-parts.tsx'
import { useTemplateWrong } from './use-template-wrong.ts'

type Kept = { text: Both; version: number }
type Props = {
  name: string
  kept: Kept
  variables: readonly TemplateVariable[]
  characters: number
  onSave: (next: Kept) => Promise<Kept>
  /** Reads again what stands there, saved or not. */
  again: () => Promise<void>
}

/** A text below messages, in both languages. Of two who write the second sees what stands there now, and keeps their own. */
export function BelowForm({ name, kept, variables, characters, onSave, again }: Props): ReactNode {
  const t = useTranslations('staffTemplates')
  const practice = useTranslations('staffPractice')
  const { tell } = useDone()
  const form = useForm(name, useBelowWrong())
  const parts = useParts(variables)
  const [text, setText] = useState(kept.text)
  const [version, setVersion] = useState(kept.version)
  const [isTouched, setIsTouched] = useState(false)
  const isNewer = kept.version > version
  if (isNewer && !isTouched) {
    startFrom(kept)
  }

  function startFrom(read: Kept): void {
    setText(read.text)
    setVersion(read.version)
    setIsTouched(false)
  }

  async function save(): Promise<void> {
    const saved = await form.run([], () => onSave({ text, version }))
    if (saved) {
      startFrom(saved)
      tell({ words: t('below.saved') })
    }
    await again()
  }

  return (
    <>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <ErrorSummary errors={form.errors} />
        {isNewer ? (
          <Notice kind="urgent" isNew heading={t('below.stale')}>
            <div className="stack">
              <p>{t('meanwhile.lead')}</p>
              <TextInBoth text={kept.text} />
              <p className="row">
                <Button onClick={() => setVersion(kept.version)}>{t('meanwhile.mine')}</Button>
                <Button onClick={() => startFrom(kept)}>{t('meanwhile.theirs')}</Button>
              </p>
            </div>
          </Notice>
        ) : (
          <NotSaved form={form} />
        )}
        <BothLanguages>
          {(one) => (
            <>
              <TextArea
                id={form.id(`text.${one}`)}
                lang={languageTag(one)}
                label={t('form.text')}
                error={form.error(`text.${one}`)}
                rows={3}
                value={text[one]}
                limits={{ characters }}
                onChange={(typed) => {
                  setText({ ...text, [one]: typed })
                  setIsTouched(true)
                }}
              />
              <p>
                <Button onClick={() => parts.openFor(form.id(`text.${one}`))}>{t('form.part')}</Button>
              </p>
            </>
          )}
        </BothLanguages>
        <p>
          <Button type="submit" look="primary" isBusy={form.isBusy}>
            {practice('save')}
          </Button>
        </p>
      </form>
      {parts.dialog}
    </>
  )
}

/** A text in each language that it is written in. */
export function TextInBoth({ text }: { text: Both }): ReactNode {
  const t = useTranslations('staffPractice')
  return (
    <div className="both-languages">
      {(['en', 'fr'] as const).map((one) => (
        <div key={one}>
          <p className="soft small">{one === 'en' ? t('english') : t('french')}</p>
          <p className="typed" lang={languageTag(one)}>
            {text[one]}
          </p>
        </div>
      ))}
    </div>
  )
}

function useBelowWrong(): (code: string, path: string, limit: FieldProblem['limit']) => string | null {
  const t = useTranslations('staffTemplates.below.wrong')
  const templateWrong = useTemplateWrong()
  return (code, path, limit) =>
    code === 'not-here-variable' || code === 'needs-variable'
      ? t(code, { part: `{${limit}}` })
      : templateWrong(code, path, limit)
}
