import { useMemo, useState } from 'react'
import type { ApiProblem, FieldProblem } from '../api/problem.ts'
import type { FieldError } from '../components/ErrorSummary.tsx'
import { useProblemWords } from '../i18n/problem-words.ts'
import { useAct } from './use-act.ts'

/** A form whose answers may be refused, here or by the server: each problem stands in the summary and beside its field. */
export type Form = {
  isBusy: boolean
  /** The id of the field for a path of the contract ('name.en'); the summary links to it. */
  id: (path: string) => string
  error: (path: string) => string | undefined
  errors: readonly FieldError[]
  /** A refusal that is not about one field. */
  problem: ApiProblem | null
  /** Sends unless `wrong` names something; undefined when it was refused. */
  run: <T>(wrong: readonly FieldProblem[], act: () => Promise<T>) => Promise<T | undefined>
}

/** `ownWords`: the form's own words for a code at a path, and the limit that was passed; null where the general ones will do. */
export function useForm(
  name: string,
  ownWords: (code: string, path: string, limit: FieldProblem['limit']) => string | null,
): Form {
  const { fieldWords } = useProblemWords()
  const act = useAct()
  const [local, setLocal] = useState<readonly FieldProblem[]>([])
  const fields = local.length > 0 ? local : (act.problem?.fields ?? [])
  const id = (path: string) => `${name}-${path.replaceAll('.', '-')}`

  const errors = useMemo(
    () =>
      fields.map(({ path, code, limit }) => ({ id: id(path), text: ownWords(code, path, limit) ?? fieldWords(code) })),
    // The summary takes the focus when its errors are new, not whenever the page is drawn.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [fields],
  )

  return {
    isBusy: act.isBusy,
    id,
    error: (path) => errors.find((error) => error.id === id(path))?.text,
    errors,
    problem: act.problem && act.problem.fields.length === 0 && local.length === 0 ? act.problem : null,
    run: async (wrong, send) => {
      setLocal(wrong)
      return wrong.length > 0 ? undefined : act.run(send)
    },
  }
}
