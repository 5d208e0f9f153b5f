import { useEffect, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useGo } from '../account/go.ts'
import { destinationOf, homeOf, isSignedIn, type Membership, type Session } from '../account/session.ts'
import { useRead } from '../api/use-read.ts'
import { FailedRead } from '../components/Failure.tsx'
import { Link } from '../components/Link.tsx'
import { List, ListLink, ListRow } from '../components/List.tsx'
import { Loading } from '../components/Loading.tsx'
import { Page } from '../components/Page.tsx'
import { phoneLink } from '../components/UrgentLine.tsx'
import { routes } from './routes.ts'

/** The front door: it leads on to where its visitor belongs, and asks only somebody who has several places to go. */
export function StartPage(): ReactNode {
  const { data: session, problem, reload } = useRead('GET /api/session', {})
  if (!session) {
    return problem ? <FailedRead problem={problem} onRetry={() => void reload()} /> : <Loading />
  }
  if (!isSignedIn(session)) {
    return <Visitor isHalfIn={session.step !== null} />
  }
  return <Member session={session} />
}

/** Somebody unknown signs in; on a server that was never set up, that comes first. */
function Visitor({ isHalfIn }: { isHalfIn: boolean }): ReactNode {
  const go = useGo()
  const { data: setUp, problem } = useRead('GET /api/setup', isHalfIn ? null : {})
  const href = setUp?.needed ? routes.setUp : routes.signIn
  const isKnown = isHalfIn || setUp !== undefined || problem !== undefined

  useEffect(() => {
    if (isKnown) {
      go(href, 'replace')
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isKnown, href])

  return <Loading />
}

function Member({ session }: { session: Session }): ReactNode {
  const go = useGo()
  const href = destinationOf(session, null)
  const isElsewhere = href !== routes.start

  useEffect(() => {
    if (isElsewhere) {
      go(href, 'replace')
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isElsewhere, href])

  if (isElsewhere) {
    return <Loading />
  }
  return session.memberships.length === 0 ? <NoClinic /> : <Choice memberships={session.memberships} />
}

function Choice({ memberships }: { memberships: readonly Membership[] }): ReactNode {
  const t = useTranslations('patient.start')
  const conversation = useTranslations('conversation')
  return (
    <Page title={t('title')} lead={t('lead')}>
      <List label={t('label')}>
        {memberships.map((membership) => {
          const { id, name, practice, role, status } = membership
          const who = role ? t('asRole', { name, role: conversation(`roles.${role}`) }) : t('asPatient', { name })
          return status === 'confirmed' ? (
            <ListLink key={id} to={homeOf(membership)} title={practice.name}>
              {who}
            </ListLink>
          ) : (
            <ListRow key={id}>
              <p className="list-title">{practice.name}</p>
              <p>{who}</p>
              <p>{t.rich('paused', { phone: practice.phone, call: phoneLink(practice.phone) })}</p>
            </ListRow>
          )
        })}
      </List>
    </Page>
  )
}

function NoClinic(): ReactNode {
  const t = useTranslations('patient.start')
  return (
    <Page title={t('noneTitle')} lead={t('none')}>
      <p>
        <Link to={routes.join} look="primary">
          {t('join')}
        </Link>
      </p>
    </Page>
  )
}
