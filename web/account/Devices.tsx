import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'
import type { OutputOf } from '../api/routes.ts'
import { useRead } from '../api/use-read.ts'
import { announce } from '../components/Announcer.tsx'
import { Button } from '../components/Button.tsx'
import { FailedRead } from '../components/Failure.tsx'
import { List, ListRow } from '../components/List.tsx'
import { Loading } from '../components/Loading.tsx'
import { Notice } from '../components/Notice.tsx'
import { Status } from '../components/Status.tsx'
import { useTimeWords } from '../components/Time.tsx'
import { useAccountProblems } from './problem-words.ts'

type Device = OutputOf<'GET /api/account/devices'>['items'][number]

/** Where the account is signed in, and a way to end each. */
export function Devices(): ReactNode {
  const t = useTranslations('account.devices')
  const { data, problem, reload } = useRead('GET /api/account/devices', {})
  const { words } = useAccountProblems()
  const [failure, setFailure] = useState<ApiProblem | null>(null)

  async function end(act: () => Promise<unknown>, said: string): Promise<void> {
    setFailure(null)
    try {
      await act()
      announce(said)
    } catch (error) {
      if (!(error instanceof ApiProblem)) {
        throw error
      }
      setFailure(error)
    }
    await reload()
  }

  const others = data?.items.filter(({ isThisOne }) => !isThisOne) ?? []
  return (
    <section className="stack" aria-labelledby="devices">
      <h2 id="devices">{t('title')}</h2>
      <p>{t('lead')}</p>
      {failure && (
        <Notice kind="urgent" isNew>
          {words(failure)}
        </Notice>
      )}
      {!data && (problem ? <FailedRead problem={problem} onRetry={() => void reload()} /> : <Loading />)}
      {data && (
        <List label={t('title')}>
          {data.items.map((device) => (
            <ListRow key={device.id}>
              <DeviceRow
                device={device}
                onEnd={() =>
                  void end(() => call('DELETE /api/account/devices/:sessionId', { sessionId: device.id }), t('ended'))
                }
              />
            </ListRow>
          ))}
        </List>
      )}
      {others.length > 1 && (
        <p>
          <Button onClick={() => void end(() => call('DELETE /api/account/devices', {}), t('endedAll'))}>
            {t('endAll')}
          </Button>
        </p>
      )}
    </section>
  )
}

function DeviceRow({ device, onEnd }: { device: Device; onEnd: () => void }): ReactNode {
  const t = useTranslations('account.devices')
  const timeWords = useTimeWords()
  const name = device.label === '' ? t('unknown') : device.label
  return (
    <div className="plain-row">
      <div>
        <p className="list-title">{name}</p>
        {device.isThisOne && <Status kind="active">{t('thisOne')}</Status>}
        <p className="soft small">{t('seen', { when: timeWords(device.lastSeenAt), network: device.ipPrefix })}</p>
        <p className="soft small">
          {t('since', { when: timeWords(device.firstSeenAt), method: t(`methods.${device.method}`) })}
        </p>
      </div>
      {!device.isThisOne && (
        <Button onClick={onEnd} aria-label={t('endWhat', { name })}>
          {t('end')}
        </Button>
      )}
    </div>
  )
}
