import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Status, type StatusKind } from '../../components/Status.tsx'
import type { Patient } from './use-patients.ts'

const kinds: Record<Patient['status'], StatusKind> = {
  none: 'waiting',
  invited: 'active',
  confirmed: 'done',
  suspended: 'late',
  ended: 'closed',
}

/** How far somebody has come in signing up. */
export function SignUp({ status }: { status: Patient['status'] }): ReactNode {
  const t = useTranslations('staffPeople.status')
  return <Status kind={kinds[status]}>{t(status)}</Status>
}
