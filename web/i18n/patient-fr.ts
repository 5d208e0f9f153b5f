/** What the patient's pages say in French: one line per namespace, the same as in the other language. */
export { common } from '../../shared/locales/fr/common.ts'
export { conversation } from '../../shared/locales/fr/conversation.ts'
export { merged } from '../../shared/locales/fr/merged.ts'
export { patient } from '../../shared/locales/fr/patient.ts'
export { session } from '../../shared/locales/fr/session.ts'
export { split } from '../../shared/locales/fr/split.ts'
