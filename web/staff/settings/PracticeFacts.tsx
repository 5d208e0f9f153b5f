import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Fact } from '../desk/PatientCard.tsx'
import type { Practice } from './practice.ts'

/** Where the clinic is, how it is reached, and how it works. */
export function PracticeFacts({ practice }: { practice: Practice }): ReactNode {
  const t = useTranslations('staffPractice.practice')
  const languages = useTranslations('common.languages')
  return (
    <dl className="card-facts">
      <Fact name={t('name')}>{practice.name}</Fact>
      <Fact name={t('address')}>
        <span className="typed">{practice.address}</span>
      </Fact>
      <Fact name={t('phone')}>{practice.phone}</Fact>
      <Fact name={t('timeZone')}>{practice.timeZone}</Fact>
      <Fact name={t('languages')}>{practice.languages.map((language) => languages(language)).join(', ')}</Fact>
      <Fact name={t('bookingUrl')}>{practice.bookingUrl ?? t('noBookingUrl')}</Fact>
      <Fact name={t('offersTexts')}>{t(`texts.${textsOf(practice)}`)}</Fact>
      <Fact name={t('clerkView')}>{t(`clerkViews.${practice.clerkView}`)}</Fact>
    </dl>
  )
}

/** Whether patients can have texts: the clinic offers them, and this server can send them. */
function textsOf({ offersTexts, textGateway }: Practice): 'on' | 'off' | 'missing' {
  if (textGateway === 'missing') {
    return 'missing'
  }
  return offersTexts ? 'on' : 'off'
}
