/**
 * Text messages. Anybody may read them on a locked phone: they name no clinic, no person and no address, and each fits one
 * part of the telephone network (a test holds it).
 */
export const texts = {
  'new-message': 'You have a new message. Sign in at the usual place to read it.',
  reminder: 'A message is still waiting for you. Sign in at the usual place to read it.',
  code: '{code} is your code. It works for ten minutes. Give it to no one.',
} as const
