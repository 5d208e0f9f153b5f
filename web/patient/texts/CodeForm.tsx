import { useMemo, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../../shared/limits.ts'
import { Form, useForm } from '../../account/use-form.tsx'
import { call } from '../../api/client.ts'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/controls.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { useProblemWords } from '../../i18n/problem-words.ts'
import type { Mobile } from './TextsPage.tsx'

type Props = {
  membershipId: string
  number: NonNullable<Mobile['number']>
  onAgain: () => void
  onAnswered: (isRight: boolean) => Promise<void>
}

/** The code that came by text. A wrong one is told beside the field, and what was typed stays. */
export function CodeForm({ membershipId, number, onAgain, onAnswered }: Props): ReactNode {
  const t = useTranslations('patientTexts')
  const { problemWords } = useProblemWords()
  const timeWords = useTimeWords()
  const form = useForm()
  const [code, setCode] = useState('')
  const [refused, setRefused] = useState<string>()

  const submit = () =>
    form.submit({
      check: () => (code.trim() === '' ? [{ id: 'code', text: t('code.missing') }] : []),
      act: async () => {
        setRefused(undefined)
        const { result } = await call('POST /api/as/:membershipId/mobile-number/proofs', { membershipId, code })
        if (result !== 'proven') {
          setRefused(t(`code.${result}`))
        }
        await onAnswered(result === 'proven')
      },
      explain: (problem) => [{ text: problemWords(problem) }],
    })

  // The summary takes the focus when its errors are new, not whenever the page is drawn.
  const errors = useMemo(
    () => [...form.errors, ...(refused === undefined ? [] : [{ id: 'code', text: refused }])],
    [form.errors, refused],
  )
  return (
    <Form form={{ ...form, errors }} onSubmit={submit}>
      <p>
        {t('code.sent', { ending: number.ending, when: number.codeExpiresAt ? timeWords(number.codeExpiresAt) : '' })}
      </p>
      <TextField
        id="code"
        label={t('code.label')}
        hint={t('code.hint')}
        width="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        spellCheck={false}
        maxLength={limits.codeCharacters}
        value={code}
        onChange={(event) => setCode(event.target.value)}
        error={errors.find(({ id }) => id === 'code')?.text}
      />
      <div className="row">
        <Button type="submit" look="primary" isBusy={form.isBusy}>
          {t('code.confirm')}
        </Button>
        <Button look="quiet" onClick={onAgain}>
          {t('code.again')}
        </Button>
      </div>
    </Form>
  )
}
