/** What the page about text messages says in English, beside what the patient's pages have already. */
export { patientTexts } from '../../shared/locales/en/patient-texts.ts'
