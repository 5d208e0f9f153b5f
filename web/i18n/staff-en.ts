/** What the clinic's workspace says in English: one line per namespace, the same as in the other language. */
export { common } from '../../shared/locales/en/common.ts'
export { conversation } from '../../shared/locales/en/conversation.ts'
export { mail } from '../../shared/locales/en/mail.ts'
export { session } from '../../shared/locales/en/session.ts'
export { staff } from '../../shared/locales/en/staff.ts'
export { staffPeople } from '../../shared/locales/en/staff-people.ts'
export { staffPractice } from '../../shared/locales/en/staff-practice.ts'
export { staffAudit } from '../../shared/locales/en/staff-audit.ts'
