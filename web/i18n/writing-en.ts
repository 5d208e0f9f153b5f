/** Why a patient can’t write now, in English, beside what their pages have already: fetched by the pages that say it. */
export { patientWriting } from '../../shared/locales/en/patient-writing.ts'
