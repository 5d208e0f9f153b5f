import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../components/Button.tsx'
import { ErrorSummary } from '../components/ErrorSummary.tsx'
import { NotSaved } from './settings/Sheet.tsx'
import type { Form } from './use-form.ts'

type Props = {
  form: Form
  /** The dialog's own words for a refusal that is not about one field. */
  own?: (code: string) => string | null
  /** What the button says that does it. */
  submit: string
  /** Another way to do it, beside that button. */
  more?: ReactNode
  look?: 'primary' | 'danger'
  onSubmit: () => Promise<void>
  onCancel: () => void
  children: ReactNode
}

/** A form in a dialog: what is wrong on top, its fields, and below them doing it or leaving it. */
export function DialogForm(props: Props): ReactNode {
  const { form, own, submit, more, look = 'primary', onSubmit, onCancel, children } = props
  const common = useTranslations('common.buttons')
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void onSubmit()
      }}
    >
      <ErrorSummary errors={form.errors} />
      <NotSaved form={form} {...(own && { own })} />
      {children}
      <div className="row">
        <Button type="submit" look={look} isBusy={form.isBusy}>
          {submit}
        </Button>
        {more}
        <Button onClick={onCancel}>{common('cancel')}</Button>
      </div>
    </form>
  )
}
