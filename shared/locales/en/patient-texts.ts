/** The page on which a patient asks to be told by text message: the number, its code, the choice, and taking it away. */
export const patientTexts = {
  title: 'Text messages',
  lead: 'We can send a text to your phone when a new message from {clinic} waits for you here.',
  back: 'Your account',
  seen: {
    heading: 'Other people may see your texts',
    body: 'The text only says that there is a message. It never names the clinic, you, or what it is about. To read the message, you sign in here as always.',
  },
  off: 'This clinic does not send texts. It tells you by e-mail.',
  number: {
    label: 'Your mobile number',
    hint: 'In Canada or the United States, like 416-555-0123',
    missing: 'Enter your mobile number.',
    phone: 'This is not a mobile number. Enter ten digits, like 416-555-0123.',
    'phone-abroad': 'We can only send texts to numbers in Canada and the United States.',
    send: 'Send me a code',
    rates: 'Your phone company may charge you for texts.',
  },
  code: {
    sent: 'We are sending a code to the number that ends in {ending}. Until {when}, you can use it here.',
    label: 'Code from the text',
    hint: 'Six digits',
    missing: 'Enter the code.',
    'wrong-code': 'This code is not right. Look at the text again.',
    'code-expired': 'This code no longer works. Ask for a new one.',
    confirm: 'Confirm',
    again: 'Send a new code, or use another number',
  },
  state: {
    unproven: 'The number that ends in {ending} is not confirmed yet. No texts go there.',
    lapsed:
      'You confirmed the number that ends in {ending} over a year ago. Phones change hands, so please confirm it again.',
    suspended: 'No more texts go to the number that ends in {ending}.',
  },
  problem: {
    'opted-out':
      'Someone answered a text with STOP. To get texts again, send START to the same number, then ask for a new code.',
    'number-refused': 'This number can’t get texts. It may be a home phone.',
    'not-delivered': 'Our last text did not arrive. The phone may be off or have a new number.',
    other: 'We could not send the code. Wait a few minutes, then ask for a new one.',
  },
  choice: {
    heading: 'Your number ends in {ending}',
    label: 'How should we tell you?',
    email: 'E-mail',
    text: 'Text message',
    both: 'Both',
    hint: 'If you don’t read the message after a first reminder, we also try the other way. After that, someone may call you.',
    noAddress: 'The clinic has no e-mail address for you, so we tell you by text.',
    save: 'Save',
    saved: 'Saved.',
  },
  remove: {
    button: 'Take this number away',
    text: 'We then tell you by e-mail only. You can add a number again at any time.',
    noAddress: 'The clinic has no e-mail address for you. We then can’t tell you about new messages.',
    done: 'The number is gone.',
  },
  confirmed: 'Your number is confirmed.',
  wait: '{minutes, plural, one {Too many codes were sent. Try again in # minute.} other {Too many codes were sent. Try again in # minutes.}}',
} as const
