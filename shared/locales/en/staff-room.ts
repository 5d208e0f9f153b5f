/** What colleagues are told when the server has little room left. */
export const staffRoom = {
  low: {
    title: 'The server is running out of room',
    lead: 'Tell the person who runs it. When it is nearly full it takes no more files, and later no more messages from patients.',
  },
  'no-files': {
    title: 'The server takes no more files',
    lead: 'It has no room for them. Messages still arrive. Tell the person who runs it to make room today.',
  },
  'no-messages': {
    title: 'Patients can’t send messages right now',
    lead: 'The server has no room for them. Patients are told to call you. You can still read and answer. Tell the person who runs it to make room at once.',
  },
} as const
