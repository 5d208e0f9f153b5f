import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../shared/limits.ts'
import type { ApiProblem } from '../api/problem.ts'
import { Button } from '../components/Button.tsx'
import { Select, TextField } from '../components/controls.tsx'
import { Page } from '../components/Page.tsx'
import { BackButton } from './BackButton.tsx'
import { useAccountProblems } from './problem-words.ts'
import type { SetUpProps } from './SetUpPage.tsx'
import { Form, useForm } from './use-form.tsx'

type Props = SetUpProps & { refusal: ApiProblem | undefined; onBack: () => void; onNext: () => void }

/** Ontario's clocks, as IANA names them. */
const timeZones = [
  { value: 'America/Toronto', key: 'toronto' },
  { value: 'America/Winnipeg', key: 'winnipeg' },
  { value: 'America/Atikokan', key: 'atikokan' },
] as const
const ids = {
  practiceName: 'practice-name',
  practiceAddress: 'practice-address',
  practicePhone: 'practice-phone',
  timeZone: 'time-zone',
}

/** The first practice: its name, address, phone line and clock. */
export function SetUpPractice({ answers, onChange, refusal, onBack, onNext }: Props): ReactNode {
  const t = useTranslations('account.setUp')
  const common = useTranslations('common.buttons')
  const problems = useAccountProblems()
  const form = useForm(refusal ? problems.errors(refusal, ids) : [])

  const submit = () =>
    form.submit({
      check: () =>
        (['practiceName', 'practiceAddress', 'practicePhone'] as const)
          .filter((field) => answers[field].trim() === '')
          .map((field) => ({ id: ids[field], text: t(`${field}Missing`) })),
      act: async () => onNext(),
      explain: () => [],
    })

  return (
    <Page title={t('practiceTitle')} lead={t('practiceLead')} hasError={form.errors.length > 0}>
      <Form form={form} onSubmit={submit}>
        <TextField
          id={ids.practiceName}
          label={t('practiceName')}
          autoComplete="organization"
          maxLength={limits.nameCharacters}
          value={answers.practiceName}
          onChange={(event) => onChange({ practiceName: event.target.value })}
          error={form.errorOf(ids.practiceName)}
        />
        <TextField
          id={ids.practiceAddress}
          label={t('practiceAddress')}
          autoComplete="street-address"
          maxLength={limits.addressCharacters}
          value={answers.practiceAddress}
          onChange={(event) => onChange({ practiceAddress: event.target.value })}
          error={form.errorOf(ids.practiceAddress)}
        />
        <TextField
          id={ids.practicePhone}
          type="tel"
          label={t('practicePhone')}
          hint={t('practicePhoneHint')}
          width="short"
          autoComplete="tel"
          maxLength={limits.phoneCharacters}
          value={answers.practicePhone}
          onChange={(event) => onChange({ practicePhone: event.target.value })}
          error={form.errorOf(ids.practicePhone)}
        />
        <Select
          id={ids.timeZone}
          label={t('timeZone')}
          value={answers.timeZone}
          onChange={(event) => onChange({ timeZone: event.target.value })}
          options={timeZones.map(({ value, key }) => ({ value, label: t(`timeZones.${key}`) }))}
          error={form.errorOf(ids.timeZone)}
        />
        <div className="row">
          <Button type="submit" look="primary">
            {common('continue')}
          </Button>
          <BackButton onBack={onBack} />
        </div>
      </Form>
    </Page>
  )
}
