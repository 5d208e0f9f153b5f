/** What the page about text messages says in French, beside what the patient's pages have already. */
export { patientTexts } from '../../shared/locales/fr/patient-texts.ts'
