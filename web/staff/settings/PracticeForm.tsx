import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../../shared/limits.ts'
import { clerkViews } from '../../../shared/people.ts'
import { Button } from '../../components/Button.tsx'
import { Checkbox, Choices, TextField } from '../../components/controls.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { TextArea } from '../../components/TextArea.tsx'
import { usePeopleWrong } from '../patients/people-wrong.ts'
import { useMemberCall, useReadAgain } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useForm } from '../use-form.ts'
import { useVersion } from '../use-version.ts'
import { practiceRoute, type Practice } from './practice.ts'
import { PracticeFacts } from './PracticeFacts.tsx'
import { SavedMeanwhile } from './SavedMeanwhile.tsx'
import { NotSaved } from './Sheet.tsx'

type Answers = Pick<Practice, 'name' | 'address' | 'phone' | 'timeZone' | 'languages' | 'clerkView' | 'offersTexts'> & {
  bookingUrl: string
}

/** The clinic's address and ways; hours have a page of their own. */
export function PracticeForm({ practice, onSaved }: { practice: Practice; onSaved: () => void }): ReactNode {
  const t = useTranslations('staffPractice')
  const common = useTranslations('common.buttons')
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const wrong = usePeopleWrong()
  const form = useForm('practice', (code, path) => (code === 'web-page' ? t('practice.webPage') : wrong(code, path)))
  const onVersion = useVersion(practice.version)
  const { name, address, phone, timeZone, languages, clerkView, offersTexts } = practice
  const [answers, setAnswers] = useState<Answers>({
    name,
    address,
    phone,
    timeZone,
    languages,
    clerkView,
    offersTexts,
    bookingUrl: practice.bookingUrl ?? '',
  })
  const change = (part: Partial<Answers>) => setAnswers({ ...answers, ...part })

  async function save(): Promise<void> {
    const wrong = answers.languages.length === 0 ? [{ path: 'languages', code: 'missing' }] : []
    const saved = await form.run(wrong, async () => {
      try {
        const bookingUrl = answers.bookingUrl.trim() === '' ? null : answers.bookingUrl
        return await onVersion((version) =>
          memberCall('PATCH /api/as/:membershipId/practice', { ...answers, bookingUrl, version }),
        )
      } finally {
        await readAgain([practiceRoute])
      }
    })
    if (saved) {
      tell({ words: t('saved') })
      onSaved()
    }
  }

  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <ErrorSummary errors={form.errors} />
      <NotSaved form={form} />
      <SavedMeanwhile form={form}>
        <PracticeFacts practice={practice} />
      </SavedMeanwhile>
      <div className="fields">
        {(['name', 'phone', 'timeZone', 'bookingUrl'] as const).map((path) => (
          <TextField
            key={path}
            id={form.id(path)}
            label={t(`practice.${path}`)}
            hint={path === 'timeZone' || path === 'bookingUrl' ? t(`practice.${path}Hint`) : undefined}
            error={form.error(path)}
            value={answers[path]}
            onChange={(event) => change({ [path]: event.target.value })}
          />
        ))}
        <TextArea
          id={form.id('address')}
          label={t('practice.address')}
          error={form.error('address')}
          rows={3}
          value={answers.address}
          limits={{ characters: limits.addressCharacters }}
          onChange={(text) => change({ address: text })}
        />
      </div>
      <Languages
        value={answers.languages}
        id={form.id('languages')}
        error={form.error('languages')}
        onChange={(chosen) => change({ languages: chosen })}
      />
      <Choices
        label={t('practice.clerkView')}
        name="clerk-view"
        value={answers.clerkView}
        onChange={(view) => change({ clerkView: view })}
        options={clerkViews.map((value) => ({
          value,
          label: t(`practice.clerkViews.${value}`),
          hint: t(`practice.clerkViews.${value}Hint`),
        }))}
      />
      {practice.textGateway === 'configured' && (
        <Checkbox
          id={form.id('offersTexts')}
          label={t('practice.offersTextsLabel')}
          hint={t('practice.offersTextsHint')}
          checked={answers.offersTexts}
          onChange={(event) => change({ offersTexts: event.target.checked })}
        />
      )}
      <div className="row">
        <Button type="submit" look="primary" isBusy={form.isBusy}>
          {t('save')}
        </Button>
        <Button onClick={onSaved}>{common('cancel')}</Button>
      </div>
    </form>
  )
}

type LanguagesProps = {
  id: string
  value: Practice['languages']
  error: string | undefined
  onChange: (value: Practice['languages']) => void
}

function Languages({ id, value, error, onChange }: LanguagesProps): ReactNode {
  const t = useTranslations('staffPractice.practice')
  const names = useTranslations('common.languages')
  const all = ['en', 'fr'] as const
  return (
    <fieldset>
      <legend className="field-label">{t('languages')}</legend>
      {all.map((language, index) => (
        <Checkbox
          key={language}
          {...(index === 0 && { id, error })}
          label={names(language)}
          checked={value.includes(language)}
          onChange={(event) =>
            onChange(all.filter((one) => (one === language ? event.target.checked : value.includes(one))))
          }
        />
      ))}
    </fieldset>
  )
}
