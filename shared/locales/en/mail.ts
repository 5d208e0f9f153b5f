/** Notices by e-mail. They say that there is something to read, and nothing else: not who, not where, not what. */
export const mail = {
  'new-message': {
    subject: 'You have a new message from your clinic',
    text: 'You have a new message from your clinic.',
  },
  reminder: {
    subject: 'A message from your clinic is waiting for you',
    text: 'A message from your clinic is waiting for you.',
  },
  /** For staff who want it, when their time for messages begins. */
  gathered: {
    subject: '{count, plural, one {# message waits for you} other {# messages wait for you}}',
    text: 'Your time for messages begins. {count, plural, one {# message waits for you.} other {# messages wait for you.}}',
  },
  /** For staff, on the patient's card. */
  problem: {
    'no-address': 'This patient has no e-mail address, so we can’t tell them about new messages.',
    'mail-not-configured': 'E-mail is not set up on this server, so no notices are sent.',
    'address-refused': 'The last notice did not arrive. The e-mail address may be wrong.',
    'message-refused': 'The last notice did not arrive. The patient’s mail server refused it.',
    'sender-refused': 'The last notice did not leave. Our mail server refused it.',
    'login-refused': 'The last notice did not leave. Our mail server did not let us in.',
    'server-busy': 'The last notice did not arrive. The mail server was busy for too long.',
    'server-unreachable': 'The last notice did not leave. Our mail server could not be reached.',
  },
} as const
