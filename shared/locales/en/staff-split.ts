/** A patient wrote about two things in one conversation. */
export const staffSplit = {
  act: 'Split…',
  title: 'Answer some of it separately',
  lead: 'The messages you choose get a conversation of their own, in the same inbox. They can be read in both. The answer is due from when the first of them came. The patient is told. You can put the two together again.',
  messages: 'Which messages?',
  topic: 'What are they about?',
  subject: 'Subject',
  confirm: 'Split',
  missing: 'Choose at least one message',
  all: 'One message must stay here. Choose fewer.',
  none: 'There is just one message from the patient here, so there is nothing to split.',
  done: '“{name}” is now a conversation of its own.',
  into: 'Some of these messages are answered in “{name}”.',
  from: 'These messages come from “{name}” and are answered here.',
  undoHint: 'To undo this, go to the first one and put the two back together.',
  open: 'Go to “{name}”',
  history: {
    into: '{person} split off messages to be answered in “{name}”',
    from: '{person} made this from messages in “{name}”',
  },
  refused: {
    'already-merged': 'This is part of another conversation. Take it out of there first.',
    'already-split': 'You can split off a message just once. One of these is in use.',
    'split-closed': 'A closed conversation is in the chart as it was. Open it again first.',
    'split-one-way': 'Only a conversation in which both sides can write can be split.',
  },
} as const
