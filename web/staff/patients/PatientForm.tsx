import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { FieldProblem } from '../../api/problem.ts'
import { Button } from '../../components/Button.tsx'
import { Choices, Select, TextField } from '../../components/controls.tsx'
import { DateField } from '../../components/DateField.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { Link } from '../../components/Link.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useProblemWords } from '../../i18n/problem-words.ts'
import { clinicalRoles } from '../../../shared/people.ts'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'
import { TakesFocus } from '../TakesFocus.tsx'
import { useForm, type Form } from '../use-form.ts'
import { CardSavedNow } from './CardSavedNow.tsx'
import { usePeopleWrong } from './people-wrong.ts'
import type { Patient } from './use-patients.ts'

export type Card = {
  givenName: string
  familyName: string
  birthDate: string
  healthNumber: string | null
  language: 'en' | 'fr'
  email: string | null
  phone: string | null
  usualPractitionerId: string | null
}

export const blankCard: Card = {
  givenName: '',
  familyName: '',
  birthDate: '',
  healthNumber: null,
  language: 'en',
  email: null,
  phone: null,
  usualPractitionerId: null,
}

type Props = {
  card: Card
  /** As it stands, of one that is there already. */
  saved?: Patient
  submitLabel: string
  send: (card: Card) => Promise<void>
}

/** A patient's card, to fill in or to change. */
export function PatientForm({ card: initial, saved, submitLabel, send }: Props): ReactNode {
  const t = useTranslations('staffPeople.form')
  const wrongWords = usePeopleWrong()
  const form = useForm('patient', wrongWords)
  const [card, setCard] = useState(initial)
  const change = (part: Partial<Card>) => setCard((now) => ({ ...now, ...part }))
  const text = (path: 'givenName' | 'familyName' | 'healthNumber' | 'email' | 'phone') => ({
    id: form.id(path),
    error: form.error(path),
    value: card[path] ?? '',
    autoComplete: 'off',
    onChange: (event: { target: { value: string } }) => change({ [path]: event.target.value }),
  })

  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void form.run(wrongIn(card), () => send(withoutEmpty(card)))
      }}
    >
      <ErrorSummary errors={form.errors} />
      <Refused form={form} />
      {saved && <CardSavedNow form={form} patient={saved} />}
      <div className="fields">
        <TextField label={t('givenName')} {...text('givenName')} />
        <TextField label={t('familyName')} {...text('familyName')} />
        <DateField
          id={form.id('birthDate')}
          label={t('birthDate')}
          error={form.error('birthDate')}
          defaultValue={initial.birthDate}
          onChange={(birthDate) => change({ birthDate })}
        />
        <TextField label={t('healthNumber')} hint={t('healthNumberHint')} isOptional {...text('healthNumber')} />
        <TextField label={t('phone')} isOptional type="tel" {...text('phone')} />
        <TextField label={t('email')} hint={t('emailHint')} isOptional type="email" {...text('email')} />
        <LanguageChoice value={card.language} onChange={(language) => change({ language })} />
        <UsualPractitioner
          value={card.usualPractitionerId}
          error={form.error('usualPractitionerId')}
          id={form.id('usualPractitionerId')}
          onChange={(usualPractitionerId) => change({ usualPractitionerId })}
        />
      </div>
      <p>
        <Button type="submit" look="primary" isBusy={form.isBusy}>
          {submitLabel}
        </Button>
      </p>
    </form>
  )
}

function wrongIn(card: Card): readonly FieldProblem[] {
  const names = (['givenName', 'familyName'] as const).filter((path) => card[path].trim() === '')
  return [
    ...names.map((path) => ({ path, code: 'missing' })),
    ...(card.birthDate === '' ? [{ path: 'birthDate', code: 'birth-date' }] : []),
  ]
}

/** No answer and an empty answer are the same. */
function withoutEmpty(card: Card): Card {
  const orNull = (text: string | null) => (text?.trim() ? text : null)
  return { ...card, healthNumber: orNull(card.healthNumber), email: orNull(card.email), phone: orNull(card.phone) }
}

function Refused({ form }: { form: Form }): ReactNode {
  const t = useTranslations('staffPeople.form')
  const { problemWords } = useProblemWords()
  const addresses = useAddresses()
  if (!form.problem) {
    return null
  }
  const { code, facts } = form.problem
  const other = facts['patientId']
  return (
    <TakesFocus problem={form.problem}>
      <Notice kind="urgent" isNew>
        {code === 'health-number-taken' && typeof other === 'string' ? (
          <>
            {t('taken')} <Link to={addresses.patient(other)}>{t('seeTaken')}</Link>
          </>
        ) : code === 'changed-meanwhile' ? (
          t('stale')
        ) : (
          problemWords(form.problem)
        )}
      </Notice>
    </TakesFocus>
  )
}

function LanguageChoice({
  value,
  onChange,
}: {
  value: 'en' | 'fr'
  onChange: (value: 'en' | 'fr') => void
}): ReactNode {
  const t = useTranslations('staffPeople.form')
  const languages = useTranslations('common.languages')
  return (
    <Choices
      label={t('language')}
      name="language"
      value={value}
      onChange={onChange}
      options={(['en', 'fr'] as const).map((language) => ({ value: language, label: languages(language) }))}
    />
  )
}

function UsualPractitioner(props: {
  id: string
  value: string | null
  error: string | undefined
  onChange: (id: string | null) => void
}): ReactNode {
  const t = useTranslations('staffPeople.form')
  const { data } = useRead('GET /api/as/:membershipId/practitioners', {})
  const clinicians = data?.items.filter(({ role, status, id }) => {
    return clinicalRoles.includes(role) && (status === 'confirmed' || id === props.value)
  })
  return (
    <Select
      id={props.id}
      label={t('usual')}
      error={props.error}
      value={props.value ?? ''}
      onChange={(event) => props.onChange(event.target.value || null)}
      options={[
        { value: '', label: t('noUsual') },
        ...(clinicians ?? []).map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  )
}
