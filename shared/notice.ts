/** A notice tells a patient that there is something to read, and nothing else. */
export const noticeKinds = ['new-message', 'reminder'] as const
export type NoticeKind = (typeof noticeKinds)[number]

/**
 * due: on its way; sent: the mail server took it; bounced: it refused the address; failed: it went nowhere; no-address:
 * there is none; not-needed: the patient read before it could leave.
 */
export const noticeStatuses = ['due', 'sent', 'failed', 'bounced', 'no-address', 'not-needed'] as const
export type NoticeStatus = (typeof noticeStatuses)[number]

/** Why the last notice did not arrive, as it stands on the patient's card; worded in locales/…/mail.ts. */
export const noticeProblems = [
  'no-address',
  'mail-not-configured',
  'address-refused',
  'message-refused',
  'sender-refused',
  'login-refused',
  'server-busy',
  'server-unreachable',
] as const
export type NoticeProblem = (typeof noticeProblems)[number]
