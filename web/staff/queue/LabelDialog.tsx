import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Select } from '../../components/controls.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { useRead } from '../read.ts'

type Named = { id: string; name: string }
type Props = { isOpen: boolean; onClose: () => void; onChosen: (label: Named) => Promise<boolean> }

/** Asks which label; nothing can be chosen where the clinic offers none. */
export function LabelDialog({ isOpen, onClose, onChosen }: Props): ReactNode {
  const t = useTranslations('staffQueue')
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t('labelTitle')}>
      {isOpen && <LabelForm onClose={onClose} onChosen={onChosen} />}
    </Dialog>
  )
}

function LabelForm({ onClose, onChosen }: Omit<Props, 'isOpen'>): ReactNode {
  const t = useTranslations('staffQueue')
  const common = useTranslations('common.buttons')
  const { language } = useLanguage()
  const { data } = useRead('GET /api/as/:membershipId/labels', {})
  const [chosen, setChosen] = useState('')
  const [isBusy, setIsBusy] = useState(false)
  const offered = (data?.items ?? []).flatMap(({ id, name, isOffered }) =>
    isOffered ? [{ id, name: name[language] }] : [],
  )
  const label = offered.find(({ id }) => id === chosen) ?? offered[0]

  async function submit(): Promise<void> {
    if (label === undefined || isBusy) {
      return
    }
    setIsBusy(true)
    await onChosen(label)
    // A refusal is said on the page, above the rows.
    onClose()
  }

  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      {data !== undefined && label === undefined && <p>{t('noLabels')}</p>}
      {label && (
        <Select
          label={t('labelWhich')}
          value={label.id}
          onChange={(event) => setChosen(event.target.value)}
          options={offered.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      <div className="row">
        {label && (
          <Button type="submit" look="primary" isBusy={isBusy}>
            {t('labelConfirm')}
          </Button>
        )}
        <Button onClick={onClose}>{common('cancel')}</Button>
      </div>
    </form>
  )
}
