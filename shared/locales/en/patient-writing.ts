/** What keeps a patient from writing for a while: what, why, until when, what still works and what to do instead. */
export const patientWriting = {
  heading: {
    start: {
      'no-room': 'The clinic can’t take messages right now',
      paused: 'The clinic takes no new messages for now',
      'full-today': 'The clinic takes no more new messages today',
      blocked: 'You can’t send messages for a while',
      'too-many-open': 'You can’t start a new message yet',
      'too-many-today': 'You can’t send more messages today',
      'cooling-down': 'Please wait a little with your next message',
    },
    answer: {
      'no-room': 'The clinic can’t take answers right now',
      paused: 'The clinic takes no answers for now',
      'full-today': 'The clinic takes no more answers today',
      blocked: 'You can’t send messages for a while',
      'too-many-open': 'You can’t answer yet',
      'too-many-today': 'You can’t send more messages today',
      'cooling-down': 'Please wait a little with your answer',
    },
  },
  why: {
    'no-room': 'Our server has no room left for messages. This is not because of you.',
    'full-today':
      '{limit, plural, one {The clinic takes # new message a day.} other {The clinic takes # new messages a day.}} This way each one gets a good answer.',
    'too-many-open':
      '{limit, plural, one {You can have # open conversation at a time.} other {You can have # open conversations at a time.}} When the clinic closes one, you can start a new one.',
    'too-many-today':
      '{limit, plural, one {You can send # message in 24 hours.} other {You can send # messages in 24 hours.}} This way we can read what each patient needs.',
    'cooling-down': 'We just got a message from you. Give us some time to read it first.',
  },
  reason: 'Why: {reason}',
  until: 'You can write again: {when}',
  canRead: 'You can still read your messages.',
  canAnswer: 'You can still read your messages and answer in your conversations.',
  instead: 'What you can do now',
  call: 'Call {clinic}: <call>{phone}</call>',
  book: 'Book a visit online',
  kept: 'What you had begun to write',
  keptWhere: 'It is kept with your drafts.',
  toHome: 'Go to your messages',
  otherTopic: 'Choose another topic',
  topics: {
    none: 'You can’t start a new message now',
    notNow: 'You can’t write about these for now',
    paused: 'The clinic takes no new messages for now about: {topics}',
    full: 'The clinic takes no more new messages today about: {topics}',
  },
  refused: {
    'no-room':
      'Your message was not taken. The server has no room for it right now, and no one will read it. Call the clinic instead.',
    paused: 'The clinic has just paused messages.',
    'full-today': 'The clinic has just got all the messages it takes in a day.',
    blocked: 'The clinic has stopped your messages for a while.',
    'too-many-open': 'You have too many open conversations to start a new one.',
    'too-many-today': 'You have sent as many messages as the clinic allows in 24 hours.',
    'cooling-down': 'We just got a message from you. Please wait a little with the next one.',
  },
  sendAgain: 'You can send it again: {when}',
} as const
