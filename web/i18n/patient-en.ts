/** What the patient's pages say in English: one line per namespace, the same as in the other language. */
export { account } from '../../shared/locales/en/account.ts'
export { common } from '../../shared/locales/en/common.ts'
export { conversation } from '../../shared/locales/en/conversation.ts'
export { patient } from '../../shared/locales/en/patient.ts'
