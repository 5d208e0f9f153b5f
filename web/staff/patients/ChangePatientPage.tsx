import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { ApiProblem } from '../../api/problem.ts'
import { useNavigate } from '../../components/navigation.ts'
import { Page } from '../../components/Page.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses } from '../membership.tsx'
import { useMemberCall, useRead, useReadAgain } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useVersion } from '../use-version.ts'
import { PatientForm, type Card } from './PatientForm.tsx'
import type { Patient } from './use-patients.ts'

const route = 'GET /api/as/:membershipId/patients/:patientId'

/** Changes a patient's card. */
export function ChangePatientPage(): ReactNode {
  const t = useTranslations('staffPeople')
  const { patientId = '' } = useParams({ strict: false })
  const addresses = useAddresses()
  const answer = useRead(route, { patientId })
  return (
    <div className="pane">
      <Page
        title={t('form.changeTitle', { name: answer.data?.name ?? '' })}
        back={{ to: addresses.patient(patientId), label: t('patient.card') }}
      >
        <Answered answer={answer}>{(patient) => <Change patient={patient} />}</Answered>
      </Page>
    </div>
  )
}

function Change({ patient }: { patient: Patient }): ReactNode {
  const t = useTranslations('staffPeople.form')
  const navigate = useNavigate()
  const addresses = useAddresses()
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const { id: patientId } = patient
  const onVersion = useVersion(patient.version)

  async function save(card: Card): Promise<void> {
    try {
      const saved = await onVersion((version) =>
        memberCall('PATCH /api/as/:membershipId/patients/:patientId', { ...card, patientId, version }),
      )
      tell({ words: t('saved', { name: saved.name }) })
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'changed-meanwhile') {
        // It is shown beside what was typed.
        await readAgain([route], { patientId })
      }
      throw error
    }
    await readAgain([route, 'POST /api/as/:membershipId/patients/search'])
    navigate(addresses.patient(patientId))
  }

  return <PatientForm card={cardOf(patient)} saved={patient} submitLabel={t('save')} send={save} />
}

/** The version code is written at the end of the number, as on the card. */
function cardOf(patient: Patient): Card {
  const { givenName, familyName, birthDate, language, email, phone, usualPractitionerId } = patient
  const { healthNumber: digits, healthNumberVersion } = patient
  const healthNumber = digits && `${digits} ${healthNumberVersion ?? ''}`.trim()
  return { givenName, familyName, birthDate, language, email, phone, usualPractitionerId, healthNumber }
}
