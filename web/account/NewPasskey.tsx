import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../shared/limits.ts'
import { BackButton } from './BackButton.tsx'
import { Button } from '../components/Button.tsx'
import { TextField } from '../components/controls.tsx'
import { Page } from '../components/Page.tsx'
import { makePasskey } from './passkeys.ts'
import { useAccountProblems } from './problem-words.ts'
import { useStepUp } from './StepUp.tsx'
import { Form, useForm } from './use-form.tsx'

/** Makes a passkey on this device. */
export function NewPasskey({ onDone, onBack }: { onDone: () => void; onBack: () => void }): ReactNode {
  const t = useTranslations('account.newPasskey')
  const { errors } = useAccountProblems()
  const withStepUp = useStepUp()
  const form = useForm()
  const [name, setName] = useState(() => t('usualName'))

  const submit = () =>
    form.submit({
      check: () => (name.trim() === '' ? [{ id: 'name', text: t('nameMissing') }] : []),
      act: async () => {
        await withStepUp(() => makePasskey(name))
        onDone()
      },
      explain: (problem) => errors(problem, { name: 'name' }),
    })

  return (
    <Page title={t('title')} lead={t('lead')} hasError={form.errors.length > 0}>
      <ol className="steps">
        <li>{t('step1')}</li>
        <li>{t('step2')}</li>
        <li>{t('step3')}</li>
      </ol>
      <Form form={form} onSubmit={submit}>
        <TextField
          id="name"
          label={t('name')}
          hint={t('nameHint')}
          maxLength={limits.passkeyNameCharacters}
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={form.errorOf('name')}
        />
        <div className="row">
          <Button type="submit" look="primary" isBusy={form.isBusy} busyLabel={t('busy')}>
            {t('make')}
          </Button>
          <BackButton onBack={onBack} />
        </div>
      </Form>
    </Page>
  )
}
