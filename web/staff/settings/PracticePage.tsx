import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Link } from '../../components/Link.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Page } from '../../components/Page.tsx'
import { Status } from '../../components/Status.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses, useCan } from '../membership.tsx'
import { useRead } from '../read.ts'
import { GoLive } from './GoLive.tsx'
import { HoursList } from './HoursList.tsx'
import { PracticeFacts } from './PracticeFacts.tsx'
import { PracticeForm } from './PracticeForm.tsx'
import { practiceRoute, type Practice } from './practice.ts'
import './settings.css'

/** The clinic: where it is, when it is open, whether patients can write; an administrator changes it. */
export function PracticePage(): ReactNode {
  const t = useTranslations('staffPractice.practice')
  const answer = useRead(practiceRoute, {})
  return (
    <div className="pane">
      <Page title={t('title')}>
        <Answered answer={answer}>{(practice) => <Content practice={practice} />}</Answered>
      </Page>
    </div>
  )
}

function Content({ practice }: { practice: Practice }): ReactNode {
  const t = useTranslations('staffPractice.practice')
  const addresses = useAddresses()
  const can = useCan()
  const [isChanging, setIsChanging] = useState(false)
  return (
    <>
      <GoLive practice={practice} />
      <section className="sheet" aria-labelledby="practice-details">
        <h2 id="practice-details">{t('details')}</h2>
        {isChanging ? (
          <PracticeForm practice={practice} onSaved={() => setIsChanging(false)} />
        ) : (
          <>
            <Facts practice={practice} />
            {can.managePractice && (
              <p className="section-act">
                <Button onClick={() => setIsChanging(true)}>{t('change')}</Button>
              </p>
            )}
          </>
        )}
      </section>
      <section className="sheet" aria-labelledby="practice-hours">
        <h2 id="practice-hours">{t('hours')}</h2>
        <OpenNow practice={practice} />
        <HoursList hours={practice.hours} />
        {can.managePractice && (
          <p className="section-act">
            <Link to={addresses.hours} look="secondary">
              {t('changeHours')}
            </Link>
          </p>
        )}
      </section>
    </>
  )
}

function Facts({ practice }: { practice: Practice }): ReactNode {
  const t = useTranslations('staffPractice.practice')
  return (
    <>
      <PracticeFacts practice={practice} />
      <div className="section-act">
        <Notice kind={practice.scanner === 'missing' ? 'urgent' : 'success'} heading={t('scanner')}>
          {t(`scanners.${practice.scanner}`)}
        </Notice>
      </div>
    </>
  )
}

function OpenNow({ practice: { isOpenNow, nextOpeningAt } }: { practice: Practice }): ReactNode {
  const t = useTranslations('staffPractice.practice')
  const timeWords = useTimeWords()
  return (
    <p>
      {isOpenNow ? (
        <Status kind="done">{t('openNow')}</Status>
      ) : (
        <Status kind="closed">
          {nextOpeningAt ? t('closedNow', { when: timeWords(nextOpeningAt) }) : t('closedLong')}
        </Status>
      )}
    </p>
  )
}
