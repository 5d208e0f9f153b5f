import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Checkbox, Select, TextField } from '../../components/controls.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { usePersonWords } from '../../conversation/person-words.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { Answered } from '../Answered.tsx'
import { ActMenu } from '../keys/Palette.tsx'
import { usePatients } from '../patients/use-patients.ts'
import { useRead } from '../read.ts'
import { useSettled } from '../use-settled.ts'
import { useActWords } from './act-words.ts'

/** What is looked for in the log; days are calendar days of the clinic. */
export type AuditFilters = {
  patient: { id: string; name: string } | null
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
        <PatientFilter value={value.patient} onChange={(patient) => change({ patient })} />
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

type PatientProps = { value: AuditFilters['patient']; onChange: (patient: AuditFilters['patient']) => void }

function PatientFilter({ value, onChange }: PatientProps): ReactNode {
  const t = useTranslations('staffAudit.search')
  const [isChoosing, setIsChoosing] = useState(false)
  return (
    <div className="field">
      <p className="field-label" id="audit-patient">
        {t('patient')}
      </p>
      <Button onClick={() => setIsChoosing(true)} aria-describedby="audit-patient">
        {value?.name ?? t('anyPatient')}
      </Button>
      <Dialog isOpen={isChoosing} onClose={() => setIsChoosing(false)} title={t('findPatient')}>
        {isChoosing && (
          <ChoosePatient
            onChoose={(patient) => {
              onChange(patient)
              setIsChoosing(false)
            }}
          />
        )}
      </Dialog>
    </div>
  )
}

function ChoosePatient({ onChoose }: { onChoose: (patient: AuditFilters['patient']) => void }): ReactNode {
  const t = useTranslations('staffAudit.search')
  const [typed, setTyped] = useState('')
  const answer = usePatients(useSettled(typed.trim()))
  const items = answer.data?.items ?? []
  if (answer.error && !answer.data) {
    return <Answered answer={answer}>{() => null}</Answered>
  }
  return (
    <ActMenu
      label={t('findPatient')}
      items={[
        ...(typed === '' ? [{ id: '', label: t('anyPatient') }] : []),
        ...items.map(({ id, name, birthDate }) => ({ id, label: name, hint: birthDate })),
      ]}
      isReading={answer.data === undefined}
      onType={setTyped}
      onChoose={(id) => {
        const found = items.find((patient) => patient.id === id)
        onChoose(found ? { id, name: found.name } : null)
      }}
    />
  )
}
