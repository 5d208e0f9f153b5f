import { useParams } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { BirthDate } from '../../components/Time.tsx'
import { Answered } from '../Answered.tsx'
import { Standing } from '../capacity/Standing.tsx'
import { Fact } from '../desk/PatientCard.tsx'
import { useAddresses, useCan } from '../membership.tsx'
import { useYearsWords } from '../queue/due.ts'
import { useRead } from '../read.ts'
import { useHealthNumberWords } from './health-number-words.ts'
import { Invitation, type MadeInvitation } from './Invitation.tsx'
import { Invite } from './Invite.tsx'
import { NoticeProblems } from './NoticeProblems.tsx'
import { PatientConversations } from './PatientConversations.tsx'
import type { Patient } from './use-patients.ts'
import './patients.css'

/** A patient's card, their way in, and writing to them. */
export function PatientPage(): ReactNode {
  const t = useTranslations('staffPeople.patient')
  const { patientId = '' } = useParams({ strict: false })
  const addresses = useAddresses()
  const answer = useRead('GET /api/as/:membershipId/patients/:patientId', { patientId })
  const [made, setMade] = useState<MadeInvitation | null>(null)
  const name = answer.data?.name ?? ''

  if (made && answer.data) {
    return (
      <div className="pane">
        <Invitation name={name} made={made} isStaff={false} onDone={() => setMade(null)} />
      </div>
    )
  }
  return (
    <div className="pane">
      <Page title={name === '' ? t('card') : name} back={{ to: addresses.patients, label: t('toList') }}>
        <Answered answer={answer}>{(patient) => <Card patient={patient} onInvited={setMade} />}</Answered>
      </Page>
    </div>
  )
}

function Card({ patient, onInvited }: { patient: Patient; onInvited: (made: MadeInvitation) => void }): ReactNode {
  const t = useTranslations('staffPeople.patient')
  const addresses = useAddresses()
  const can = useCan()
  return (
    <>
      <div className="row screen-only">
        {can.work && (
          <Link to={addresses.writeTo(patient.id)} look="primary">
            {t('write')}
          </Link>
        )}
        {can.managePatients && (
          <Link to={addresses.changePatient(patient.id)} look="secondary">
            {t('change')}
          </Link>
        )}
      </div>
      <Facts patient={patient} />
      <Standing patient={patient} />
      {can.managePatients && <Invite patient={patient} onMade={onInvited} />}
      {can.work && <PatientConversations patientId={patient.id} />}
    </>
  )
}

function Facts({ patient }: { patient: Patient }): ReactNode {
  const t = useTranslations('staffPeople.patient')
  const card = useTranslations('staff.card')
  const languages = useTranslations('common.languages')
  const yearsWords = useYearsWords()
  const healthNumberWords = useHealthNumberWords()
  const { data: colleagues } = useRead('GET /api/as/:membershipId/practitioners', {})
  const usual = colleagues?.items.find(({ id }) => id === patient.usualPractitionerId)
  return (
    <section className="sheet" aria-labelledby="card">
      <h2 id="card">{t('card')}</h2>
      <dl className="card-facts">
        <Fact name={card('birthDate')}>
          <BirthDate on={patient.birthDate} /> <span className="soft">{yearsWords(patient.birthDate)}</span>
        </Fact>
        <Fact name={card('healthNumber')}>{healthNumberWords(patient.healthNumber, patient.healthNumberVersion)}</Fact>
        <Fact name={card('language')}>{languages(patient.language)}</Fact>
        <Fact name={card('phone')}>{patient.phone ?? card('none')}</Fact>
        <Fact name={t('email')}>{patient.email ?? t('noEmail')}</Fact>
        <Fact name={card('usual')}>{usual?.name ?? card('none')}</Fact>
      </dl>
      <NoticeProblems patient={patient} />
    </section>
  )
}
