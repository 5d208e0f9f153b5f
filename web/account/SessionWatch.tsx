import { useEffect, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { lastReachedAt } from '../api/connection.ts'
import { call } from '../api/client.ts'
import { Button } from '../components/Button.tsx'
import { Dialog } from '../components/Dialog.tsx'
import { useTimeWords } from '../components/Time.tsx'
import { quietMs, usePresence, warningMs } from './presence.ts'
import { idleMinutesOf, type Session } from './session.ts'
import type { SignedOutReason } from './SignedOutNotice.tsx'

const checkEveryMs = 20_000

/** Asks somebody who seems to be away before the session ends, and keeps it alive while somebody is there. */
export function SessionWatch(props: { session: Session; onEnd: (why: SignedOutReason) => void }): ReactNode {
  const { session, onEnd } = props
  const idleMs = idleMinutesOf(session) * 60_000
  const { presence, stay } = usePresence(idleMs)
  const isLastMinutes = useLastMinutes(session)
  const [isDismissed, setIsDismissed] = useState(false)
  useKeepAlive(idleMs)

  useEffect(() => {
    if (presence === 'ended') {
      onEnd('idle')
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [presence])

  if (presence === 'about-to-end') {
    return (
      <AboutToEnd
        onStay={() => {
          stay()
          keepAlive()
        }}
        onLeave={() => onEnd('left')}
      />
    )
  }
  return isLastMinutes ? (
    <LastMinutes endsAt={session.endsAt} isOpen={!isDismissed} onClose={() => setIsDismissed(true)} />
  ) : null
}

/** Any call moves the server's own clock on; when this one does not arrive, the next will. */
function keepAlive(): void {
  call('GET /api/session', {}).catch(() => undefined)
}

function AboutToEnd({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }): ReactNode {
  const t = useTranslations('session.aboutToEnd')
  return (
    <Dialog
      isOpen
      onClose={onStay}
      title={t('title')}
      actions={
        <>
          <Button look="primary" onClick={onStay}>
            {t('stay')}
          </Button>
          <Button onClick={onLeave}>{t('leave')}</Button>
        </>
      }
    >
      <p>{t('text')}</p>
    </Dialog>
  )
}

type LastMinutesProps = { endsAt: string | null; isOpen: boolean; onClose: () => void }

/** The end of the day's session, which nothing puts off. */
function LastMinutes({ endsAt, isOpen, onClose }: LastMinutesProps): ReactNode {
  const t = useTranslations('session.aboutToEnd')
  const common = useTranslations('common.buttons')
  const timeWords = useTimeWords()
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('dayTitle')}
      actions={
        <Button look="primary" onClick={onClose}>
          {common('continue')}
        </Button>
      }
    >
      <p>{t('day', { time: endsAt === null ? '' : timeWords(endsAt, 'time') })}</p>
    </Dialog>
  )
}

/** While somebody is there but asks nothing of the server, reading a long letter, the session is kept from ending. */
function useKeepAlive(idleMs: number): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (quietMs() < idleMs / 2 && Date.now() - lastReachedAt() > idleMs / 2) {
        keepAlive()
      }
    }, checkEveryMs)
    return () => clearInterval(timer)
  }, [idleMs])
}

function useLastMinutes({ endsAt }: Session): boolean {
  const [isLast, setIsLast] = useState(false)
  useEffect(() => {
    const check = () => setIsLast(endsAt !== null && Date.now() > Date.parse(endsAt) - warningMs)
    check()
    const timer = setInterval(check, checkEveryMs)
    return () => clearInterval(timer)
  }, [endsAt])
  return isLast
}
