import { useRef, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { newId } from '../../api/new-id.ts'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/controls.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { NotSaved } from '../settings/Sheet.tsx'
import { useMemberCall, useReadAgain } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useForm } from '../use-form.ts'
import type { Saved, SavedView } from './search-filters.ts'

type Props = {
  isOpen: boolean
  title: string
  filters: Saved
  onClose: () => void
  onSaved: (view: SavedView) => void
}

/** Gives the present search, or the part of a queue that is shown, a name. */
export function SaveDialog({ isOpen, title, filters, onClose, onSaved }: Props): ReactNode {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={title}>
      {isOpen && <SaveForm filters={filters} onClose={onClose} onSaved={onSaved} />}
    </Dialog>
  )
}

function SaveForm({ filters, onClose, onSaved }: Omit<Props, 'isOpen' | 'title'>): ReactNode {
  const t = useTranslations('staffSearch.views')
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const viewId = useRef(newId())
  const [name, setName] = useState('')
  const form = useForm('view', (code) => (code === 'already-used' ? t('taken') : null))

  async function save(): Promise<void> {
    const wrong = name.trim() === '' ? [{ path: 'name', code: 'empty' }] : []
    const view = await form.run(wrong, () =>
      memberCall(
        'PUT /api/as/:membershipId/search/views/:viewId',
        { viewId: viewId.current, name, filters, version: 0 },
        { isRepeatable: true },
      ),
    )
    if (view) {
      await readAgain(['GET /api/as/:membershipId/search/views'])
      tell({ words: t('saved', { name: view.name }) })
      onSaved(view)
      onClose()
    }
  }

  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <ErrorSummary errors={form.errors} />
      <NotSaved form={form} own={(code) => (code === 'limit-reached' ? t('limit') : null)} />
      <p className="soft small">{t('lead')}</p>
      <TextField
        id={form.id('name')}
        label={t('name')}
        error={form.error('name')}
        value={name}
        autoComplete="off"
        onChange={(event) => setName(event.target.value)}
      />
      <p>
        <Button type="submit" look="primary" isBusy={form.isBusy}>
          {t('keep')}
        </Button>
      </p>
    </form>
  )
}
