import type { ComponentProps, ReactNode } from 'react'
import { Field, FieldWords, useField, type FieldProps } from './Field.tsx'

type Own<Tag extends 'input' | 'select'> = Omit<ComponentProps<Tag>, 'className' | 'id' | 'children'>

/** A question answered on one line. `width` says how much is asked: a code, a few words, or the line. */
export function TextField(props: FieldProps & Own<'input'> & { width?: 'code' | 'short' | 'full' }): ReactNode {
  const { label, hint, error, id, isOptional, width = 'full', ...input } = props
  return (
    <Field {...{ label, hint, error, id }} isOptional={isOptional ?? false}>
      {(wiring) => <input type="text" {...input} {...wiring} className={`control control-${width}`} />}
    </Field>
  )
}

export type Option<Value extends string = string> = { value: Value; label: ReactNode; hint?: ReactNode }

/** One of a long list. For seven or fewer, Choices shows them all. */
export function Select(
  props: FieldProps & Own<'select'> & { options: readonly { value: string; label: string }[] },
): ReactNode {
  const { label, hint, error, id, isOptional, options, ...select } = props
  return (
    <Field {...{ label, hint, error, id }} isOptional={isOptional ?? false}>
      {(wiring) => (
        <select {...select} {...wiring} className="control control-short">
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

/** One of a few, all in view. The label is the group's legend. */
export function Choices<Value extends string>(
  props: FieldProps & {
    name: string
    options: readonly Option<Value>[]
    value: Value | null
    onChange: (value: Value) => void
  },
): ReactNode {
  const { wiring, labelText } = useField(props)
  const { id } = wiring
  return (
    <fieldset
      className="field"
      data-invalid={props.error ? true : undefined}
      aria-describedby={wiring['aria-describedby']}
    >
      <legend className="field-label">{labelText}</legend>
      <FieldWords id={id} hint={props.hint} error={props.error} />
      {props.options.map((option, index) => {
        // The summary's link goes to the group's id, which is its first choice.
        const optionId = index === 0 ? id : `${id}-${option.value}`
        return (
          <Choice
            key={option.value}
            id={optionId}
            hintId={`${id}-${index}-hint`}
            label={option.label}
            hint={option.hint}
          >
            {(describedBy) => (
              <input
                type="radio"
                id={optionId}
                name={props.name}
                value={option.value}
                checked={option.value === props.value}
                aria-describedby={describedBy}
                onChange={() => props.onChange(option.value)}
              />
            )}
          </Choice>
        )
      })}
    </fieldset>
  )
}

/** Yes or no, on its own. */
export function Checkbox({
  label,
  hint,
  error,
  id,
  ...input
}: Omit<FieldProps, 'isOptional'> & Own<'input'>): ReactNode {
  const { wiring } = useField({ label, hint, error, ...(id ? { id } : {}) })
  return (
    <div className="field" data-invalid={error ? true : undefined}>
      <FieldWords id={wiring.id} error={error} />
      <Choice id={wiring.id} hintId={`${wiring.id}-hint`} label={label} hint={hint}>
        {() => <input type="checkbox" {...input} {...wiring} />}
      </Choice>
    </div>
  )
}

function Choice(props: {
  id: string
  hintId: string
  label: ReactNode
  hint?: ReactNode
  children: (describedBy: string | undefined) => ReactNode
}): ReactNode {
  return (
    <div className="choice">
      {props.children(props.hint ? props.hintId : undefined)}
      <div>
        <label className="choice-label" htmlFor={props.id}>
          {props.label}
        </label>
        {props.hint && (
          <p className="field-hint" id={props.hintId}>
            {props.hint}
          </p>
        )}
      </div>
    </div>
  )
}
