import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { readMobileNumber } from '../../../shared/mobile-number.ts'
import { Form, useForm } from '../../account/use-form.tsx'
import { call } from '../../api/client.ts'
import type { ApiProblem } from '../../api/problem.ts'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/controls.tsx'
import type { FieldError } from '../../components/ErrorSummary.tsx'
import { useProblemWords } from '../../i18n/problem-words.ts'

type Props = { membershipId: string; value: string; onChange: (value: string) => void; onSent: () => Promise<void> }

/** The number; a code goes there at once. */
export function NumberForm({ membershipId, value, onChange, onSent }: Props): ReactNode {
  const t = useTranslations('patientTexts')
  const explain = useExplain()
  const form = useForm()

  const submit = () =>
    form.submit({
      check: () => {
        if (value.trim() === '') {
          return [{ id: 'number', text: t('number.missing') }]
        }
        const read = readMobileNumber(value)
        return read.ok ? [] : [{ id: 'number', text: t(`number.${read.problem}`) }]
      },
      act: async () => {
        await call('PUT /api/as/:membershipId/mobile-number', { membershipId, number: value })
        await onSent()
      },
      explain,
    })

  return (
    <Form form={form} onSubmit={submit}>
      <TextField
        id="number"
        label={t('number.label')}
        hint={t('number.hint')}
        type="tel"
        width="short"
        autoComplete="tel"
        inputMode="tel"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        error={form.errorOf('number')}
      />
      <p className="soft small">{t('number.rates')}</p>
      <p>
        <Button type="submit" look="primary" isBusy={form.isBusy}>
          {t('number.send')}
        </Button>
      </p>
    </Form>
  )
}

function useExplain(): (problem: ApiProblem) => FieldError[] {
  const t = useTranslations('patientTexts')
  const { problemWords, fieldWords } = useProblemWords()
  return (problem) => {
    if (problem.status === 429 && problem.code !== 'busy' && problem.retryAfterSeconds !== null) {
      return [{ id: 'number', text: t('wait', { minutes: Math.ceil(problem.retryAfterSeconds / 60) }) }]
    }
    if (problem.code === 'texts-not-offered') {
      return [{ text: t('off') }]
    }
    return problem.fields.length === 0
      ? [{ text: problemWords(problem) }]
      : problem.fields.map(({ code }) => {
          const known = (['phone', 'phone-abroad'] as const).find((one) => one === code)
          return { id: 'number', text: known ? t(`number.${known}`) : fieldWords(code) }
        })
  }
}
