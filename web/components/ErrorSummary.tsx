import { useEffect, useId, useRef, type MouseEvent, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Icon } from './Icon.tsx'
import './Notice.css'

export type FieldError = {
  /** The id of the field; without one the entry is about the whole form. */
  id?: string
  text: string
}

/** What must be put right, at the top of a refused form. It takes focus each time it is given new errors. */
export function ErrorSummary({ errors }: { errors: readonly FieldError[] }): ReactNode {
  const t = useTranslations('common.fieldProblems')
  const ref = useRef<HTMLDivElement>(null)
  const titleId = useId()

  useEffect(() => {
    if (errors.length > 0) {
      ref.current?.focus()
    }
  }, [errors])

  if (errors.length === 0) {
    return null
  }
  return (
    <div className="notice notice-urgent error-summary" ref={ref} tabIndex={-1} role="alert" aria-labelledby={titleId}>
      <Icon name="urgent" />
      <div>
        <h2 id={titleId}>{t('title')}</h2>
        <ul className="plain-list">
          {errors.map(({ id, text }) => (
            <li key={`${id} ${text}`}>
              {id ? (
                <a href={`#${id}`} onClick={(event) => goToField(event, id)}>
                  {text}
                </a>
              ) : (
                text
              )}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

/** The question comes into view with its label, which a plain jump to the control would leave above the edge. */
function goToField(event: MouseEvent, id: string): void {
  const control = document.getElementById(id)
  if (!control) {
    return
  }
  event.preventDefault()
  control.closest('.field')?.scrollIntoView({ block: 'start' })
  control.focus({ preventScroll: true })
}
