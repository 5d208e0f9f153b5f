import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Link } from '../../components/Link.tsx'
import { Notice } from '../../components/Notice.tsx'
import { BirthDate } from '../../components/Time.tsx'
import { usePersonWords } from '../../conversation/person-words.ts'
import { useAddresses } from '../membership.tsx'
import { useHealthNumberWords } from '../patients/health-number-words.ts'
import { NoticeProblems } from '../patients/NoticeProblems.tsx'
import type { Work } from './use-conversation.ts'

/** Who the patient is, beside their words: nobody answers the wrong person. */
export function PatientCard({ patient }: { patient: Work['patient'] }): ReactNode {
  const t = useTranslations('staff.card')
  const common = useTranslations('common.languages')
  const addresses = useAddresses()
  const { personWords } = usePersonWords()
  const healthNumberWords = useHealthNumberWords()
  return (
    <section className="sheet patient-card" aria-labelledby="patient-card">
      <h2 id="patient-card">
        <Link to={addresses.patient(patient.id)}>{t('title', { name: patient.name })}</Link>
      </h2>
      <dl className="card-facts">
        <Fact name={t('birthDate')}>
          <BirthDate on={patient.birthDate} />
        </Fact>
        <Fact name={t('healthNumber')}>{healthNumberWords(patient.healthNumber)}</Fact>
        <Fact name={t('language')}>{common(patient.language)}</Fact>
        <Fact name={t('phone')}>
          {patient.phone ? <a href={`tel:${patient.phone.replaceAll(/[^\d+]/g, '')}`}>{patient.phone}</a> : t('none')}
        </Fact>
        <Fact name={t('usual')}>{patient.usualPractitioner ? personWords(patient.usualPractitioner) : t('none')}</Fact>
        <Fact name={t('open')}>{t('openCount', { count: patient.openConversations })}</Fact>
      </dl>
      {!patient.hasAccount && <Notice kind="info">{t('noAccount')}</Notice>}
      <NoticeProblems patient={patient} />
    </section>
  )
}

export function Fact({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <div className="card-fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
