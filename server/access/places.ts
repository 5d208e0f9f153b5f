/**
 * Where sealed values live: [table, column] numbers that are bound into every envelope. A number is never used again,
 * also when its column goes. Tables 1 and 2 are the key tables (platform/crypto/wrap.ts).
 */
export const patientPlaces = {
  'conversations.subject_sealed': [4, 1],
  'messages.body_sealed': [3, 2],
  'messages.retraction_reason_sealed': [3, 3],
  'messages.footer_sealed': [3, 4],
  'drafts.subject_sealed': [5, 1],
  'drafts.body_sealed': [5, 2],
  'notes.body_sealed': [6, 1],
  'patients.family_name_sealed': [7, 1],
  'patients.given_name_sealed': [7, 2],
  'patients.birth_date_sealed': [7, 3],
  'patients.health_number_sealed': [7, 4],
  'patients.email_sealed': [7, 5],
  'patients.phone_sealed': [7, 6],
  'attachments.file_name_sealed': [8, 1],
  'attachments.sha256_sealed': [8, 2],
  'access_grants.reason_sealed': [9, 1],
  'patient_blocks.reason_sealed': [10, 1],
  'consults.question_sealed': [14, 1],
  'consults.proposal_sealed': [14, 2],
  'consults.answer_sealed': [14, 3],
  'mobile_numbers.number_sealed': [16, 1],
  'mobile_numbers.code_sealed': [16, 2],
} as const

/** Sealed under the practice's own data key: names of staff, and the roster by which patients are found by name. */
export const practicePlaces = {
  'roster_blocks.names_sealed': [21, 1],
  'practitioners.name_sealed': [20, 1],
  'saved_views.view_sealed': [31, 1],
  'pauses.words_sealed': [23, 1],
  'templates.content_sealed': [32, 1],
  'template_documents.file_name_sealed': [36, 1],
  'template_documents.sha256_sealed': [36, 2],
  'signatures.content_sealed': [34, 1],
  'message_footers.content_sealed': [35, 1],
  'absences.note_en_sealed': [22, 1],
  'absences.note_fr_sealed': [22, 2],
} as const

/** Sealed under the practice's search key: the words of many patients, in files outside the database. */
export const segmentPlaces = {
  'search_segments.file': [30, 1],
  'search_segments.words': [30, 2],
} as const

/** Sealed under the platform key: the directory of accounts, which belongs to no practice. */
export const platformPlaces = {
  'accounts.email_sealed': [40, 1],
  'accounts.totp_sealed': [40, 2],
  'challenges.payload_sealed': [41, 1],
  'passkeys.name_sealed': [42, 1],
} as const

/** The keys that wrap and sign, by the same rule: [table, column]. */
export const keyPlaces = {
  'practice_keys.wrapped': [1, 1],
  'data_keys.wrapped': [2, 1],
  'platform_keys.wrapped': [1, 2],
  'deployment.signing_key_wrapped': [1, 3],
} as const

export type PatientPlace = keyof typeof patientPlaces
export type PracticePlace = keyof typeof practicePlaces
export type PlatformPlace = keyof typeof platformPlaces
