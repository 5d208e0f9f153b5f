import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { newId } from '../../api/new-id.ts'
import { Button } from '../../components/Button.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useProblemWords } from '../../i18n/problem-words.ts'
import { useMemberCall, useRead, useReadAgain } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useAct } from '../use-act.ts'
import { SaveDialog } from './SaveDialog.tsx'
import { countConditions, fromSaved, toSaved, type Filters, type SavedView } from './search-filters.ts'

const list = 'GET /api/as/:membershipId/search/views'
const save = 'PUT /api/as/:membershipId/search/views/:viewId'

type Props = { asked: Filters | null; chosenId: string | null; onChoose: (view: SavedView, filters: Filters) => void }

/** The reader's own named searches: choosing one searches. */
export function SavedViews({ asked, chosenId, onChoose }: Props): ReactNode {
  const t = useTranslations('staffSearch.views')
  const { data } = useRead(list, {})
  const [isSaving, setIsSaving] = useState(false)
  const views = data?.items ?? []
  const chosen = views.find(({ id }) => id === chosenId)
  const canSave = asked !== null && (asked.words.trim() !== '' || countConditions(asked) > 0)
  const isChanged = chosen !== undefined && asked !== null && !isSame(asked, fromSaved(chosen))
  return (
    <section className="saved-views" aria-labelledby="saved-views">
      <h2 id="saved-views">{t('title')}</h2>
      {data && views.length === 0 && <p className="soft small">{t('none')}</p>}
      {views.length > 0 && (
        <ul className="row plain-list" aria-labelledby="saved-views">
          {views.map((view) => (
            <li key={view.id}>
              <Button
                aria-current={view.id === chosenId ? 'true' : undefined}
                onClick={() => onChoose(view, fromSaved(view))}
              >
                {view.name}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className="row">
        {canSave && (
          <Button look="quiet" onClick={() => setIsSaving(true)}>
            {t('save')}
          </Button>
        )}
        {chosen && <OfChosen view={chosen} changed={isChanged ? asked : null} />}
      </div>
      {canSave && (
        <SaveDialog
          isOpen={isSaving}
          filters={asked}
          onClose={() => setIsSaving(false)}
          onSaved={(view) => onChoose(view, asked)}
        />
      )}
    </section>
  )
}

/** What can be done with the chosen view: keep it as it is searched now, or remove it. */
function OfChosen({ view, changed }: { view: SavedView; changed: Filters | null }): ReactNode {
  const t = useTranslations('staffSearch.views')
  const { problemWords } = useProblemWords()
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const act = useAct()
  const { id: viewId, name, version } = view

  async function saveChanges(filters: Filters): Promise<void> {
    const saved = await act.run(() => memberCall(save, { viewId, name, version, filters: toSaved(filters) }))
    await readAgain([list])
    if (saved) {
      tell({ words: t('saved', { name }) })
    }
  }

  async function remove(): Promise<void> {
    const removed = await act.run(() => memberCall('DELETE /api/as/:membershipId/search/views/:viewId', { viewId }))
    if (removed) {
      const filters = toSaved(fromSaved(view))
      tell({
        words: t('removed', { name }),
        undo: async () => {
          await memberCall(save, { viewId: newId(), name, version: 0, filters })
          await readAgain([list])
        },
      })
    }
    await readAgain([list])
  }

  return (
    <>
      {changed && (
        <Button look="quiet" isBusy={act.isBusy} onClick={() => void saveChanges(changed)}>
          {t('saveChanges', { name })}
        </Button>
      )}
      <Button look="quiet" isBusy={act.isBusy} onClick={() => void remove()}>
        {t('remove', { name })}
      </Button>
      {act.problem && (
        <Notice kind="urgent" isNew>
          {act.problem.code === 'changed-meanwhile' ? t('stale') : problemWords(act.problem)}
        </Notice>
      )}
    </>
  )
}

function isSame(a: Filters, b: Filters): boolean {
  return JSON.stringify(toSaved(a)) === JSON.stringify(toSaved(b))
}
