import { useState, type ReactNode } from 'react'
import { ApiProblem } from '../api/problem.ts'
import { ErrorSummary, type FieldError } from '../components/ErrorSummary.tsx'

export type FormState = {
  errors: readonly FieldError[]
  /** The act is under way. */
  isBusy: boolean
  errorOf: (id: string) => string | undefined
  /**
   * Checks the answers, then acts, once at a time. What either refuses is shown; what was typed stays. `explain` turns
   * the server's refusal into entries of the summary.
   */
  submit: (steps: { check?: () => FieldError[]; act: () => Promise<void>; explain: Explain }) => Promise<void>
}
type Explain = (problem: ApiProblem) => readonly FieldError[]

/** The state of one form: what was refused (at first: on an earlier try), and whether it is being sent. */
export function useForm(refused: readonly FieldError[] = []): FormState {
  const [errors, setErrors] = useState(refused)
  const [isBusy, setIsBusy] = useState(false)

  const submit: FormState['submit'] = async ({ check, act, explain }) => {
    const found = check?.() ?? []
    setErrors(found)
    if (isBusy || found.length > 0) {
      return
    }
    setIsBusy(true)
    try {
      await act()
    } catch (error) {
      if (!(error instanceof ApiProblem)) {
        throw error
      }
      setErrors(explain(error))
    } finally {
      setIsBusy(false)
    }
  }

  return { errors, isBusy, submit, errorOf: (id) => errors.find((error) => error.id === id)?.text }
}

/** A form with its summary of errors above its questions. */
export function Form(props: { form: FormState; onSubmit: () => Promise<void>; children: ReactNode }): ReactNode {
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void props.onSubmit()
      }}
    >
      <ErrorSummary errors={props.form.errors} />
      {props.children}
    </form>
  )
}
