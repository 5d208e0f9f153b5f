import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Checkbox } from '../../components/controls.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useProblemWords } from '../../i18n/problem-words.ts'
import type { QueueStatus } from '../addresses.ts'
import { AssignTargets } from '../desk/AssignDialog.tsx'
import { OutcomeDialog } from '../desk/CloseDialog.tsx'
import { useShortcuts } from '../keys/shortcuts.ts'
import { LabelDialog } from './LabelDialog.tsx'
import { useBulkActs, type Left } from './use-bulk-acts.ts'
import type { QueueItem } from './use-queue.ts'
import type { Selection } from './use-selection.ts'

/** What can be done with the rows that are chosen; nothing until one is. */
export function BulkBar({ selection, status }: { selection: Selection; status: QueueStatus }): ReactNode {
  const t = useTranslations('staffQueue')
  const { problemWords } = useProblemWords()
  const acts = useBulkActs(selection)
  const [dialog, setDialog] = useState<'label' | 'assign' | 'close' | null>(null)
  const { chosen, keep } = selection
  const canClose = status !== 'closed'
  const canAssign = status === 'open'

  useShortcuts(
    chosen.length === 0
      ? []
      : [
          { keys: 'l', label: t('keys.label'), run: () => setDialog('label') },
          ...(canAssign ? [{ keys: 'A', label: t('keys.assign'), run: () => setDialog('assign') }] : []),
          ...(canClose ? [{ keys: 'E', label: t('keys.close'), run: () => setDialog('close') }] : []),
        ],
  )

  return (
    <>
      {chosen.length > 0 && (
        <section className="bulk-bar row screen-only" aria-label={t('bar')}>
          <p>
            <output>{t('chosen', { count: chosen.length })}</output>
          </p>
          <Button onClick={() => setDialog('label')} aria-keyshortcuts="l">
            {t('label')}
          </Button>
          {canAssign && (
            <Button onClick={() => setDialog('assign')} aria-keyshortcuts="Shift+A">
              {t('assign')}
            </Button>
          )}
          {canClose && (
            <Button onClick={() => setDialog('close')} aria-keyshortcuts="Shift+E">
              {t('close')}
            </Button>
          )}
          <Button look="quiet" onClick={() => keep([])}>
            {t('none')}
          </Button>
        </section>
      )}
      {acts.problem && dialog === null && (
        <Notice kind="urgent" isNew>
          {problemWords(acts.problem)}
        </Notice>
      )}
      <NotDone left={acts.left} onEnd={acts.forget} />
      <LabelDialog isOpen={dialog === 'label'} onClose={() => setDialog(null)} onChosen={acts.label} />
      <Dialog
        isOpen={dialog === 'assign'}
        onClose={() => setDialog(null)}
        title={t('assignTitle', { count: chosen.length })}
      >
        {dialog === 'assign' && (
          <AssignTargets
            isThere={(kind, id) => chosen.every((item) => isWith(item, kind, id))}
            onChosen={(to) => {
              // A refusal is said on the page, above the rows.
              setDialog(null)
              void acts.assign(to)
            }}
          />
        )}
      </Dialog>
      <CloseSeveral selection={selection} acts={acts} isOpen={dialog === 'close'} onClose={() => setDialog(null)} />
    </>
  )
}

function isWith({ task }: QueueItem, kind: 'care-team' | 'practitioner', id: string): boolean {
  return kind === 'practitioner' ? task?.owner?.id === id : task?.careTeam.id === id && task.owner === null
}

type CloseProps = {
  selection: Selection
  acts: ReturnType<typeof useBulkActs>
  isOpen: boolean
  onClose: () => void
}

/** One outcome for all; that somebody still waits for an answer is said before, and ends only when that is wanted. */
function CloseSeveral({ selection: { chosen }, acts, isOpen, onClose }: CloseProps): ReactNode {
  const t = useTranslations('staffQueue')
  const [endsTasks, setEndsTasks] = useState(false)
  const owed = chosen.filter(({ task }) => task?.status === 'requested' || task?.status === 'accepted').length

  function end(): void {
    setEndsTasks(false)
    onClose()
  }

  return (
    <OutcomeDialog
      isOpen={isOpen}
      onClose={end}
      title={t('closeTitle', { count: chosen.length })}
      confirm={t('closeConfirm')}
      busy={t('closing')}
      problem={acts.problem}
      onChosen={(outcome) => acts.close(outcome, endsTasks)}
    >
      {owed > 0 && (
        <Notice kind="info">
          <p>{t('owed', { count: owed })}</p>
          <Checkbox
            label={t('endsTasks', { count: owed })}
            checked={endsTasks}
            onChange={(event) => setEndsTasks(event.target.checked)}
          />
        </Notice>
      )}
    </OutcomeDialog>
  )
}

/** Which were left as they were, and why; they stay chosen. */
function NotDone({ left, onEnd }: { left: readonly Left[]; onEnd: () => void }): ReactNode {
  const t = useTranslations('staffQueue')
  return (
    left.length > 0 && (
      <Notice kind="info" isNew heading={t('left', { count: left.length })}>
        <ul>
          {left.map(({ item: { conversation, patient }, code }) => (
            <li key={conversation.id}>{t(`why.${code}`, { name: patient.name })}</li>
          ))}
        </ul>
        <p>
          <Button onClick={onEnd}>{t('seen')}</Button>
        </p>
      </Notice>
    )
  )
}
