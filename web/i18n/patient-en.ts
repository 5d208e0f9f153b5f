/** What the patient's pages say in English: one line per namespace, the same as in the other language. */
export { common } from '../../shared/locales/en/common.ts'
export { conversation } from '../../shared/locales/en/conversation.ts'
export { merged } from '../../shared/locales/en/merged.ts'
export { patient } from '../../shared/locales/en/patient.ts'
export { session } from '../../shared/locales/en/session.ts'
export { split } from '../../shared/locales/en/split.ts'
