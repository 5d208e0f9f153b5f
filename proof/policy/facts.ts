// Who is who, and what belongs to whom, as plain facts: what the second implementation of the policy decides on. It shares no
// code with the server. Words are the issue's: part (role, or patient), standing (membership status), inbox (care team).
export type Part =
  | 'patient'
  | 'physician'
  | 'nurse-practitioner'
  | 'nurse'
  | 'clerk'
  | 'administrator'
  | 'privacy-officer'
export type Standing = 'invited' | 'confirmed' | 'suspended' | 'ended'

/** One row of who may act where: the id is the patient's or the practitioner's. */
export type Member = { id: string; practice: string; account: string | null; part: Part; standing: Standing }
export type PracticeFacts = { id: string; clerksSee: 'full' | 'subject' }
export type InboxFacts = { practice: string; id: string; members: string[] }
export type PatientFacts = { practice: string; id: string; usualPractitioner: string | null }
export type ConversationFacts = {
  practice: string
  id: string
  patient: string
  inbox: string
  topic: string
  isOpen: boolean
  mode: 'two-way' | 'one-way' | 'reply-until'
  replyUntil: Date | null
  /** Who answers for it beyond the inbox: whoever answered last. */
  responsible: string | null
  closedAt: Date | null
  reopenDays: number
  /** The conversation of the same patient in which it is read and answered. */
  mergedInto: string | null
}
export type TaskKind = 'respond' | 'contact-patient' | 'follow-up'
export type TaskFacts = {
  practice: string
  id: string
  conversation: string
  kind: TaskKind
  isOpen: boolean
  inbox: string
  owner: string | null
  escalatedTo: string | null
}
/** A stated reason to look at one patient, in force until it expires. */
export type ReasonFacts = { practice: string; id: string; patient: string; practitioner: string; expiresAt: Date }
/** Somebody is away, or an inbox is not read; another person or inbox answers meanwhile. */
export type AbsenceFacts = {
  practice: string
  id: string
  practitioner: string | null
  /** The owner of the inbox that is not read. */
  inboxOwner: string | null
  coveringPractitioner: string | null
  coveringInbox: string | null
  startsAt: Date
  endsAt: Date
  isCancelled: boolean
}
export type DraftFacts = {
  practice: string
  id: string
  author: string
  patient: string
  conversation: string | null
  hasEnded: boolean
}
export type FileFacts = {
  practice: string
  id: string
  patient: string
  conversation: string | null
  /** The message that it was sent with. */
  message: string | null
  /** In a draft: the conversation in which colleagues see the words with which it waits, to be approved or to go out. */
  waitsIn: string | null
  /** The inbox to which a conversation will belong that it waits to begin. */
  waitsFor: string | null
  uploadedBy: string
  isRemoved: boolean
  isReady: boolean
}
export type TopicFacts = { practice: string; id: string; isOpen: boolean }
export type MessageFacts = { practice: string; id: string; conversation: string; author: string | null }
/** A message that is answered in a conversation of its own, and stays where it was written. */
export type SplitFacts = { practice: string; message: string; conversation: string }
/** What somebody has done in a conversation: a message of theirs, or that they let go out; sent later; decided; given away. */
export type DoneFacts = {
  practice: string
  kind: 'message' | 'scheduled-send' | 'consult' | 'assignment'
  id: string
  conversation: string
  by: string | null
}
/** A template is everybody's, those of an inbox's members, or one person's own. */
export type TemplateFacts = { practice: string; id: string; inbox: string | null; owner: string | null }
/** Documents of templates that are there: which one's, who received it, whether a version names it. */
export type DocumentFacts = {
  practice: string
  id: string
  template: string
  by: string
  isNamed: boolean
  isReady: boolean
}

export type Facts = {
  practices: PracticeFacts[]
  members: Member[]
  inboxes: InboxFacts[]
  patients: PatientFacts[]
  topics: TopicFacts[]
  conversations: ConversationFacts[]
  messages: MessageFacts[]
  tasks: TaskFacts[]
  reasons: ReasonFacts[]
  absences: AbsenceFacts[]
  drafts: DraftFacts[]
  files: FileFacts[]
  splits: SplitFacts[]
  done: DoneFacts[]
  templates: TemplateFacts[]
  documents: DocumentFacts[]
}
