import { useId, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Icon } from './Icon.tsx'
import './Field.css'

export type FieldProps = {
  label: ReactNode
  hint?: ReactNode
  /** The same words as in the ErrorSummary. */
  error?: string | undefined
  /** Stable where an ErrorSummary links to it. */
  id?: string | undefined
  isOptional?: boolean
}
/** What the control inside must carry, so that its label, hint and error are read with it. */
export type Wiring = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined }

/** The frame of one question: label, hint, error, and the control wired to them. */
export function Field(props: FieldProps & { children: (wiring: Wiring) => ReactNode }): ReactNode {
  const { wiring, labelText } = useField(props)
  return (
    <div className="field" data-invalid={props.error ? true : undefined}>
      <label className="field-label" htmlFor={wiring.id}>
        {labelText}
      </label>
      <FieldWords id={wiring.id} hint={props.hint} error={props.error} />
      {props.children(wiring)}
    </div>
  )
}

/** The ids and aria attributes of one question; for controls that need another frame than Field's. */
export function useField({ label, hint, error, id, isOptional }: FieldProps): { wiring: Wiring; labelText: ReactNode } {
  const t = useTranslations('common')
  const ownId = useId()
  const fieldId = id ?? ownId
  const described = [hint && `${fieldId}-hint`, error && `${fieldId}-error`].filter(Boolean).join(' ')
  return {
    wiring: { id: fieldId, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined },
    labelText: isOptional ? (
      <>
        {label} <span className="field-optional">{t('optional')}</span>
      </>
    ) : (
      label
    ),
  }
}

/** Hint and error under a label, with the ids that useField promises. */
export function FieldWords({
  id,
  hint,
  error,
}: {
  id: string
  hint?: ReactNode
  error?: string | undefined
}): ReactNode {
  return (
    <>
      {hint && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p className="field-error" id={`${id}-error`}>
          <Icon name="urgent" /> {error}
        </p>
      )}
    </>
  )
}
