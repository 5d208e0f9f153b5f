import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { TemplateVariable } from '../../../shared/template.ts'
import { Dialog } from '../../components/Dialog.tsx'
import { boxOf, putText, type Place } from '../insert/put-text.ts'
import { ActMenu } from '../keys/Palette.tsx'

type Target = { boxId: string; place: Place }

/** Variables by what people call them, put where the caret stands. `dialog` may not stand where Enter would save. */
export function useParts(variables: readonly TemplateVariable[]): {
  openFor: (boxId: string) => void
  dialog: ReactNode
} {
  const t = useTranslations('staffTemplates')
  const [target, setTarget] = useState<Target | null>(null)

  function choose(name: string): void {
    setTarget(null)
    // After the dialog has given the focus back.
    setTimeout(() => {
      const box = target && boxOf(target.boxId)
      if (box) {
        putText(box, target.place, `{${name}}`)
      }
    })
  }

  return {
    openFor: (boxId) => {
      const box = boxOf(boxId)
      setTarget({ boxId, place: { start: box?.selectionStart ?? 0, end: box?.selectionEnd ?? 0 } })
    },
    dialog: (
      <Dialog isOpen={target !== null} onClose={() => setTarget(null)} title={t('form.partTitle')}>
        {target && (
          <ActMenu
            label={t('form.partSearch')}
            items={variables.map((name) => ({ id: name, label: t(`variables.${name}`), hint: `{${name}}` }))}
            onChoose={choose}
          />
        )}
      </Dialog>
    ),
  }
}
