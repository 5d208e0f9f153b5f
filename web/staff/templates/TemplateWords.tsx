import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { languageTag } from '../../../shared/locales/index.ts'
import { limits } from '../../../shared/limits.ts'
import { templateVariables } from '../../../shared/template.ts'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/controls.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { TextArea } from '../../components/TextArea.tsx'
import { boxOf, putText, type Place } from '../insert/put-text.ts'
import { ActMenu } from '../keys/Palette.tsx'
import { BothLanguages } from '../settings/Sheet.tsx'
import type { Form } from '../use-form.ts'
import type { Answers, Both } from './template-answers.ts'

type Props = { form: Form; answers: Answers; change: (part: Partial<Answers>) => void }
type Target = { boxId: string; place: Place }

/** Name and text in both languages; a part that fills itself in is chosen from a list. */
export function TemplateWords({ form, answers, change }: Props): ReactNode {
  const t = useTranslations('staffTemplates.form')
  const [target, setTarget] = useState<Target | null>(null)

  function openFor(boxId: string): void {
    const box = boxOf(boxId)
    setTarget({ boxId, place: { start: box?.selectionStart ?? 0, end: box?.selectionEnd ?? 0 } })
  }

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
          </>
        )}
      </BothLanguages>
      <Parts target={target} onClose={() => setTarget(null)} />
    </>
  )
}

/** Every variable by what people call it. Enter chooses in it: it may not stand where Enter would save. */
function Parts({ target, onClose }: { target: Target | null; onClose: () => void }): ReactNode {
  const t = useTranslations('staffTemplates')
  return (
    <Dialog isOpen={target !== null} onClose={onClose} title={t('form.partTitle')}>
      {target && (
        <ActMenu
          label={t('form.partSearch')}
          items={templateVariables.map((name) => ({ id: name, label: t(`variables.${name}`), hint: `{${name}}` }))}
          onChoose={(name) => {
            onClose()
            // After the dialog has given the focus back.
            setTimeout(() => {
              const box = boxOf(target.boxId)
              if (box) {
                putText(box, target.place, `{${name}}`)
              }
            })
          }}
        />
      )}
    </Dialog>
  )
}

function withOne(both: Both, one: keyof Both, value: string): Both {
  return { ...both, [one]: value }
}
