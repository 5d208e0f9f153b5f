import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Select } from '../../components/controls.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Link } from '../../components/Link.tsx'
import { useNavigate } from '../../components/navigation.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import type { QueueStatus } from '../addresses.ts'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'

type Props = { queue: string; status: QueueStatus; labelId: string | undefined }

/** Leaves the rows with one label; the choice stands in the address. Nothing where the clinic has no labels. */
export function LabelFilter({ queue, status, labelId }: Props): ReactNode {
  const t = useTranslations('staffQueue.filter')
  const { language } = useLanguage()
  const navigate = useNavigate()
  const addresses = useAddresses()
  const labels = useRead('GET /api/as/:membershipId/labels', {}).data?.items ?? []
  // One that is no longer offered stays on the conversations that have it, and finds them.
  const options = labels.map(({ id, name }) => ({ value: id, label: name[language] }))
  return options.length === 0 ? null : (
    <div className="queue-filter">
      <Select
        label={t('label')}
        value={labelId ?? ''}
        onChange={({ target }) => navigate(addresses.queue(queue, status, undefined, target.value))}
        options={[{ value: '', label: t('any') }, ...options]}
      />
    </div>
  )
}

export function NoneLabelled({ queue, status }: Omit<Props, 'labelId'>): ReactNode {
  const t = useTranslations('staffQueue.filter')
  const addresses = useAddresses()
  return (
    <EmptyState heading={t('none')}>
      <p>
        <Link to={addresses.queue(queue, status)}>{t('showAll')}</Link>
      </p>
    </EmptyState>
  )
}
