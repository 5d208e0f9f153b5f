import { addresses } from '../account/addresses.ts'

/** The patient's addresses, by name; the account's too, which both audiences use. */
export const routes = {
  ...addresses,
  home: '/p/:membershipId',
  topic: '/p/:membershipId/write',
  write: '/p/:membershipId/write/:topicId',
  sent: '/p/:membershipId/sent/:conversationId',
  conversation: '/p/:membershipId/conversations/:conversationId',
  drafts: '/p/:membershipId/drafts',
  accessLog: '/p/:membershipId/access-log',
  texts: '/p/:membershipId/texts',
} as const

/** What anybody may open, signed in or not. */
export const openRoutes: readonly string[] = ['signIn', 'join', 'setUp', 'start']
