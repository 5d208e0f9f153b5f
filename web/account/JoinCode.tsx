import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../api/client.ts'
import { Button } from '../components/Button.tsx'
import { TextField } from '../components/controls.tsx'
import { DateField } from '../components/DateField.tsx'
import { Notice } from '../components/Notice.tsx'
import { Page } from '../components/Page.tsx'
import { addresses } from './addresses.ts'
import type { Invitation } from './JoinPage.tsx'
import { linkTo } from './link-to.tsx'
import { useAccountProblems } from './problem-words.ts'
import { Form, useForm } from './use-form.tsx'

type Props = {
  /** The code was opened before, and the time for the rest of the form is over. */
  isExpired: boolean
  onOpened: (invitation: Invitation) => void
}

/** The code from the clinic, with the birth date of a patient or the e-mail address of a colleague. */
export function JoinCode({ isExpired, onOpened }: Props): ReactNode {
  const t = useTranslations('account.join')
  const common = useTranslations('common')
  const { errors } = useAccountProblems()
  const form = useForm()
  const [isStaff, setIsStaff] = useState(false)
  const [code, setCode] = useState('')
  const [birthDate, setBirthDate] = useState('')
  const [email, setEmail] = useState('')

  function check() {
    const proof = isStaff
      ? !email.includes('@') && { id: 'email', text: t('emailMissing') }
      : birthDate === '' && { id: 'birth-date', text: common('date.invalid') }
    return [...(code.trim() === '' ? [{ id: 'code', text: t('codeMissing') }] : []), ...(proof ? [proof] : [])]
  }

  const submit = () =>
    form.submit({
      check,
      act: async () => {
        const proof = isStaff ? { email: email.trim() } : { birthDate }
        onOpened(await call('POST /api/enrolment/invitations', { code: code.trim(), ...proof }))
      },
      explain: (problem) =>
        errors(problem, { code: 'code', birthDate: 'birth-date', email: 'email', 'invitation-refused': 'code' }),
    })

  return (
    <Page title={t('title')} lead={t('lead')} hasError={form.errors.length > 0}>
      {isExpired && (
        <Notice kind="info" heading={t('expiredTitle')} isNew>
          {t('expired')}
        </Notice>
      )}
      <Form form={form} onSubmit={submit}>
        <TextField
          id="code"
          label={t('code')}
          hint={t('codeHint')}
          width="short"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          value={code}
          onChange={(event) => setCode(event.target.value)}
          error={form.errorOf('code')}
        />
        {isStaff ? (
          <TextField
            id="email"
            type="email"
            inputMode="email"
            autoComplete="email"
            label={t('email')}
            hint={t('emailHint')}
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            error={form.errorOf('email')}
          />
        ) : (
          <DateField
            id="birth-date"
            label={t('birthDate')}
            autoComplete="bday"
            defaultValue={birthDate}
            onChange={setBirthDate}
            error={form.errorOf('birth-date')}
          />
        )}
        <div className="row">
          <Button type="submit" look="primary" isBusy={form.isBusy} busyLabel={t('busy')}>
            {common('buttons.continue')}
          </Button>
          <Button look="quiet" onClick={() => setIsStaff(!isStaff)}>
            {isStaff ? t('asPatient') : t('asStaff')}
          </Button>
        </div>
      </Form>
      <p>{t('noCode')}</p>
      <p>{t.rich('alreadyJoined', { link: linkTo(addresses.signIn) })}</p>
    </Page>
  )
}
