/** The pages that only the demonstration has. */
export const demo = {
  mailbox: {
    title: 'Mailbox of the demonstration',
    about: 'Every e-mail that was sent stands here. None of it leaves this computer.',
    empty: 'No e-mail yet. Write to a patient, and wait a few seconds.',
    refresh: 'Show new e-mail',
    otherLanguage: 'Français',
    to: 'To',
    sent: 'Sent',
  },
} as const
