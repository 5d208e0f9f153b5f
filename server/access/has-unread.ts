import { sql } from 'kysely'

/**
 * Whether there is something that the patient has not read: what a colleague wrote, which starts the clock of reminders, or
 * what the clinic said by itself since they last looked.
 */
export const hasUnread = sql<boolean>`(conversations.patient_unread_since is not null
  or conversations.patient_read_sequence < conversations.last_sequence)`

/** The same of what was put into it: it is read there. */
export const hasUnreadPart = sql<boolean>`exists (select from conversations part
  where part.practice_id = conversations.practice_id and part.merged_into_id = conversations.id
    and (part.patient_unread_since is not null or part.patient_read_sequence < part.last_sequence))`
