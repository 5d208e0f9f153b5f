/** What is past its due time: whose it is, since when, and who has been told. */
export const staffLate = {
  way: 'Late',
  title: 'Late',
  lead: 'Each of these should have been done by now. The one that has waited longest stands first.',
  none: 'Nothing is late',
  noneLead: 'You see here what is late in the inboxes you answer for.',
  about: 'About',
  due: 'Was due',
  whose: 'Whose it is',
  told: 'Who has been told',
  inbox: 'Inbox: {name}',
  unclaimed: 'No one has claimed it',
  kinds: {
    respond: 'Answer the patient',
    'contact-patient': 'Reach the patient another way',
    'follow-up': 'Task of a colleague',
  },
  urgent: 'Urgent',
  steps: {
    none: 'No one yet',
    owner: 'First step: {name}',
    backup: 'Second step: {name}',
    administrators: 'Last step: the administrators',
  },
  nameless: 'no one was there',
  before: 'Before that: {name}',
  banner: 'Some answers are very late',
  bannerLead:
    '{count, plural, one {One is late, and those who were told have not done it.} other {# are late, and those who were told have not done them.}}',
  see: 'See what is late',
} as const
