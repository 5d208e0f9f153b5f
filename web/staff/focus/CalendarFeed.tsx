import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/controls.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { useProblemWords } from '../../i18n/problem-words.ts'
import { useMemberCall, useReadAgain } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useAct } from '../use-act.ts'
import { planRoute } from './Forecast.tsx'

const route = 'api/as/:membershipId/message-plan/feed'

/** A private address for the calendar that somebody uses anyway: made, shown once, ended. */
export function CalendarFeed({ madeAt }: { madeAt: string | null }): ReactNode {
  const t = useTranslations('staffFocus.plan.feed')
  const timeWords = useTimeWords()
  const { problemWords } = useProblemWords()
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const { run, isBusy, problem } = useAct()
  const [url, setUrl] = useState<string | null>(null)

  async function make(): Promise<void> {
    const made = await run(() => memberCall(`POST /${route}`, {}))
    if (made) {
      setUrl(made.url)
      await readAgain([planRoute])
    }
  }

  async function end(): Promise<void> {
    if (await run(() => memberCall(`DELETE /${route}`, {}))) {
      setUrl(null)
      tell({ words: t('ended') })
      await readAgain([planRoute])
    }
  }

  return (
    <section className="stack" aria-labelledby="calendar-feed">
      <h2 id="calendar-feed">{t('title')}</h2>
      <p>{t('lead')}</p>
      {problem && (
        <Notice kind="urgent" isNew>
          {problemWords(problem)}
        </Notice>
      )}
      {url !== null && (
        <>
          <TextField
            label={t('address')}
            hint={t('once')}
            value={url}
            readOnly
            onFocus={(event) => event.target.select()}
          />
          <Notice kind="info">{t('careful')}</Notice>
        </>
      )}
      {url === null && madeAt !== null && <p>{t('againLead', { when: timeWords(madeAt) })}</p>}
      <div className="row">
        <Button onClick={() => void make()} isBusy={isBusy}>
          {madeAt === null ? t('make') : t('again')}
        </Button>
        {madeAt !== null && (
          <Button onClick={() => void end()} isBusy={isBusy}>
            {t('end')}
          </Button>
        )}
      </div>
    </section>
  )
}
