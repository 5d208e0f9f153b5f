import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Link } from '../../components/Link.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'
import { isQueueView, queueAddress } from './queue-view.ts'
import { SaveDialog } from './SaveDialog.tsx'
import { countConditions, fromSaved, toSaved, type Filters, type SavedView } from './search-filters.ts'
import { ViewActs } from './ViewActs.tsx'

type Props = { asked: Filters | null; chosenId: string | null; onChoose: (view: SavedView, filters: Filters) => void }

/** The reader's own views: choosing a search searches, and a queue is gone to. */
export function SavedViews({ asked, chosenId, onChoose }: Props): ReactNode {
  const t = useTranslations('staffSearch.views')
  const { data } = useRead('GET /api/as/:membershipId/search/views', {})
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
              <OneView view={view} isChosen={view.id === chosenId} onChoose={() => onChoose(view, fromSaved(view))} />
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
        {chosen && <ViewActs view={chosen} changed={isChanged ? toSaved(asked) : null} />}
      </div>
      {chosen && lacksPatient(chosen) && <Notice kind="info">{t('noPatient')}</Notice>}
      {canSave && (
        <SaveDialog
          isOpen={isSaving}
          title={t('saveTitle')}
          filters={toSaved(asked)}
          onClose={() => setIsSaving(false)}
          onSaved={(view) => onChoose(view, asked)}
        />
      )}
    </section>
  )
}

function OneView({
  view,
  isChosen,
  onChoose,
}: {
  view: SavedView
  isChosen: boolean
  onChoose: () => void
}): ReactNode {
  const t = useTranslations('staffSearch.views')
  const addresses = useAddresses()
  const inboxes = useRead('GET /api/as/:membershipId/inboxes', {}).data?.inboxes ?? []
  return isQueueView(view) ? (
    <Link
      look="secondary"
      to={queueAddress(
        addresses,
        view,
        inboxes.map(({ careTeam }) => careTeam.id),
      )}
    >
      {t('queue', { name: view.name })}
    </Link>
  ) : (
    <Button aria-current={isChosen ? 'true' : undefined} onClick={onChoose}>
      {view.name}
    </Button>
  )
}

/** Whose record is no longer here: what is left of the view is searched for. */
function lacksPatient({ filters, patient }: SavedView): boolean {
  return filters.patientId !== undefined && patient === null
}

function isSame(a: Filters, b: Filters): boolean {
  return JSON.stringify(toSaved(a)) === JSON.stringify(toSaved(b))
}
