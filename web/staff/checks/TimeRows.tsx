import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../../shared/limits.ts'
import { newId } from '../../api/new-id.ts'
import { Button } from '../../components/Button.tsx'
import { Select, TextField } from '../../components/controls.tsx'
import { Icon } from '../../components/Icon.tsx'
import type { Form } from '../use-form.ts'
import { useWeekWords, weekdays } from './checks.ts'
import type { TimeRow } from './roster-rows.ts'

type Members = readonly { id: string; name: string }[]
type Props = { rows: readonly TimeRow[]; members: Members; onChange: (rows: readonly TimeRow[]) => void; form: Form }

/** The times of the week, each on as many days as it takes. */
export function TimeRows({ rows, members, onChange, form }: Props): ReactNode {
  const t = useTranslations('staffChecks.form')
  const error = form.error('times')
  const change = (key: string, part: Partial<TimeRow>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...part } : row)))
  return (
    <div className="stack field" data-invalid={error ? true : undefined} id={form.id('times')} tabIndex={-1}>
      {error && (
        <p className="field-error">
          <Icon name="urgent" /> {error}
        </p>
      )}
      {rows.map((row, index) => (
        <Row
          key={row.key}
          row={row}
          number={index + 1}
          members={members}
          form={form}
          onChange={(part) => change(row.key, part)}
          onRemove={() => onChange(rows.filter(({ key }) => key !== row.key))}
        />
      ))}
      {rows.length < limits.checkTimes && (
        <p>
          <Button
            onClick={() => onChange([...rows, { key: newId(), at: '', weekdays: [1, 2, 3, 4, 5], personId: '' }])}
          >
            <Icon name="plus" /> {t('add')}
          </Button>
        </p>
      )}
    </div>
  )
}

type RowProps = {
  row: TimeRow
  number: number
  members: Members
  form: Form
  onChange: (part: Partial<TimeRow>) => void
  onRemove: () => void
}

function Row({ row, number, members, form, onChange, onRemove }: RowProps): ReactNode {
  const t = useTranslations('staffChecks.form')
  const weekWords = useWeekWords()
  const [at, days, who] = [`at.${row.key}`, `days.${row.key}`, `practitionerId.${row.key}`]
  const daysError = form.error(days)
  const toggle = (weekday: number) =>
    row.weekdays.includes(weekday)
      ? row.weekdays.filter((one) => one !== weekday)
      : [...row.weekdays, weekday].toSorted()
  return (
    <fieldset className="sheet check-row">
      <legend>{t('row', { number: String(number) })}</legend>
      <div className="fields">
        <TextField
          id={form.id(at)}
          type="time"
          width="short"
          label={t('time')}
          error={form.error(at)}
          value={row.at}
          onChange={(event) => onChange({ at: event.target.value })}
        />
        <Select
          id={form.id(who)}
          label={t('who')}
          error={form.error(who)}
          value={row.personId}
          onChange={(event) => onChange({ personId: event.target.value })}
          options={[{ value: '', label: t('anyone') }, ...members.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      </div>
      <fieldset className="field" data-invalid={daysError ? true : undefined}>
        <legend className="field-label">{t('days')}</legend>
        {daysError && (
          <p className="field-error">
            <Icon name="urgent" /> {daysError}
          </p>
        )}
        <div className="check-days">
          {weekdays.map((weekday, index) => (
            <label className="check-day" key={weekday}>
              <input
                type="checkbox"
                id={index === 0 ? form.id(days) : undefined}
                checked={row.weekdays.includes(weekday)}
                onChange={() => onChange({ weekdays: toggle(weekday) })}
              />
              {weekWords.day(weekday)}
            </label>
          ))}
        </div>
      </fieldset>
      <p>
        <Button look="quiet" onClick={onRemove}>
          <Icon name="close" /> {t('remove', { number: String(number) })}
        </Button>
      </p>
    </fieldset>
  )
}
