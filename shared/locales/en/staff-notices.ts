/** How the clinic is told what was tried so that a patient knows of a message, and how it ended. */
export const staffNotices = {
  title: 'How we told the patient',
  none: 'Nothing was sent about this conversation yet.',
  line: {
    'new-message': { email: 'E-mail about the message', text: 'Text about the message' },
    reminder: { email: 'Reminder by e-mail', text: 'Reminder by text' },
  },
  ending: {
    email: {
      'on-its-way': 'On its way',
      sent: 'Sent',
      delivered: 'Arrived',
      failed: 'Did not arrive',
      'not-needed': 'Not sent: they had read it',
    },
    text: {
      'on-its-way': 'On its way',
      sent: 'Sent. We do not know yet if it arrived.',
      delivered: 'Arrived on the phone',
      failed: 'Did not arrive',
      'not-needed': 'Not sent: they had read it',
    },
  },
  problem: {
    'opted-out': 'Someone answered a text with STOP. We send no more texts to this number.',
    'number-refused': 'This number can’t get texts. We send no more there.',
    'not-delivered': 'The phone may be off or have a new number. We send no more texts there.',
    'no-number': 'The patient took the number away, or has not confirmed it.',
    'texts-not-configured': 'Texts are not set up here.',
    'text-refused': 'The text service did not take it.',
    'gateway-busy': 'The text service was too busy.',
    'gateway-unreachable': 'The text service did not answer.',
    'gateway-login-refused': 'The text service did not let us in. Tell the person who runs this server.',
    'gateway-sender-refused': 'The text service does not know our number. Tell the person who runs this server.',
  },
} as const
