import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { newId } from '../../api/new-id.ts'
import { Button } from '../../components/Button.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useProblemWords } from '../../i18n/problem-words.ts'
import { useMemberCall, useReadAgain } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useAct } from '../use-act.ts'
import { useVersion } from '../use-version.ts'
import type { Saved, SavedView } from './search-filters.ts'

const list = 'GET /api/as/:membershipId/search/views'
const save = 'PUT /api/as/:membershipId/search/views/:viewId'

type Props = { view: SavedView; changed: Saved | null; onRemoved?: () => void }

/** What can be done with the view that is shown: keep it as it is now, or remove it. */
export function ViewActs(props: Props): ReactNode {
  // Each view is kept on the version it was opened with.
  return <Acts key={props.view.id} {...props} />
}

function Acts({ view, changed, onRemoved }: Props): ReactNode {
  const t = useTranslations('staffSearch.views')
  const { problemWords } = useProblemWords()
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const act = useAct()
  const { id: viewId, name } = view
  const onVersion = useVersion(view.version)

  async function saveChanges(filters: Saved): Promise<void> {
    const saved = await act.run(() => onVersion((version) => memberCall(save, { viewId, name, version, filters })))
    await readAgain([list])
    if (saved) {
      tell({ words: t('saved', { name }) })
    }
  }

  async function remove(): Promise<void> {
    const removed = await act.run(() => memberCall('DELETE /api/as/:membershipId/search/views/:viewId', { viewId }))
    if (removed) {
      const { filters } = view
      tell({
        words: t('removed', { name }),
        undo: async () => {
          await memberCall(save, { viewId: newId(), name, version: 0, filters })
          await readAgain([list])
        },
      })
      onRemoved?.()
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
