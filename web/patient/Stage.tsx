import type { ReactNode } from 'react'
import { useNow, useTranslations } from 'use-intl'
import type { OutputOf } from '../api/routes.ts'
import { Status, type StatusKind } from '../components/Status.tsx'
import { useTimeWords } from '../components/Time.tsx'
import { usePersonWords } from '../conversation/person-words.ts'
import { phoneLink } from '../components/UrgentLine.tsx'
import { useMember } from './Member.tsx'

type Head = Pick<
  OutputOf<'GET /api/as/:membershipId/conversations'>['items'][number],
  'stage' | 'stagePerson' | 'stageFor' | 'careTeam' | 'dueAt' | 'mode'
>

const shapes: Readonly<Record<Head['stage'], StatusKind>> = {
  received: 'waiting',
  'with-person': 'active',
  answered: 'done',
  closed: 'closed',
}

/** Where the patient's words are: received, with the nurse or the doctor by name, answered, closed. */
export function Stage({ conversation }: { conversation: Head }): ReactNode {
  const t = useTranslations('patient.stage')
  const { personWords } = usePersonWords()
  const { stage, stagePerson, stageFor, mode } = conversation
  if (mode === 'one-way' && stage === 'answered') {
    // Nobody asked: the clinic let its patient know.
    return <Status kind="note">{t('forYou')}</Status>
  }
  const name = stagePerson?.name ?? ''
  if (stage !== 'with-person' || stagePerson === null || name === '') {
    return <Status kind={shapes[stage]}>{t(stage)}</Status>
  }
  return (
    <Status kind={shapes[stage]}>
      {stageFor ? t('withNameFor', { name, other: stageFor.name }) : t('withName', { name: personWords(stagePerson) })}
    </Status>
  )
}

/** By when the clinic means to answer; when that time has passed, what the patient can do. */
export function Expected({ conversation }: { conversation: Head }): ReactNode {
  const t = useTranslations('patient.expected')
  const timeWords = useTimeWords()
  const { practice } = useMember()
  const now = useNow({ updateInterval: 60_000 })
  const { dueAt } = conversation
  if (dueAt === null) {
    return null
  }
  const when = timeWords(dueAt)
  if (new Date(dueAt) >= now) {
    return <p>{t('by', { when })}</p>
  }
  return (
    <p>
      <Status kind="late">{t('late', { when })}</Status>{' '}
      {t.rich('call', { phone: practice.phone, call: phoneLink(practice.phone) })}
    </p>
  )
}
