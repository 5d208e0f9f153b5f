/** What the clinic's workspace says in French: one line per namespace, the same as in the other language. */
export { common } from '../../shared/locales/fr/common.ts'
export { conversation } from '../../shared/locales/fr/conversation.ts'
export { mail } from '../../shared/locales/fr/mail.ts'
export { session } from '../../shared/locales/fr/session.ts'
export { staff } from '../../shared/locales/fr/staff.ts'
export { staffPeople } from '../../shared/locales/fr/staff-people.ts'
export { staffPractice } from '../../shared/locales/fr/staff-practice.ts'
export { staffAudit } from '../../shared/locales/fr/staff-audit.ts'
