import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Checkbox, Select, TextField } from '../../components/controls.tsx'
import { usePersonWords } from '../../conversation/person-words.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { PatientFilter, type ChosenPatient } from '../patients/PatientFilter.tsx'
import { useRead } from '../read.ts'
import { useActWords } from './act-words.ts'

/** What is looked for in the log; days are calendar days of the clinic. */
export type AuditFilters = {
  patient: ChosenPatient
  actorId: string
  act: string
  from: string
  until: string
  flagged: boolean
}
export const noFilters: AuditFilters = { patient: null, actorId: '', act: '', from: '', until: '', flagged: false }

type Props = { value: AuditFilters; onChange: (value: AuditFilters) => void }

/** Conditions of the search; each change searches. */
export function Filters({ value, onChange }: Props): ReactNode {
  const t = useTranslations('staffAudit.search')
  const { roleWords } = usePersonWords()
  const { language } = useLanguage()
  const { actWords, acts } = useActWords()
  const { data: colleagues } = useRead('GET /api/as/:membershipId/practitioners', {})
  const change = (part: Partial<AuditFilters>) => onChange({ ...value, ...part })
  const day = (name: 'from' | 'until') => (
    <TextField
      type="date"
      label={t(name)}
      value={value[name]}
      onChange={(event) => change({ [name]: event.target.value })}
    />
  )
  const named = acts
    .map((act) => ({ value: act, label: actWords(act) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, language))
  const people = (colleagues?.items ?? []).map(({ id, name, role }) => ({
    value: id,
    label: `${name}, ${roleWords(role) ?? role}`,
  }))
  return (
    <div className="stack">
      <div className="filters">
        <PatientFilter
          words={{ label: t('patient'), any: t('anyPatient'), find: t('findPatient') }}
          value={value.patient}
          onChange={(patient) => change({ patient })}
        />
        <Select
          label={t('actor')}
          value={value.actorId}
          onChange={(event) => change({ actorId: event.target.value })}
          options={[{ value: '', label: t('anyActor') }, ...people]}
        />
        <Select
          label={t('act')}
          value={value.act}
          onChange={(event) => change({ act: event.target.value })}
          options={[{ value: '', label: t('anyAct') }, ...named]}
        />
        {day('from')}
        {day('until')}
      </div>
      <div className="row">
        <Checkbox
          label={t('flagged')}
          checked={value.flagged}
          onChange={(event) => change({ flagged: event.target.checked })}
        />
        <Button look="quiet" onClick={() => onChange(noFilters)}>
          {t('clear')}
        </Button>
      </div>
    </div>
  )
}
