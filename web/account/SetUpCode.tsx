import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { ApiProblem } from '../api/problem.ts'
import { Button } from '../components/Button.tsx'
import { TextField } from '../components/controls.tsx'
import { Page } from '../components/Page.tsx'
import { useAccountProblems } from './problem-words.ts'
import type { SetUpProps } from './SetUpPage.tsx'
import { Form, useForm } from './use-form.tsx'

/** The code that the server printed: whoever can read its log may set it up. */
export function SetUpCode(props: SetUpProps & { refusal: ApiProblem | undefined; onNext: () => void }): ReactNode {
  const t = useTranslations('account.setUp')
  const common = useTranslations('common.buttons')
  const problems = useAccountProblems()
  const { answers, onChange, refusal, onNext } = props
  const form = useForm(refusal ? problems.errors(refusal, { code: 'code', 'set-up-code-refused': 'code' }) : [])

  const submit = () =>
    form.submit({
      check: () => (answers.code.trim() === '' ? [{ id: 'code', text: t('codeMissing') }] : []),
      act: async () => onNext(),
      explain: () => [],
    })

  return (
    <Page title={t('title')} lead={t('lead')} hasError={form.errors.length > 0}>
      <Form form={form} onSubmit={submit}>
        <TextField
          id="code"
          label={t('code')}
          hint={t('codeHint')}
          width="short"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          value={answers.code}
          onChange={(event) => onChange({ code: event.target.value })}
          error={form.errorOf('code')}
        />
        <p>
          <Button type="submit" look="primary">
            {common('continue')}
          </Button>
        </p>
      </Form>
    </Page>
  )
}
