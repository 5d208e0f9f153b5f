import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../api/client.ts'
import { announce } from '../components/Announcer.tsx'
import { Button } from '../components/Button.tsx'
import { Dialog } from '../components/Dialog.tsx'
import { SummaryList, SummaryRow } from '../components/SummaryList.tsx'
import { useTimeWords } from '../components/Time.tsx'
import { addresses } from './addresses.ts'
import type { Account } from './Passkeys.tsx'
import { useAccountProblems } from './problem-words.ts'
import { useStepUp } from './StepUp.tsx'
import { Form, useForm } from './use-form.tsx'

/** The other ways of signing in: the app, the recovery codes, the password. */
export function SignInWays({ account, onChanged }: { account: Account; onChanged: () => void }): ReactNode {
  const t = useTranslations('account.ways')
  const [isRemoving, setIsRemoving] = useState(false)
  const timeWords = useTimeWords()
  const { totp } = account

  return (
    <section className="stack" aria-labelledby="ways">
      <h2 id="ways">{t('title')}</h2>
      <SummaryList>
        <SummaryRow name={t('app')} changeAt={addresses.authenticator}>
          {totp ? t('appSince', { when: timeWords(totp.confirmedAt, 'day') }) : t('appNone')}
        </SummaryRow>
        <SummaryRow name={t('codes')} changeAt={addresses.recoveryCodes}>
          {t('codesLeft', { count: account.recoveryCodesLeft })}
        </SummaryRow>
        <SummaryRow name={t('password')} changeAt={addresses.password}>
          {t('passwordSet')}
        </SummaryRow>
      </SummaryList>
      {totp && (
        <p>
          <Button look="quiet" onClick={() => setIsRemoving(true)}>
            {t('removeApp')}
          </Button>
        </p>
      )}
      <Dialog isOpen={isRemoving} onClose={() => setIsRemoving(false)} title={t('removeApp')}>
        <RemoveApp
          onDone={() => {
            setIsRemoving(false)
            announce(t('appRemoved'))
            onChanged()
          }}
        />
      </Dialog>
    </section>
  )
}

function RemoveApp({ onDone }: { onDone: () => void }): ReactNode {
  const t = useTranslations('account.ways')
  const { errors } = useAccountProblems()
  const withStepUp = useStepUp()
  const form = useForm()

  const submit = () =>
    form.submit({
      act: async () => {
        await withStepUp(() => call('DELETE /api/account/totp', {}))
        onDone()
      },
      explain: (problem) => errors(problem, {}),
    })

  return (
    <Form form={form} onSubmit={submit}>
      <p>{t('removeAppText')}</p>
      <p>
        <Button type="submit" look="danger" isBusy={form.isBusy}>
          {t('removeApp')}
        </Button>
      </p>
    </Form>
  )
}
