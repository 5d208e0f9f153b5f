/** Why a patient can’t write now, in French, beside what their pages have already: fetched by the pages that say it. */
export { patientWriting } from '../../shared/locales/fr/patient-writing.ts'
