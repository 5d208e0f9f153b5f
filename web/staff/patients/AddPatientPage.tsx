import { useRef, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { newId } from '../../api/new-id.ts'
import { useNavigate } from '../../components/navigation.ts'
import { Page } from '../../components/Page.tsx'
import { useAddresses } from '../membership.tsx'
import { useMemberCall, useReadAgain } from '../read.ts'
import { useDone } from '../undo.tsx'
import { blankCard, PatientForm, type Card } from './PatientForm.tsx'

/** Adds a patient; their sign-up code is made next, on their page. */
export function AddPatientPage(): ReactNode {
  const t = useTranslations('staffPeople')
  const navigate = useNavigate()
  const addresses = useAddresses()
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const patientId = useRef(newId())

  async function add(card: Card): Promise<void> {
    const route = 'POST /api/as/:membershipId/patients'
    const patient = await memberCall(route, { ...card, patientId: patientId.current })
    tell({ words: t('form.added', { name: patient.name }) })
    await readAgain(['POST /api/as/:membershipId/patients/search'])
    navigate(addresses.patient(patient.id))
  }

  return (
    <div className="pane">
      <Page title={t('form.addTitle')} back={{ to: addresses.patients, label: t('patient.toList') }}>
        <PatientForm card={blankCard} submitLabel={t('form.add')} send={add} />
      </Page>
    </div>
  )
}
