/** The automatic reply to every new message of a patient. A time in English brings its own full stop ("5:00 p.m."). */
export const reply = {
  received: 'We got your message. {careTeamName} at {practiceName} will read it.',
  receivedOnly: 'We got your message.',
  away: '{name} is away until {backTime}',
  inboxAway: 'No one reads for {careTeamName} until {backTime}',
  coveredByPerson: '{coveringName} will read your message.',
  coveredByInbox: 'Your message will be read by: {coveringName}.',
  moreTime: 'We need more time to answer your message.',
  expected: 'Expect an answer by {dueTime}',
  closed: 'The clinic was closed when you wrote. It opens on {openingTime}',
  onlyIfItCanWait: 'Only use messages for needs that can wait.',
  urgentForTopic: 'For this topic, this can’t wait: {urgentHelp}',
  ifItCannotWait: 'If it can’t wait:',
  callClinic: 'Call the clinic at {clinicPhone}.',
  callClosedClinic: 'Call the clinic at {clinicPhone}. If no one answers, use another line in this list.',
} as const
