/** A notice tells a patient that there is something to read, and nothing else. */
export const noticeKinds = ['new-message', 'reminder'] as const
export type NoticeKind = (typeof noticeKinds)[number]

export const noticeChannels = ['email', 'text'] as const
export type NoticeChannel = (typeof noticeChannels)[number]

/** How a patient wants to be told: by one of the two ways, or by both. */
export const noticeChoices = ['email', 'text', 'both'] as const
export type NoticeChoice = (typeof noticeChoices)[number]

/**
 * due: on its way; sent: the server took it; bounced: the address or the number was refused, or the text never arrived;
 * failed: it went nowhere; no-address: there is none; not-needed: the patient read before it could leave.
 */
export const noticeStatuses = ['due', 'sent', 'failed', 'bounced', 'no-address', 'not-needed'] as const
export type NoticeStatus = (typeof noticeStatuses)[number]

/** Why the last e-mail did not arrive, as it stands on the patient's card; worded in locales/…/mail.ts. */
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

/** Why a text did not arrive; worded in locales/…/staff-notices.ts. The first three are about the number: nothing more goes there. */
export const numberProblems = ['opted-out', 'number-refused', 'not-delivered'] as const
export type NumberProblem = (typeof numberProblems)[number]
export const textProblems = [
  ...numberProblems,
  'no-number',
  'texts-not-configured',
  'text-refused',
  'gateway-busy',
  'gateway-unreachable',
  'gateway-login-refused',
  'gateway-sender-refused',
] as const
export type TextProblem = (typeof textProblems)[number]

/** How a notice ended, as the clinic is told it. */
export const noticeEndings = ['on-its-way', 'sent', 'delivered', 'failed', 'not-needed'] as const
export type NoticeEnding = (typeof noticeEndings)[number]

/** A number is unproven until its code was typed, lapsed a year after, suspended once texts did not arrive. */
export const mobileStates = ['unproven', 'proven', 'lapsed', 'suspended'] as const
export type MobileState = (typeof mobileStates)[number]
