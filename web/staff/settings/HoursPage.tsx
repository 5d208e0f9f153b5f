import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { regions } from '../../../shared/regions/index.ts'
import type { HolidayKey, RegionCode } from '../../../shared/regions/region.ts'
import { Page } from '../../components/Page.tsx'
import { DateOn } from '../../components/Time.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses, useCan } from '../membership.tsx'
import { useRead } from '../read.ts'
import { HoursForm } from './HoursForm.tsx'
import { HoursList } from './HoursList.tsx'
import { practiceRoute, type Practice } from './practice.ts'
import './settings.css'

/** Opening hours, closed days, and the public holidays that close the clinic by themselves. */
export function HoursPage(): ReactNode {
  const t = useTranslations('staffPractice')
  const addresses = useAddresses()
  const can = useCan()
  const answer = useRead(practiceRoute, {})
  return (
    <div className="pane">
      <Page
        title={t('hours.title')}
        lead={t('hours.lead')}
        back={{ to: addresses.practice, label: t('practice.title') }}
      >
        <Answered answer={answer}>
          {(practice) => (
            <>
              {can.managePractice ? <HoursForm practice={practice} /> : <HoursList hours={practice.hours} />}
              <Holidays practice={practice} />
            </>
          )}
        </Answered>
      </Page>
    </div>
  )
}

function Holidays({ practice: { holidays, region } }: { practice: Practice }): ReactNode {
  const t = useTranslations('staffPractice.hours')
  const { language } = useLanguage()
  // The server computes holidays for the regions of this same table.
  const names = regions[region as RegionCode].holidayNames
  return (
    <section className="sheet" aria-labelledby="holidays">
      <h2 id="holidays">{t('holidays')}</h2>
      <p className="soft">{t('holidaysLead')}</p>
      <dl className="hours-list">
        {holidays.map(({ date, key }) => [
          <dt key={`name ${date}`}>{names[key as HolidayKey][language]}</dt>,
          <dd key={`day ${date}`}>
            <DateOn on={date} />
          </dd>,
        ])}
      </dl>
    </section>
  )
}
