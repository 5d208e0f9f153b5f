import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { FieldWords, useField, type FieldProps } from './Field.tsx'

type Parts = { day: string; month: string; year: string }
type Props = FieldProps & {
  /** 'YYYY-MM-DD', or '' while it is not a real date. */
  onChange: (date: string) => void
  defaultValue?: string
  /** 'bday' lets the browser fill in a date of birth. */
  autoComplete?: 'bday'
}

/** A date that people know by heart, such as a birth date: three short boxes, quicker and surer than a calendar. */
export function DateField({ onChange, defaultValue = '', autoComplete, ...props }: Props): ReactNode {
  const t = useTranslations('common.date')
  const hint = props.hint ?? t('example')
  const { wiring, labelText } = useField({ ...props, hint })
  const [parts, setParts] = useState<Parts>(() => partsOf(defaultValue))

  function change(part: keyof Parts, text: string): void {
    const next = { ...parts, [part]: text.replaceAll(/\D/g, '') }
    setParts(next)
    onChange(dateOf(next))
  }

  return (
    <fieldset
      className="field"
      data-invalid={props.error ? true : undefined}
      aria-describedby={wiring['aria-describedby']}
    >
      <legend className="field-label">{labelText}</legend>
      <FieldWords id={wiring.id} hint={hint} error={props.error} />
      <div className="date-parts">
        {(['day', 'month', 'year'] as const).map((part) => {
          const partId = part === 'day' ? wiring.id : `${wiring.id}-${part}`
          return (
            <div className="date-part" key={part}>
              <label htmlFor={partId}>{t(part)}</label>
              <input
                id={partId}
                className={`control control-${part}`}
                inputMode="numeric"
                maxLength={part === 'year' ? 4 : 2}
                autoComplete={autoComplete && `${autoComplete}-${part}`}
                aria-invalid={wiring['aria-invalid']}
                value={parts[part]}
                onChange={(event) => change(part, event.target.value)}
              />
            </div>
          )
        })}
      </div>
    </fieldset>
  )
}

function partsOf(date: string): Parts {
  const [year = '', month = '', day = ''] = date.split('-')
  return { day, month, year }
}

/** 'YYYY-MM-DD' when the three parts are a real day (no February 30), else ''. */
export function dateOf({ day, month, year }: Parts): string {
  if (year.length !== 4 || month === '' || day === '') {
    return ''
  }
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${written}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(written) ? written : ''
}
