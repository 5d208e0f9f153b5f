import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { Membership, Session } from '../account/session.ts'
import { Link } from '../components/Link.tsx'
import { ThemeSwitch } from '../components/ThemeSwitch.tsx'
import { hrefTo } from '../patient-router.tsx'
import { routes } from './routes.ts'

type Props = { session: Session | undefined; membership: Membership | undefined }

/** The way around, at the end of every page: it is never in the way of the one thing a page is for. */
export function Footer({ session, membership }: Props): ReactNode {
  const t = useTranslations('patient.footer')
  return (
    <div className="footer">
      {session && (
        <nav aria-label={t('label')}>
          <ul className="plain-list footer-links">
            {membership?.kind === 'patient' && <MemberLinks membershipId={membership.id} />}
            <li>
              <Link to={routes.account}>{t('account')}</Link>
            </li>
            {session.memberships.length > 1 && (
              <li>
                <Link to={routes.start}>{t('clinics')}</Link>
              </li>
            )}
          </ul>
        </nav>
      )}
      <ThemeSwitch />
    </div>
  )
}

function MemberLinks({ membershipId }: { membershipId: string }): ReactNode {
  const t = useTranslations('patient.footer')
  const links = [
    [t('home'), hrefTo(routes.home, { membershipId })],
    [t('drafts'), hrefTo(routes.drafts, { membershipId })],
    [t('accessLog'), hrefTo(routes.accessLog, { membershipId })],
  ] as const
  return links.map(([words, href]) => (
    <li key={href}>
      <Link to={href}>{words}</Link>
    </li>
  ))
}
