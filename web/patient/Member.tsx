import { createContext, use, useEffect, type ComponentType, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { homeOf, isSignedIn, type Membership } from '../account/session.ts'
import { useRead } from '../api/use-read.ts'
import { FailedRead, NotFound } from '../components/Failure.tsx'
import { Loading } from '../components/Loading.tsx'
import { Page } from '../components/Page.tsx'
import { phoneLink } from '../components/UrgentLine.tsx'
import { routes } from './routes.ts'

type MemberParams = { membershipId: string }

const MemberContext = createContext<Membership | null>(null)

/** As whom the reader acts on this page, at which clinic. */
export function useMember(): Membership {
  const member = use(MemberContext)
  if (!member) {
    throw new Error('useMember needs a page made by asMember above it')
  }
  return member
}

/** A page of one membership: shown to its own patient, while that membership is in force. */
export function asMember<Props extends MemberParams>(PageOf: ComponentType<Props>): ComponentType<Props> {
  return function MemberPage(props: Props): ReactNode {
    const { data: session, problem, reload } = useRead('GET /api/session', {})
    if (!session) {
      return problem ? <FailedRead problem={problem} onRetry={() => void reload()} /> : <Loading />
    }
    if (!isSignedIn(session)) {
      // Signing in stands in for this page.
      return null
    }
    const member = session.memberships.find(({ id }) => id === props.membershipId)
    if (!member) {
      return <NotFound home={routes.start} />
    }
    if (member.status !== 'confirmed') {
      return <Paused member={member} />
    }
    if (member.kind !== 'patient') {
      return <ToWorkspace member={member} />
    }
    return (
      <MemberContext value={member}>
        <PageOf {...props} />
      </MemberContext>
    )
  }
}

function Paused({ member }: { member: Membership }): ReactNode {
  const t = useTranslations('patient.paused')
  const { name, phone } = member.practice
  return (
    <Page title={t('title', { clinic: name })} lead={t.rich('lead', { clinic: name, phone, call: phoneLink(phone) })} />
  )
}

/** The clinic's people have a workspace of their own, which is another document. */
function ToWorkspace({ member }: { member: Membership }): ReactNode {
  useEffect(() => location.replace(homeOf(member)), [member])
  return <Loading />
}
