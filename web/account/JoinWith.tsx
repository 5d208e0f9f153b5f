import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../api/client.ts'
import { useRead } from '../api/use-read.ts'
import { Button } from '../components/Button.tsx'
import { Choices } from '../components/controls.tsx'
import { FailedRead } from '../components/Failure.tsx'
import { Loading } from '../components/Loading.tsx'
import { Page } from '../components/Page.tsx'
import type { Invitation } from './JoinPage.tsx'
import { useAccountProblems } from './problem-words.ts'
import { isSignedIn } from './session.ts'
import { Form, useForm } from './use-form.tsx'

type Props = {
  invitation: Invitation
  onNew: () => void
  onExisting: () => void
  onJoined: (membershipId: string) => void
  onExpired: () => void
}

/** With which account: a new one, or one that is there. Somebody signed in joins with that one. */
export function JoinWith(props: Props): ReactNode {
  const { data: session, problem, reload } = useRead('GET /api/session', {})
  if (!session) {
    return problem ? <FailedRead problem={problem} onRetry={() => void reload()} /> : <Loading />
  }
  return isSignedIn(session) ? <Accept {...props} name={session.memberships[0]?.name} /> : <NewOrExisting {...props} />
}

function NewOrExisting({ invitation, onNew, onExisting }: Props): ReactNode {
  const t = useTranslations('account.join')
  const common = useTranslations('common')
  const form = useForm()
  const [way, setWay] = useState<'new' | 'existing' | null>(null)

  const submit = () =>
    form.submit({
      check: () => (way === null ? [{ id: 'way', text: t('wayMissing') }] : []),
      act: async () => (way === 'new' ? onNew() : onExisting()),
      explain: () => [],
    })

  return (
    <Page title={t('found', { clinic: invitation.practice.name })} hasError={form.errors.length > 0}>
      <Form form={form} onSubmit={submit}>
        <Choices
          id="way"
          name="way"
          label={t('way')}
          options={[
            { value: 'new', label: t('wayNew'), hint: t('wayNewHint') },
            { value: 'existing', label: t('wayExisting'), hint: t('wayExistingHint') },
          ]}
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

function Accept({ invitation, name, onJoined, onExpired }: Props & { name: string | undefined }): ReactNode {
  const t = useTranslations('account.join')
  const { errors } = useAccountProblems()
  const form = useForm()
  const clinic = invitation.practice.name

  const submit = () =>
    form.submit({
      act: async () =>
        onJoined((await call('POST /api/enrolment/memberships', { ticket: invitation.ticket })).membershipId),
      explain: (problem) => {
        if (problem.code === 'ticket-expired') {
          onExpired()
        }
        return errors(problem, {})
      },
    })

  return (
    <Page title={t('found', { clinic })} hasError={form.errors.length > 0}>
      <Form form={form} onSubmit={submit}>
        <p>{name === undefined ? t('acceptAnonymous') : t('acceptAs', { name })}</p>
        <p>
          <Button type="submit" look="primary" isBusy={form.isBusy} busyLabel={t('joining')}>
            {t('accept', { clinic })}
          </Button>
        </p>
      </Form>
    </Page>
  )
}
