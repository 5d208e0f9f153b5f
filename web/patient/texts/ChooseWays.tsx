import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { noticeChoices, type NoticeChoice } from '../../../shared/notice.ts'
import { Form, useForm } from '../../account/use-form.tsx'
import { call } from '../../api/client.ts'
import { announce } from '../../components/Announcer.tsx'
import { Button } from '../../components/Button.tsx'
import { Choices } from '../../components/controls.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useProblemWords } from '../../i18n/problem-words.ts'
import type { Mobile } from './TextsPage.tsx'

type Props = { membershipId: string; mobile: Mobile; ending: string; onSaved: () => Promise<void> }

/** E-mail, text, or both. Without an address at the clinic there is nothing to choose. */
export function ChooseWays({ membershipId, mobile, ending, onSaved }: Props): ReactNode {
  const t = useTranslations('patientTexts.choice')
  const { problemWords } = useProblemWords()
  const form = useForm()
  const [choice, setChoice] = useState<NoticeChoice>(mobile.choice)

  const submit = () =>
    form.submit({
      act: async () => {
        await call('PATCH /api/as/:membershipId/mobile-number', { membershipId, choice })
        await onSaved()
        announce(t('saved'))
      },
      explain: (problem) => [{ text: problemWords(problem) }],
    })

  return (
    <section className="stack" aria-labelledby="ways">
      <h2 id="ways">{t('heading', { ending })}</h2>
      {mobile.hasAddress ? (
        <Form form={form} onSubmit={submit}>
          <Choices
            id="choice"
            name="choice"
            label={t('label')}
            hint={t('hint')}
            value={choice}
            onChange={setChoice}
            options={noticeChoices.map((value) => ({ value, label: t(value) }))}
          />
          <p>
            <Button type="submit" look="primary" isBusy={form.isBusy}>
              {t('save')}
            </Button>
          </p>
        </Form>
      ) : (
        <Notice kind="info">{t('noAddress')}</Notice>
      )}
    </section>
  )
}
