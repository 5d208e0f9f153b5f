import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Checkbox, Select } from '../../components/controls.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Link } from '../../components/Link.tsx'
import { useNavigate } from '../../components/navigation.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import type { QueueShown } from '../addresses.ts'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'

type Props = { queue: string; shown: QueueShown }

/** Leaves the rows with one label, or the urgent ones; the choice stands in the address. */
export function QueueFilters({ queue, shown }: Props): ReactNode {
  const t = useTranslations('staffQueue.filter')
  const { language } = useLanguage()
  const navigate = useNavigate()
  const addresses = useAddresses()
  const labels = useRead('GET /api/as/:membershipId/labels', {}).data?.items ?? []
  // One that is no longer offered stays on the conversations that have it, and finds them.
  const options = labels.map(({ id, name }) => ({ value: id, label: name[language] }))
  const show = (part: QueueShown) => navigate(addresses.queue(queue, { ...shown, ...part }))
  return (
    <>
      {options.length > 0 && (
        <Select
          label={t('label')}
          value={shown.label ?? ''}
          onChange={({ target }) => show({ label: target.value })}
          options={[{ value: '', label: t('any') }, ...options]}
        />
      )}
      {isOpen(shown) && (
        <Checkbox
          label={t('urgent')}
          checked={shown.priority === 'urgent'}
          onChange={({ target }) => show({ priority: target.checked ? 'urgent' : undefined })}
        />
      )}
    </>
  )
}

/** Whether a part of the queue is shown, and not all that is in this state. */
export function isNarrowed(shown: QueueShown): boolean {
  return shown.label !== undefined || (isOpen(shown) && shown.priority !== undefined)
}

function isOpen({ status = 'open' }: QueueShown): boolean {
  return status === 'open'
}

/** Nothing is left by what narrows the queue; the way to all of it. */
export function NoneLeft({ queue, shown }: Props): ReactNode {
  const t = useTranslations('staffQueue.filter')
  const addresses = useAddresses()
  return (
    <EmptyState heading={t('none')}>
      <p>
        <Link to={addresses.queue(queue, { status: shown.status })}>{t('showAll')}</Link>
      </p>
    </EmptyState>
  )
}
