import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../api/client.ts'
import { announce } from '../components/Announcer.tsx'
import { Button } from '../components/Button.tsx'
import { Notice } from '../components/Notice.tsx'
import { Page } from '../components/Page.tsx'
import { BackButton } from './BackButton.tsx'
import { useAccountProblems } from './problem-words.ts'
import { useStepUp } from './StepUp.tsx'
import { Form, useForm } from './use-form.tsx'
import './account.css'

/** New recovery codes, shown this once: to print, to copy, to keep. Nothing changes before they are asked for. */
export function RecoveryCodes({ onDone, onBack }: { onDone: () => void; onBack?: () => void }): ReactNode {
  const t = useTranslations('account.recoveryCodes')
  const { errors } = useAccountProblems()
  const withStepUp = useStepUp()
  const form = useForm()
  const [codes, setCodes] = useState<readonly string[]>()

  const make = () =>
    form.submit({
      act: async () => setCodes((await withStepUp(() => call('POST /api/account/recovery-codes', {}))).codes),
      explain: (problem) => errors(problem, {}),
    })

  return (
    <Page title={t('title')} lead={t('lead')} hasError={form.errors.length > 0}>
      {codes ? (
        <Codes codes={codes} onDone={onDone} />
      ) : (
        <Form form={form} onSubmit={make}>
          <p>{t('before')}</p>
          <div className="row">
            <Button type="submit" look="primary" isBusy={form.isBusy} busyLabel={t('busy')}>
              {t('make')}
            </Button>
            {onBack && <BackButton onBack={onBack} />}
          </div>
        </Form>
      )}
    </Page>
  )
}

function Codes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }): ReactNode {
  const t = useTranslations('account.recoveryCodes')
  const common = useTranslations('common')
  const [copy, setCopy] = useState<'copied' | 'notCopied' | null>(null)

  async function copyAll(): Promise<void> {
    // Refused without a secure origin, or by the reader.
    const outcome = await navigator.clipboard.writeText(codes.join('\n')).then(
      () => 'copied' as const,
      () => 'notCopied' as const,
    )
    setCopy(outcome)
    announce(t(outcome))
  }

  return (
    <>
      <Notice kind="urgent" heading={t('once')}>
        {t('keep')}
      </Notice>
      <ol className="recovery-codes plain-list" aria-label={t('label')} translate="no">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <p className="row">
        <Button onClick={() => print()}>{common('buttons.print')}</Button>
        <Button onClick={() => void copyAll()}>{common('buttons.copy')}</Button>
        {copy && <span>{t(copy)}</span>}
      </p>
      <p>
        <Button look="primary" onClick={onDone}>
          {t('done')}
        </Button>
      </p>
    </>
  )
}
