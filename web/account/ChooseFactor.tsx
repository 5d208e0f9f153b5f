import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../components/Button.tsx'
import { Choices } from '../components/controls.tsx'
import { Page } from '../components/Page.tsx'
import { canUsePasskeys } from './passkeys.ts'
import { Form, useForm } from './use-form.tsx'

type Way = 'passkey' | 'authenticator'

/** How will you prove that it is you: the choice of a second way beside the password. */
export function ChooseFactor({ onChosen }: { onChosen: (way: Way) => void }): ReactNode {
  const t = useTranslations('account.chooseFactor')
  const common = useTranslations('common')
  const form = useForm()
  const [way, setWay] = useState<Way | null>(canUsePasskeys() ? null : 'authenticator')
  const ways = [
    { value: 'passkey' as const, label: t('passkey'), hint: t('passkeyHint') },
    { value: 'authenticator' as const, label: t('app'), hint: t('appHint') },
  ]

  const submit = () =>
    form.submit({
      check: () => (way === null ? [{ id: 'way', text: t('missing') }] : []),
      act: async () => {
        if (way !== null) {
          onChosen(way)
        }
      },
      explain: () => [],
    })

  return (
    <Page title={t('title')} lead={t('lead')} hasError={form.errors.length > 0}>
      <Form form={form} onSubmit={submit}>
        <Choices
          id="way"
          name="way"
          label={t('question')}
          options={canUsePasskeys() ? ways : ways.slice(1)}
          value={way}
          onChange={setWay}
          error={form.errorOf('way')}
        />
        <p>
          <Button type="submit" look="primary">
            {common('buttons.continue')}
          </Button>
        </p>
      </Form>
    </Page>
  )
}
