import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { BirthDate } from '../../components/Time.tsx'
import { useRead } from '../read.ts'
import { SavedFields } from '../settings/SavedMeanwhile.tsx'
import type { Form } from '../use-form.ts'
import { useHealthNumberWords } from './health-number-words.ts'
import type { Patient } from './use-patients.ts'

/** What a colleague saved of this card meanwhile. */
export function CardSavedNow({ form, patient }: { form: Form; patient: Patient }): ReactNode {
  const t = useTranslations('staffPeople.form')
  const card = useTranslations('staff.card')
  const languages = useTranslations('common.languages')
  const healthNumberWords = useHealthNumberWords()
  const { data: colleagues } = useRead('GET /api/as/:membershipId/practitioners', {})
  const usual = colleagues?.items.find(({ id }) => id === patient.usualPractitionerId)
  return (
    <SavedFields
      form={form}
      facts={{
        givenName: { name: t('givenName'), value: patient.givenName },
        familyName: { name: t('familyName'), value: patient.familyName },
        birthDate: { name: t('birthDate'), value: <BirthDate on={patient.birthDate} /> },
        healthNumber: {
          name: t('healthNumber'),
          value: healthNumberWords(patient.healthNumber, patient.healthNumberVersion),
        },
        phone: { name: t('phone'), value: patient.phone ?? card('none') },
        email: { name: t('email'), value: patient.email ?? card('none') },
        language: { name: t('language'), value: languages(patient.language) },
        usualPractitionerId: { name: t('usual'), value: usual?.name ?? t('noUsual') },
      }}
    />
  )
}
