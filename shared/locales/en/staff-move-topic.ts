/** A conversation turns out to be about something else. */
export const staffMoveTopic = {
  act: 'Change the topic…',
  title: 'What is it about?',
  stays: 'The topic is now {name}. Who answers and by when stay the same.',
  search: 'Type a topic',
  moved: 'The topic is now {name}.',
  inHistory: '{person} changed the topic from {from} to {to}.',
} as const
