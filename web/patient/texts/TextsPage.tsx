import { useEffect, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { OutputOf } from '../../api/routes.ts'
import { useRead } from '../../api/use-read.ts'
import { announce } from '../../components/Announcer.tsx'
import { FailedRead } from '../../components/Failure.tsx'
import { Loading } from '../../components/Loading.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Page } from '../../components/Page.tsx'
import { useMember } from '../Member.tsx'
import { routes } from '../routes.ts'
import { ChooseWays } from './ChooseWays.tsx'
import { CodeForm } from './CodeForm.tsx'
import { NumberForm } from './NumberForm.tsx'
import { RemoveNumber } from './RemoveNumber.tsx'

export type Mobile = OutputOf<'GET /api/as/:membershipId/mobile-number'>
type OwnNumber = NonNullable<Mobile['number']>

/** Being told by text: a number, the code that shows that it is theirs, the choice, and taking it away. */
export function TextsPage({ membershipId }: { membershipId: string }): ReactNode {
  const t = useTranslations('patientTexts')
  const { practice } = useMember()
  const { data, problem, reload } = useRead('GET /api/as/:membershipId/mobile-number', { membershipId })
  useReadWhileCodeIsOnItsWay(data?.number ?? null, reload)
  return (
    <Page
      title={t('title')}
      lead={t('lead', { clinic: practice.name })}
      back={{ to: routes.account, label: t('back') }}
    >
      {problem && <FailedRead problem={problem} onRetry={() => void reload()} />}
      {!data && !problem && <Loading lines={6} />}
      {data && !data.isOffered && <Notice kind="info">{t('off')}</Notice>}
      {data?.isOffered && <Texts membershipId={membershipId} mobile={data} reload={reload} />}
      {data?.number && (
        <RemoveNumber
          membershipId={membershipId}
          hasAddress={data.hasAddress}
          onRemoved={async () => {
            await reload()
            announce(t('remove.done'))
          }}
        />
      )}
    </Page>
  )
}

type Props = { membershipId: string; mobile: Mobile; reload: () => Promise<void> }

function Texts({ membershipId, mobile, reload }: Props): ReactNode {
  const t = useTranslations('patientTexts')
  const { number } = mobile
  const [typed, setTyped] = useState('')
  const [startsAnew, setStartsAnew] = useState(false)
  const [wasWrong, setWasWrong] = useState(false)
  const hasCode = number !== null && number.codeExpiresAt !== null && !startsAnew
  const isProven = number?.state === 'proven'
  return (
    <>
      <Notice kind="info" heading={t('seen.heading')}>
        {t('seen.body')}
      </Notice>
      {number && !isProven && !hasCode && <Standing number={number} isCodeOver={wasWrong} />}
      {hasCode && (
        <CodeForm
          membershipId={membershipId}
          number={number}
          onAgain={() => setStartsAnew(true)}
          onAnswered={async (isRight) => {
            setWasWrong(!isRight)
            await reload()
            if (isRight) {
              announce(t('confirmed'))
            }
          }}
        />
      )}
      {isProven && <ChooseWays membershipId={membershipId} mobile={mobile} ending={number.ending} onSaved={reload} />}
      {!hasCode && !isProven && (
        <NumberForm
          membershipId={membershipId}
          value={typed}
          onChange={setTyped}
          onSent={async () => {
            await reload()
            setStartsAnew(false)
            setWasWrong(false)
          }}
        />
      )}
    </>
  )
}

/** Why no text goes to the number there is, and what became of its code. */
function Standing({ number, isCodeOver }: { number: OwnNumber; isCodeOver: boolean }): ReactNode {
  const t = useTranslations('patientTexts')
  const { ending, state, problem } = number
  const known = (['opted-out', 'number-refused', 'not-delivered'] as const).find((one) => one === problem)
  return (
    <Notice kind="urgent" heading={state === 'proven' ? undefined : t(`state.${state}`, { ending })}>
      {problem ? t(`problem.${known ?? 'other'}`) : isCodeOver && t('code.code-expired')}
    </Notice>
  )
}

/** A code that could not be sent is known seconds later; the page does not keep anybody waiting for it. */
function useReadWhileCodeIsOnItsWay(number: OwnNumber | null, reload: () => Promise<void>): void {
  const isOnItsWay = number !== null && number.codeExpiresAt !== null
  useEffect(() => {
    if (!isOnItsWay) {
      return undefined
    }
    const timer = setInterval(() => void reload(), readAgainMs)
    return () => clearInterval(timer)
    // The reload is made anew with each drawing, and reads the same.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isOnItsWay])
}

const readAgainMs = 5_000
