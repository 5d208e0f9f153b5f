import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Link } from '../../components/Link.tsx'
import { useNavigate } from '../../components/navigation.ts'
import { Notice } from '../../components/Notice.tsx'
import type { QueueShown } from '../addresses.ts'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'
import { isQueueView, isSameQueue, toSavedQueue, type QueueView as View } from '../search/queue-view.ts'
import { SaveDialog } from '../search/SaveDialog.tsx'
import { ViewActs } from '../search/ViewActs.tsx'
import { isNarrowed } from './QueueFilters.tsx'

type Props = { queue: string; shown: QueueShown }

/** The saved view as which the queue was opened, or the way to keep what is shown as one. */
export function QueueView({ queue, shown }: Props): ReactNode {
  const t = useTranslations('staffQueue.view')
  const addresses = useAddresses()
  return (
    <>
      {shown.view === undefined ? (
        <SaveQueue queue={queue} shown={shown} />
      ) : (
        <OpenedView queue={queue} shown={shown} viewId={shown.view} />
      )}
      <Link to={addresses.search}>{t('all')}</Link>
    </>
  )
}

/** All of a queue stands at the side already: a part of it is worth a name. */
function SaveQueue({ queue, shown }: Props): ReactNode {
  const t = useTranslations('staffQueue.view')
  const navigate = useNavigate()
  const addresses = useAddresses()
  const [isSaving, setIsSaving] = useState(false)
  if (!isNarrowed(shown) && (shown.status ?? 'open') === 'open') {
    return null
  }
  return (
    <>
      <Button look="quiet" onClick={() => setIsSaving(true)}>
        {t('save')}
      </Button>
      <SaveDialog
        isOpen={isSaving}
        title={t('saveTitle')}
        filters={toSavedQueue(queue, shown)}
        onClose={() => setIsSaving(false)}
        onSaved={({ id }) => navigate(addresses.queue(queue, { ...shown, view: id }))}
      />
    </>
  )
}

function OpenedView({ queue, shown, viewId }: Props & { viewId: string }): ReactNode {
  const t = useTranslations('staffQueue.view')
  const navigate = useNavigate()
  const addresses = useAddresses()
  const { data } = useRead('GET /api/as/:membershipId/search/views', {})
  const view = data?.items.filter(isQueueView).find(({ id }) => id === viewId)
  if (data === undefined) {
    return null
  }
  if (view === undefined) {
    return <Notice kind="info">{t('noView')}</Notice>
  }
  const now = toSavedQueue(queue, shown)
  return (
    <>
      <p>
        <strong>{t('shown', { name: view.name })}</strong>
      </p>
      <ViewActs
        view={view}
        changed={isSameQueue(view, now) ? null : now}
        onRemoved={() => navigate(addresses.queue(queue, { ...shown, view: undefined }))}
      />
      <LacksInbox view={view} />
    </>
  )
}

/** Said only once it is known in which inboxes the reader works. */
function LacksInbox({ view }: { view: View }): ReactNode {
  const t = useTranslations('staffQueue.view')
  const { data } = useRead('GET /api/as/:membershipId/inboxes', {})
  const { careTeamId } = view.filters.queue
  const isThere = data?.inboxes.some(({ careTeam }) => careTeam.id === careTeamId) ?? true
  return careTeamId === undefined || isThere ? null : <Notice kind="info">{t('noInbox')}</Notice>
}
