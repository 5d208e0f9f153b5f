/** What a clinic tells a patient about the use of messages: a block, and the reviewed words of coaching. */
export const capacity = {
  block: {
    subject: 'You can’t send messages for a while',
    text: 'You can’t send messages to {clinic} here. This ends by itself: {until}\nYou can still read what we wrote.',
    reason: 'Why: {reason}',
    reach: 'If you need us before that, call {clinic}: {phone}',
    urgent: 'If it can’t wait:',
  },
  booking: 'You can book a visit here: {url}',
  coaching: {
    urgent:
      'Thank you for telling us. What you describe may not be able to wait, and we don’t read messages all day. Next time, please call us. If it is an emergency, call 911.',
    'visit-needed':
      'Thank you for your message. This is more than we can do by message: someone needs to see you. Please book a visit.',
    'one-thing':
      'Thank you for your message. Please write about one thing at a time, and wait for our answer before you write again. That way we can help you sooner.',
    tone: 'We want to help you. Some of the words in your message hurt the people who read it. Please write to us with respect, as we do to you.',
  },
} as const
