import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { outcomes } from '../../../shared/conversation.ts'
import { Checkbox, Select, TextField } from '../../components/controls.tsx'
import { usePersonWords } from '../../conversation/person-words.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { PatientFilter } from '../patients/PatientFilter.tsx'
import { useRead } from '../read.ts'
import { periods, type Filters } from './search-filters.ts'

type Props = { filters: Filters; change: (part: Partial<Filters>) => void; error: string | undefined; untilId: string }

/** What narrows a search, beside the words. */
export function Conditions({ filters, change, error, untilId }: Props): ReactNode {
  const t = useTranslations('staffSearch')
  const outcomeWords = useTranslations('staff.outcomes')
  return (
    <div className="filters">
      <PatientFilter
        words={{ label: t('patient'), any: t('anyPatient'), find: t('findPatient') }}
        value={filters.patient}
        onChange={(patient) => change({ patient })}
      />
      <TopicAndColleague filters={filters} change={change} />
      <Select
        label={t('state')}
        value={filters.status}
        onChange={(event) => change({ status: event.target.value as Filters['status'] })}
        options={[
          { value: '', label: t('states.any') },
          { value: 'open', label: t('states.open') },
          { value: 'closed', label: t('states.closed') },
        ]}
      />
      <Select
        label={t('outcome')}
        value={filters.outcome}
        onChange={(event) => change({ outcome: event.target.value as Filters['outcome'] })}
        options={[
          { value: '', label: t('anyOutcome') },
          ...outcomes.map((outcome) => ({ value: outcome, label: outcomeWords(outcome) })),
        ]}
      />
      <LabelCondition filters={filters} change={change} />
      <Select
        label={t('when')}
        value={filters.period}
        onChange={(event) => change({ period: periods.find((one) => one === event.target.value) ?? 'any' })}
        options={periods.map((period) => ({ value: period, label: t(`periods.${period}`) }))}
      />
      {filters.period === 'days' && (
        <>
          <TextField
            type="date"
            label={t('from')}
            value={filters.from}
            onChange={(event) => change({ from: event.target.value })}
          />
          <TextField
            id={untilId}
            type="date"
            label={t('until')}
            error={error}
            value={filters.until}
            onChange={(event) => change({ until: event.target.value })}
          />
        </>
      )}
      <Checkbox
        label={t('attachment')}
        checked={filters.hasAttachment}
        onChange={(event) => change({ hasAttachment: event.target.checked })}
      />
    </div>
  )
}

function TopicAndColleague({ filters, change }: Pick<Props, 'filters' | 'change'>): ReactNode {
  const t = useTranslations('staffSearch')
  const { language } = useLanguage()
  const { roleWords } = usePersonWords()
  const { data: topics } = useRead('GET /api/as/:membershipId/topics', {})
  const { data: colleagues } = useRead('GET /api/as/:membershipId/practitioners', {})
  const people = (colleagues?.items ?? []).map(({ id, name, role }) => ({
    value: id,
    label: `${name}, ${roleWords(role) ?? role}`,
  }))
  return (
    <>
      <Select
        label={t('topic')}
        value={filters.topicId}
        onChange={(event) => change({ topicId: event.target.value })}
        options={[
          { value: '', label: t('anyTopic') },
          ...(topics?.items ?? []).map(({ id, name }) => ({ value: id, label: name[language] })),
        ]}
      />
      <Select
        label={t('colleague')}
        value={filters.practitionerId}
        onChange={(event) => change({ practitionerId: event.target.value })}
        options={[{ value: '', label: t('anyColleague') }, ...people]}
      />
    </>
  )
}

/** Also a label that is no longer offered: it stays on what has it. Nothing where the clinic has none. */
function LabelCondition({ filters, change }: Pick<Props, 'filters' | 'change'>): ReactNode {
  const t = useTranslations('staffSearch')
  const { language } = useLanguage()
  const labels = useRead('GET /api/as/:membershipId/labels', {}).data?.items ?? []
  return labels.length === 0 ? null : (
    <Select
      label={t('label')}
      value={filters.labelId}
      onChange={(event) => change({ labelId: event.target.value })}
      options={[
        { value: '', label: t('anyLabel') },
        ...labels.map(({ id, name }) => ({ value: id, label: name[language] })),
      ]}
    />
  )
}
