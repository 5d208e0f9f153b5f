import { Outlet, useLocation, useParams } from '@tanstack/react-router'
import { use, useEffect, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { isSignedIn } from '../../account/session.ts'
import { Announcer } from '../../components/Announcer.tsx'
import { SetAsideContext } from '../../components/Dialog.tsx'
import { Loading } from '../../components/Loading.tsx'
import { useNavigate } from '../../components/navigation.ts'
import { SkipLink } from '../../components/SkipLink.tsx'
import { Answered } from '../Answered.tsx'
import { listenForShortcuts, useShortcuts } from '../keys/shortcuts.ts'
import { Palette } from '../keys/Palette.tsx'
import { ShortcutSheet } from '../keys/ShortcutSheet.tsx'
import { MembershipProvider, staffMemberships, useAddresses, useCan } from '../membership.tsx'
import { DoneProvider } from '../undo.tsx'
import { Banners } from './Banners.tsx'
import { DoneBar } from './DoneBar.tsx'
import { NotHere } from './Entrance.tsx'
import { LiveChanges } from './LiveChanges.tsx'
import { Rail } from './Rail.tsx'
import { useSession } from './session.ts'
import './frame.css'

/** What stands around every page of one membership: who may be here, the way around, what changes by itself. */
export function Workspace(): ReactNode {
  const { membershipId } = useParams({ strict: false })
  const session = useSession()
  return (
    <Answered answer={session}>
      {(data) => {
        const membership = staffMemberships(data.memberships).find(({ id }) => id === membershipId)
        if (!isSignedIn(data)) {
          return <Loading />
        }
        if (membership?.status !== 'confirmed') {
          return <NotHere status={membership?.status} />
        }
        return (
          <MembershipProvider value={membership}>
            <DoneProvider>
              <Around key={membership.id} hasOthers={data.memberships.length > 1} />
            </DoneProvider>
          </MembershipProvider>
        )
      }}
    </Answered>
  )
}

function Around({ hasOthers }: { hasOthers: boolean }): ReactNode {
  const t = useTranslations('staff.frame')
  const { pathname } = useLocation()
  // Going somewhere closes the menu.
  const [menuAt, setMenuAt] = useState<string | null>(null)
  const isMenuOpen = menuAt === pathname
  const [isSheetOpen, setIsSheetOpen] = useState(false)
  const isSetAside = use(SetAsideContext)
  // Keys pressed while signing in are not meant for the page behind.
  useEffect(() => (isSetAside ? undefined : listenForShortcuts()), [isSetAside])
  useGoKeys(() => setIsSheetOpen(true))

  return (
    <div className="workspace">
      <SkipLink />
      <LiveChanges />
      <header className="workspace-rail screen-only" data-open={isMenuOpen || undefined} aria-label={t('header')}>
        <Rail
          isMenuOpen={isMenuOpen}
          onMenu={() => setMenuAt(isMenuOpen ? null : pathname)}
          onSheet={() => setIsSheetOpen(true)}
          hasOthers={hasOthers}
        />
      </header>
      <div className="workspace-main">
        <Banners />
        <main id="main" tabIndex={-1}>
          <Outlet />
        </main>
        <DoneBar />
      </div>
      <ShortcutSheet isOpen={isSheetOpen} onClose={() => setIsSheetOpen(false)} />
      <Palette />
      <Announcer />
    </div>
  )
}

/** Keys that lead from anywhere to anywhere. */
function useGoKeys(openSheet: () => void): void {
  const t = useTranslations('staff.keys')
  const focus = useTranslations('staffFocus')
  const navigate = useNavigate()
  const addresses = useAddresses()
  const can = useCan()
  const go = (keys: string, label: string, to: string) => ({ keys, label, run: () => navigate(to) })
  useShortcuts([
    { keys: '?', label: t('sheet'), run: openSheet },
    go('/', t('searchPeople'), addresses.patients),
    ...(can.work
      ? [
          go('s', t('searchMessages'), addresses.search),
          go('g n', focus('title'), addresses.focus),
          go('g q', t('goMine'), addresses.queue('mine')),
          go('g d', t('goAnswered'), addresses.queue('mine', { status: 'answered' })),
          go('g c', t('goClosed'), addresses.queue('mine', { status: 'closed' })),
          go('g u', t('goUnfiled'), addresses.unfiled),
        ]
      : []),
    go('g p', t('goPeople'), addresses.patients),
    go('g w', t('goAway'), addresses.absences),
    go('g s', t('goPractice'), addresses.practice),
    go('g f', t('goFigures'), addresses.seeing),
    ...(can.seeAuditState ? [go('g a', t('goAudit'), addresses.audit)] : []),
  ])
}
