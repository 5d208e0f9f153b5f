import { sql } from 'kysely'

/**
 * Whether there is something that the patient has not read: what a colleague wrote, which starts the clock of reminders, or
 * what the clinic said by itself since they last looked.
 */
export const hasUnread = sql<boolean>`(conversations.patient_unread_since is not null
  or conversations.patient_read_sequence < conversations.last_sequence)`
