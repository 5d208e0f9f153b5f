/**
 * Filing puts a finished conversation into the patient's chart. Everything that goes there, the PDF (record-pdf.ts) and
 * the FHIR Bundle (server/fhir), is made from one plain value, read in one transaction, so that the two cannot
 * disagree. The same value gives the same bytes, so that a second try gives the same receipt.
 * place-record.ts writes the files. Internal notes are not in the type, so that nothing can file them.
 */
import type { AttachmentStatus } from '../../shared/attachment.ts'
import type { ConversationMode, MergeWay, MessageKind, Outcome, SplitWay } from '../../shared/conversation.ts'
import type { HealthNumber } from '../../shared/health-number.ts'
import type { Language } from '../../shared/locales/index.ts'
import type { Role } from '../../shared/people.ts'
import type { ContactTry, ContactOutcome, Priority, TaskKind, TaskStatus } from '../../shared/task.ts'

/** A conversation as it is filed: who, what, when, and what was done about it. Ids are UUIDs; instants are Dates. */
export type FiledConversation = {
  practice: FiledPractice
  patient: FiledPatient
  conversation: {
    id: string
    topic: { keyword: string; nameEn: string; nameFr: string }
    subject: string
    mode: ConversationMode
    replyUntil?: Date
    startedAt: Date
    /** Absent when an open conversation is filed as it stands. */
    closedAt?: Date
    outcome?: Outcome
    priority: Priority
    /** The practice's labels on it, by their names in the practice's language. */
    labels: string[]
    /** The inbox that the patient writes to: a participant's id. */
    careTeamId: string
    /** Others of this patient with which it was put together then; each has a record of its own. `id` is the conversation's. */
    together?: { id: string; way: MergeWay; subject: string }[]
    /** Others in which messages of this one are answered, or whose messages are answered here; these are in one record alone. */
    splits?: { id: string; way: SplitWay; subject: string; messageIds: string[] }[]
  }
  /** Everyone named below, once; the patient and the automatic author are among them. */
  participants: FiledParticipant[]
  /** In order of their sequence number. */
  messages: FiledMessage[]
  tasks: FiledTask[]
  /** What was done with the conversation and its tasks, in order of time. */
  acts: FiledAct[]
  filing: { id: string; filedAt: Date; filedBy: string }
}

export type FiledPractice = {
  id: string
  name: string
  address: string
  phone: string
  timeZone: string
  language: Language
}

export type FiledPatient = {
  id: string
  familyName: string
  givenName: string
  /** 'YYYY-MM-DD'. */
  birthDate: string
  healthNumber?: HealthNumber
  language: Language
}

export type FiledParticipant =
  | { id: string; kind: 'patient'; name: string }
  | { id: string; kind: 'practitioner'; name: string; role: Role; licence?: Licence }
  | { id: string; kind: 'care-team'; name: string }
  | { id: string; kind: 'system'; name: string }

/** A number given by the College of Physicians and Surgeons, or of Nurses, of Ontario. */
export type Licence = { college: 'physician' | 'nurse'; number: string }

export type FiledMessage = {
  id: string
  sequence: number
  kind: MessageKind
  /** A participant's id, as are the other people below. */
  authorId: string
  onBehalfOf?: string
  /** Who approved it before it was sent. */
  approvedBy?: string
  text: string
  /** Signature and footer as they were sent below it. */
  footer?: string
  sentAt: Date
  deliveredAt: Date
  firstRead?: { at: Date; by: string }
  retraction?: { at: Date; by: string; reason?: string }
  attachments: FiledAttachment[]
}

export type FiledAttachment = {
  id: string
  fileName: string
  mediaType: string
  sizeBytes: number
  /** Of the file as it is kept, 64 hexadecimal digits. */
  sha256: string
  status: AttachmentStatus
}

export type FiledTask = {
  id: string
  /** What colleagues have to do besides stays between them. */
  kind: Exclude<TaskKind, 'follow-up'>
  status: TaskStatus
  priority: Priority
  /** A participant: the practitioner who has it, or the care team in whose inbox it lies. */
  ownerId: string
  /** The message that asks for an answer, or that was not read. */
  messageId?: string
  openedAt: Date
  dueAt: Date
  endedAt?: Date
  outcome?: TaskOutcome
}

/** How a task ended: as a response, as an attempt to reach the patient, or because it was no longer needed. */
export type TaskOutcome = ContactOutcome | 'replied' | 'no-reply-needed' | 'conversation-closed' | 'patient-read'

/** What was done; `from` and `to` are the owners before and after, by participant id. */
export type FiledAct = { id: string; at: Date; actorId: string } & (
  | { act: TaskAct; taskId: string; from?: string; to?: string }
  | { act: 'prioritize'; taskId: string; priority: Priority }
  | { act: 'close' | 'reopen' }
  | { act: 'move-topic'; topicBefore: FiledName; topicAfter: FiledName }
  | FiledRouting
)

/** What the triage rules did with a message before anybody had looked at it: by the names that they had in that version. */
export type FiledRouting = {
  act: 'route'
  messageId: string
  rules: string[]
  version: number
  isUrgent: boolean
  labels: string[]
  careTeamId?: string
  practitionerId?: string
}

type FiledName = { en: string; fr: string }

export type TaskAct =
  | 'open'
  | 'accept'
  | 'release'
  | 'reassign'
  | 'escalate'
  | 'cover'
  | 'hand-back'
  | 'defer'
  | 'resume'
  | ContactTry
  | 'complete'
  | 'cancel'

/** The participant with this id; throws where the record names somebody it does not introduce. */
export function participant(record: FiledConversation, id: string): FiledParticipant {
  const found = record.participants.find((each) => each.id === id)
  if (!found) {
    throw new Error(`the record names participant ${id} without introducing them`)
  }
  return found
}

/** The name of the participant with this id. */
export function nameOf(record: FiledConversation, id: string): string {
  return participant(record, id).name
}

/** A message's place, from 1: sequence numbers may have gaps, which would look like something left out. */
export function messageNumber(record: FiledConversation, message: FiledMessage): string {
  return String(record.messages.indexOf(message) + 1)
}
