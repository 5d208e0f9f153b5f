import { useEffect, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { isSignedIn, type Session } from '../../account/session.ts'
import { NotFound } from '../../components/Failure.tsx'
import { Frame } from '../../components/Frame.tsx'
import { LanguageSwitch } from '../../components/LanguageSwitch.tsx'
import { Link } from '../../components/Link.tsx'
import { List, ListLink } from '../../components/List.tsx'
import { Loading } from '../../components/Loading.tsx'
import { useNavigate } from '../../components/navigation.ts'
import { Notice } from '../../components/Notice.tsx'
import { Page } from '../../components/Page.tsx'
import { usePersonWords } from '../../conversation/person-words.ts'
import { addressesOf } from '../addresses.ts'
import { Answered } from '../Answered.tsx'
import { staffMemberships, useAddresses, useCan, type Membership } from '../membership.tsx'
import { useSession } from './session.ts'

/** /staff: straight into the one clinic somebody works in, or the choice among several. */
export function Entrance(): ReactNode {
  const t = useTranslations('staff.entrance')
  const session = useSession()
  return (
    <Frame name={t('title')} tools={<LanguageSwitch />}>
      <Answered answer={session}>{(data) => <Door session={data} />}</Answered>
    </Frame>
  )
}

function Door({ session }: { session: Session }): ReactNode {
  const navigate = useNavigate()
  const memberships = staffMemberships(session.memberships).filter(({ status }) => status === 'confirmed')
  const [only, ...others] = memberships
  const target = only && others.length === 0 ? addressesOf(only.id).start : null

  useEffect(() => {
    if (target) {
      navigate(target, 'replace')
    }
  }, [target, navigate])

  if (target || !isSignedIn(session)) {
    return <Loading />
  }
  return memberships.length === 0 ? <NotStaff /> : <Choose memberships={memberships} />
}

function NotStaff(): ReactNode {
  const t = useTranslations('staff.entrance')
  return (
    <Page title={t('none')} lead={t('noneLead')}>
      <p>
        {/* The patient's pages are another document. */}
        <a href="/">{t('toPatientPages')}</a>
      </p>
    </Page>
  )
}

function Choose({ memberships }: { memberships: readonly Membership[] }): ReactNode {
  const t = useTranslations('staff.entrance')
  const { roleWords } = usePersonWords()
  return (
    <Page title={t('choose')} lead={t('chooseLead')}>
      <List label={t('choose')}>
        {memberships.map((membership) => (
          <ListLink key={membership.id} to={addressesOf(membership.id).start} title={membership.practice.name}>
            {t('as', { name: membership.name, role: roleWords(membership.role) ?? membership.role })}
          </ListLink>
        ))}
      </List>
    </Page>
  )
}

/** /staff/:membershipId: where this role's day begins. */
export function Start(): ReactNode {
  const navigate = useNavigate()
  const addresses = useAddresses()
  const can = useCan()
  const target = can.work ? addresses.queue('mine') : can.searchAudit ? addresses.audit : addresses.practice

  useEffect(() => navigate(target, 'replace'), [navigate, target])
  return <Loading />
}

/** An address below /staff that leads nowhere. */
export function Missing(): ReactNode {
  const t = useTranslations('common')
  return (
    <Frame name={<Link to="/staff">{t('appName')}</Link>} tools={<LanguageSwitch />}>
      <NotFound home="/staff" />
    </Frame>
  )
}

/** A membership that may not act here: not this account's, suspended, or ended. */
export function NotHere({ status }: { status: string | undefined }): ReactNode {
  const t = useTranslations('staff.entrance')
  return (
    <Frame name={<Link to="/staff">{t('title')}</Link>} tools={<LanguageSwitch />}>
      <Page title={t('notHere')}>
        <Notice kind="urgent">{status === 'suspended' ? t('suspended') : t('notHereLead')}</Notice>
        <p>
          <Link to="/staff">{t('others')}</Link>
        </p>
      </Page>
    </Frame>
  )
}
