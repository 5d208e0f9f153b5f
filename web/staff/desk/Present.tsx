import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Status } from '../../components/Status.tsx'
import type { Work } from './use-conversation.ts'

/** Who else has this on the screen, and who writes: seen before two people answer. */
export function Present({ present }: { present: Work['present'] }): ReactNode {
  const t = useTranslations('staff.present')
  return (
    <output className="desk-present">
      {present.map(({ person, isWriting }) => (
        <p key={person.id}>
          <Status kind={isWriting ? 'draft' : 'active'} isStrong>
            {isWriting ? t('writing', { name: person.name }) : t('here', { name: person.name })}
          </Status>
        </p>
      ))}
    </output>
  )
}
