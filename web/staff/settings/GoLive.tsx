import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Link } from '../../components/Link.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Status } from '../../components/Status.tsx'
import { useProblemWords } from '../../i18n/problem-words.ts'
import { useAddresses, useCan } from '../membership.tsx'
import { useMemberCall, useReadAgain } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useAct } from '../use-act.ts'
import { practiceRoute, type Practice } from './practice.ts'

/** Whether patients can write; what is missing until they can; the switch. */
export function GoLive({ practice }: { practice: Practice }): ReactNode {
  const t = useTranslations('staffPractice.live')
  const settings = useTranslations('staffPractice')
  const { problemWords } = useProblemWords()
  const can = useCan()
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const { run, isBusy, problem } = useAct()
  const { isLive, missing, version } = practice

  async function turn(next: boolean): Promise<void> {
    const changed = await run(async () => {
      try {
        return await memberCall('PATCH /api/as/:membershipId/practice', { isLive: next, version })
      } finally {
        await readAgain([practiceRoute])
      }
    })
    if (changed) {
      tell({ words: next ? t('wentLive') : t('stopped') })
    }
  }

  return (
    <section className="sheet" aria-labelledby="going-live">
      <h2 id="going-live">{t('title')}</h2>
      <p>{isLive ? <Status kind="done">{t('isLive')}</Status> : <Status kind="waiting">{t('notLive')}</Status>}</p>
      <Missing missing={missing} isLive={isLive} />
      {problem && (
        <Notice kind="urgent" isNew>
          {problem.code === 'changed-meanwhile' ? settings('stale') : problemWords(problem)}
        </Notice>
      )}
      {can.managePractice && (
        <div className="section-act">
          {isLive ? (
            <>
              <p className="soft small">{t('stopLead')}</p>
              <Button look="danger" onClick={() => void turn(false)} isBusy={isBusy}>
                {t('stop')}
              </Button>
            </>
          ) : (
            missing.length === 0 && (
              <Button look="primary" onClick={() => void turn(true)} isBusy={isBusy}>
                {t('go')}
              </Button>
            )
          )}
        </div>
      )}
    </section>
  )
}

function Missing({ missing, isLive }: Pick<Practice, 'missing' | 'isLive'>): ReactNode {
  const t = useTranslations('staffPractice.live')
  const addresses = useAddresses()
  const places: Record<Practice['missing'][number], string> = {
    hours: addresses.hours,
    inbox: addresses.inboxes,
    'inbox-owner': addresses.inboxes,
    'inbox-backup': addresses.inboxes,
    topic: addresses.topics,
  }
  if (missing.length === 0) {
    return isLive ? null : <p>{t('ready')}</p>
  }
  return (
    <>
      <p>{t('missing')}</p>
      <ul>
        {missing.map((what) => (
          <li key={what}>
            <Link to={places[what]}>{t(`missingOf.${what}`)}</Link>
          </li>
        ))}
      </ul>
    </>
  )
}
