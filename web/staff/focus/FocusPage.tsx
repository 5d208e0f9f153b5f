import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Page } from '../../components/Page.tsx'
import { useProblemWords } from '../../i18n/problem-words.ts'
import { useShortcuts } from '../keys/shortcuts.ts'
import { GoalLine } from '../goals/GoalLine.tsx'
import { BlockDone } from './BlockDone.tsx'
import { Forecast } from './Forecast.tsx'
import { RoundDone } from './RoundDone.tsx'
import { useNext } from './use-next.ts'
import { useRound } from './use-round.ts'

/** Where a round begins, and where it ends with what was done in it. */
export function FocusPage(): ReactNode {
  const t = useTranslations('staffFocus')
  const { problemWords } = useProblemWords()
  const { since, end } = useRound()
  const { next, left, isBusy, problem } = useNext()
  useShortcuts([{ keys: 'j', label: t('nextKey'), run: () => void next() }])

  return (
    <div className="pane">
      <Page title={since === null ? t('title') : t('round.title')} lead={since === null ? t('lead') : undefined}>
        {problem && (
          <Notice kind="urgent" isNew>
            {problemWords(problem)}
          </Notice>
        )}
        {left !== null && (
          <EmptyState heading={t('none')}>
            <p>{left > 0 ? t('withOthers', { count: left }) : t('noneLead')}</p>
          </EmptyState>
        )}
        {since === null ? <p className="soft">{t('how')}</p> : <RoundDone title={t('round.title')} since={since} />}
        {since === null && <BlockDone />}
        <Forecast />
        <GoalLine />
        <div className="row">
          <Button look="primary" onClick={() => void next()} isBusy={isBusy} busyLabel={t('starting')}>
            {since === null ? t('start') : t('round.more')}
          </Button>
          {since !== null && <Button onClick={end}>{t('round.end')}</Button>}
        </div>
      </Page>
    </div>
  )
}
