import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { workingRoles } from '../../../shared/people.ts'
import { Dialog } from '../../components/Dialog.tsx'
import { usePersonWords } from '../../conversation/person-words.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { Answered } from '../Answered.tsx'
import { ActMenu, type ActItem } from '../keys/Palette.tsx'
import { useRead } from '../read.ts'
import type { Task } from './use-conversation.ts'
import type { Assignee, ConversationActs } from './use-conversation-acts.ts'

type Props = { task: Task; isOpen: boolean; onClose: () => void; acts: ConversationActs }

/** Gives the work to an inbox or to a person: type some letters, Enter. */
export function AssignDialog({ task, isOpen, onClose, acts }: Props): ReactNode {
  const t = useTranslations('staff.assign')
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t('title')}>
      {isOpen && (
        <AssignTargets
          isThere={(kind, id) =>
            kind === 'practitioner' ? id === task.owner?.id : id === task.careTeam.id && task.owner === null
          }
          onChosen={(to) => {
            onClose()
            void acts.assign(to)
          }}
        />
      )}
    </Dialog>
  )
}

type TargetsProps = {
  /** Who has it already is not offered. */
  isThere: (kind: 'care-team' | 'practitioner', id: string) => boolean
  onChosen: (to: Assignee) => void
}

/** Inboxes and colleagues to give work to; of who is away it is said who answers. */
export function AssignTargets({ isThere, onChosen }: TargetsProps): ReactNode {
  const t = useTranslations('staff.assign')
  const { language } = useLanguage()
  const { roleWords } = usePersonWords()
  const inboxes = useRead('GET /api/as/:membershipId/care-teams', {})
  const people = useRead('GET /api/as/:membershipId/practitioners', {})
  // Known a moment later, or not at all: whoever acts for one who is away gets it in any case.
  const absences = useRead('GET /api/as/:membershipId/absences', {})

  function itemsOf(): readonly ActItem[] {
    const isElsewhere = ({ id }: { id: string }) => !isThere('care-team', id)
    const isWorking = ({ id, role, status }: NonNullable<typeof people.data>['items'][number]) =>
      status === 'confirmed' && workingRoles.includes(role) && !isThere('practitioner', id)
    return [
      ...(inboxes.data?.items.filter(isElsewhere) ?? []).map(({ id, name }) => ({
        id: `care-team ${id}`,
        label: name[language],
        hint: t('inbox'),
      })),
      ...(people.data?.items.filter(isWorking) ?? []).map(({ id, name, role }) => ({
        id: `practitioner ${id}`,
        label: name,
        hint: hintOf(id, roleWords(role) ?? role),
      })),
    ]
  }

  function hintOf(id: string, role: string): string {
    const away = absences.data?.items.find(({ who, state }) => who.id === id && state === 'current')
    if (!away) {
      return role
    }
    return away.cover ? t('awayCovered', { role, cover: away.cover.name }) : t('away', { role })
  }

  function choose(key: string): void {
    const [kind, id = ''] = key.split(' ')
    const name = itemsOf().find((item) => item.id === key)?.label ?? ''
    onChosen(kind === 'care-team' ? { careTeamId: id, name } : { practitionerId: id, name })
  }

  if (inboxes.error && !inboxes.data) {
    return <Answered answer={inboxes}>{() => null}</Answered>
  }
  if (people.error && !people.data) {
    return <Answered answer={people}>{() => null}</Answered>
  }
  return (
    <ActMenu
      label={t('search')}
      items={itemsOf()}
      isReading={inboxes.data === undefined || people.data === undefined}
      onChoose={choose}
    />
  )
}
