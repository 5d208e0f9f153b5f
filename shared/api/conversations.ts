import { z } from 'zod'
import { memberEndpoint } from '../endpoint.ts'
import {
  conversationModes,
  conversationStatuses,
  mergeWays,
  messageKinds,
  outcomes,
  splitWays,
  stages,
} from '../conversation.ts'
import { coachingKinds } from '../capacity.ts'
import { replyProblems } from '../rules.ts'
import { contactTries, deferralReasons, priorities, taskKinds, taskStatuses } from '../task.ts'
import { filingStatuses } from '../filing.ts'
import { draftForms } from '../draft.ts'
import { formActs, scheduledStates, sendActs, sendRefusals } from '../scheduled-send.ts'
import { limits } from '../limits.ts'
import { numberProblems } from '../notice.ts'
import {
  Body,
  BothLanguages,
  DateOn,
  Empty,
  Id,
  Instant,
  InstantInput,
  Language,
  page,
  pageOf,
  PersonReference,
  Subject,
  typed,
} from './common.ts'
import { Attachment } from './attachment.ts'
import { Consult } from './consult.ts'

export const Message = z.object({
  id: Id,
  sequence: z.number(),
  kind: z.enum(messageKinds),
  author: PersonReference,
  /** The colleague for whom the author wrote. */
  onBehalfOf: PersonReference.nullable(),
  /** The colleague who approved it before it was sent. */
  approvedBy: PersonReference.nullable(),
  isMine: z.boolean(),
  text: z.string(),
  /** Signature and footer as they stood below it when it was sent; empty for a patient's message. */
  footer: z.string(),
  sentAt: Instant,
  /** First read by the other side: the patient for the clinic's messages, anyone of the clinic for the patient's. */
  firstReadAt: Instant.nullable(),
  retractedAt: Instant.nullable(),
  retractionReason: z.string().nullable(),
  attachments: z.array(Attachment),
})

export const ConversationCan = z.object({
  reply: z.boolean(),
  close: z.boolean(),
  reopen: z.boolean(),
  assign: z.boolean(),
  note: z.boolean(),
  file: z.boolean(),
  /** Put another conversation of this patient into it, and take it out again. */
  merge: z.boolean(),
})

export const Task = z.object({
  id: Id,
  kind: z.enum(taskKinds),
  status: z.enum(taskStatuses),
  priority: z.enum(priorities),
  owner: PersonReference.nullable(),
  /** The colleague who is away and for whom the owner, or the inbox, acts. */
  coveringFor: PersonReference.nullable(),
  careTeam: PersonReference,
  dueAt: Instant,
  createdAt: Instant,
  escalatedTo: PersonReference.nullable(),
  outcome: z.string().nullable(),
  /** The note that says what is to be done, of a follow-up. */
  noteId: Id.nullable(),
  /** Tries to reach the patient another way, and how the last one went. */
  attempts: z.number(),
  lastAttempt: z.enum(contactTries).nullable(),
  /** Put off until then; once that has passed it is to do again. */
  deferral: z.object({ until: Instant, reason: z.enum(deferralReasons), by: PersonReference }).nullable(),
  version: z.number(),
})

const conversationHead = {
  id: Id,
  topicId: Id,
  topic: BothLanguages,
  subject: z.string(),
  mode: z.enum(conversationModes),
  replyUntil: Instant.nullable(),
  status: z.enum(conversationStatuses),
  stage: z.enum(stages),
  /** The person who has the task, when the stage is with-person. */
  stagePerson: PersonReference.nullable(),
  /** For whom that person, or the inbox, acts. */
  stageFor: PersonReference.nullable(),
  careTeam: PersonReference,
  startedAt: Instant,
  lastMessageAt: Instant,
  dueAt: Instant.nullable(),
  outcome: z.enum(outcomes).nullable(),
  closedAt: Instant.nullable(),
  version: z.number(),
}

export const ConversationSummary = z.object({
  ...conversationHead,
  lastLine: z.string(),
  lastAuthor: PersonReference,
  isUnread: z.boolean(),
  hasAttachment: z.boolean(),
})

/** An answer on its way out, or one that did not go out. */
export const ScheduledSend = z.object({
  id: Id,
  /** Of the message that it becomes: the same, but that of the proposal where it decides a question. */
  messageId: Id,
  author: PersonReference,
  isMine: z.boolean(),
  state: z.enum(scheduledStates),
  act: z.enum(sendActs),
  /** Who wrote the words, when their author is who approved them. */
  writtenBy: PersonReference.nullable(),
  /** The clinician in whose name they go. */
  onBehalfOf: PersonReference.nullable(),
  /** Waits for nothing but a change of mind. */
  isUndo: z.boolean(),
  sendAt: Instant,
  outcome: z.enum(outcomes).nullable(),
  /** When it goes out, the patient cannot write any more until then; the words are the reason that they are told. */
  blocksUntil: Instant.nullable(),
  refusal: z.enum(sendRefusals).nullable(),
  /** Null when it is back in its author's draft, or withheld. */
  text: z.string().nullable(),
  attachments: z.array(Attachment),
})

/** What the clinic works with, beside the words: null for patients. */
export const Work = z.object({
  patient: z.object({
    id: Id,
    name: z.string(),
    birthDate: DateOn,
    healthNumber: z.string().nullable(),
    language: Language,
    phone: z.string().nullable(),
    noticeProblem: z.string().nullable(),
    textsStopped: z.enum(numberProblems).nullable(),
    hasAccount: z.boolean(),
    usualPractitioner: PersonReference.nullable(),
    openConversations: z.number(),
  }),
  tasks: z.array(Task),
  labelIds: z.array(Id),
  /** What the triage rules did with its messages, by the names that the rules had then; none for who may not read the words. */
  routings: z.array(
    z.object({
      at: Instant,
      version: z.number(),
      rules: z.array(z.string()),
      careTeam: PersonReference.nullable(),
      practitioner: PersonReference.nullable(),
      isUrgent: z.boolean(),
      /** What a rule answered with; a problem says why it was not sent. The name is null for who may read no templates. */
      reply: z
        .object({
          template: BothLanguages.nullable(),
          asksForMore: z.boolean(),
          problem: z.enum(replyProblems).nullable(),
        })
        .nullable(),
    }),
  ),
  /** How it came to another topic, the newest first. */
  topicMoves: z.array(z.object({ at: Instant, from: BothLanguages, to: BothLanguages, by: PersonReference })),
  /** Questions to clinicians about it, newest first. */
  consults: z.array(Consult),
  notes: z.array(z.object({ id: Id, author: PersonReference, text: z.string(), writtenAt: Instant })),
  present: z.array(z.object({ person: PersonReference, isWriting: z.boolean(), since: Instant })),
  filing: z
    .object({
      id: Id,
      status: z.enum(filingStatuses),
      requestedAt: Instant,
      filedAt: Instant.nullable(),
      location: z.string().nullable(),
      sha256: z.string().nullable(),
      problem: z.string().nullable(),
      /** Messages came after this filing. */
      isStale: z.boolean(),
    })
    .nullable(),
  /** The answer that waits to go out, and those that did not, the newest first. */
  scheduledSends: z.array(ScheduledSend),
  /** The reader's own words that did not go out and are more than an answer, as they were chosen; the newest first. */
  takenBack: z.array(
    z.object({
      draftId: Id,
      act: z.enum(formActs),
      coaching: z.enum(coachingKinds).nullable(),
      outcome: z.enum(outcomes).nullable(),
      text: z.string(),
    }),
  ),
  /** Only topic and subject are shown: the practice restricts what clerks read. */
  isRestricted: z.boolean(),
})

/** One time that two conversations of a patient were put together, as it is read in either of them. */
export const Merge = z.object({
  /** `from`: the other's messages are read here; `into`: this one's are read in the other. */
  way: z.enum(mergeWays),
  /** The other conversation; null when the reader may not know of it. */
  other: z.object({ id: Id, topic: BothLanguages, subject: z.string() }).nullable(),
  mergedAt: Instant,
  /** Who did it, and who undid it; null for patients, who are told that the clinic did. */
  mergedBy: PersonReference.nullable(),
  /** When they were taken apart again; null while they are together. */
  partedAt: Instant.nullable(),
  partedBy: PersonReference.nullable(),
})

/** One time that messages of a patient got a conversation of their own, as it is read in either of the two. */
export const Split = z.object({
  /** `from`: these were written in the other and are answered here; `into`: they stand here and are answered in the other. */
  way: z.enum(splitWays),
  /** The other conversation; null when the reader may not know of it. */
  other: z.object({ id: Id, topic: BothLanguages, subject: z.string() }).nullable(),
  at: Instant,
  /** Who did it; null for patients, who are told that the clinic did. */
  by: PersonReference.nullable(),
  /** Whether the two were put together again since: then both are answered in the one that they came from. */
  isUndone: z.boolean(),
  messageIds: z.array(Id),
  /** The messages themselves, oldest first, where they were written in the other; they never change and are sent once. */
  messages: z.array(Message),
})

export const Conversation = z.object({
  ...conversationHead,
  /** The newest first. */
  merges: z.array(Merge),
  /** The oldest first. */
  splits: z.array(Split),
  patient: PersonReference,
  /** By when the patient was told last to expect the answer; the clinic is held to `dueAt`. */
  expectedAt: Instant.nullable(),
  messages: z.array(Message),
  /** Older messages exist: pass this as `before`. */
  before: z.number().nullable(),
  can: ConversationCan,
  /** The one to whom a message would be now is away: who reads it, and when the clinic is open with them again. */
  away: z
    .object({ who: PersonReference, by: PersonReference, backAt: Instant, note: BothLanguages.nullable() })
    .nullable(),
  draft: z
    .object({
      id: Id,
      text: z.string(),
      isImportant: z.boolean(),
      version: z.number(),
      attachments: z.array(Attachment),
    })
    .nullable(),
  /** The reader's own unfinished internal note (staff). It becomes the note with its id. */
  noteDraft: z.object({ id: Id, text: z.string(), version: z.number() }).nullable(),
  /** What the reader is writing in a form beside it: one for each form. It ends with what it becomes. */
  formDrafts: z.array(
    z.object({
      form: z.enum(draftForms),
      /** The question that it decides. */
      consultId: Id.nullable(),
      id: Id,
      text: z.string(),
      version: z.number(),
    }),
  ),
  limits: z.object({ characters: z.number(), words: z.number().nullable(), files: z.number() }),
  work: Work.nullable(),
})

export const Sent = z.object({
  conversationId: Id,
  message: Message,
  autoReply: Message.nullable(),
  /** What a triage rule answered with. */
  ruleReply: Message.nullable(),
  dueAt: Instant.nullable(),
})

/** A send is made idempotent by ids that the client makes (UUIDv7): repeating it gives the first answer again. */
const sending = {
  /** The newest message the writer has seen: something newer answers 409 instead of crossing it unknowingly. */
  seenSequence: z.number().int().nonnegative().optional(),
  messageId: Id,
  text: Body,
  attachmentIds: z.array(Id).max(limits.attachmentsPerMessage).default([]),
  draftId: Id.optional(),
  /** Staff only: the patient is to read it soon, and is reminded earlier when they do not. */
  isImportant: z.boolean().optional(),
}

export const conversations = {
  startConversation: memberEndpoint({
    method: 'POST',
    path: '/conversations',
    summary: 'Start a conversation with its first message. A patient writes to the clinic; staff name the patient.',
    body: z.object({
      conversationId: Id,
      topicId: Id,
      subject: Subject,
      ...sending,
      /** Staff only. */
      patientId: Id.optional(),
      mode: z.enum(conversationModes).optional(),
      replyUntil: InstantInput.optional(),
    }),
    response: Sent,
    audit: 'conversation.start',
    urgency: 'first',
  }),
  sendMessage: memberEndpoint({
    method: 'POST',
    path: '/conversations/:conversationId/messages',
    summary: 'Send a message in a conversation.',
    params: { conversationId: Id },
    body: z.object(sending),
    response: Sent,
    audit: 'message.send',
    urgency: 'first',
  }),
  listConversations: memberEndpoint({
    method: 'GET',
    path: '/conversations',
    summary: "The patient's own conversations, newest first.",
    query: z.object(page),
    response: pageOf(ConversationSummary).extend({ unread: z.number() }),
    audit: 'conversation.list',
  }),
  readConversation: memberEndpoint({
    method: 'GET',
    path: '/conversations/:conversationId',
    summary: 'A conversation and its messages, oldest first within the page.',
    params: { conversationId: Id },
    query: z.object({ before: z.coerce.number().int().positive().optional() }),
    response: Conversation,
    audit: 'conversation.read',
  }),
  markRead: memberEndpoint({
    method: 'PUT',
    path: '/conversations/:conversationId/read-position',
    summary: 'The reader has seen the messages up to this sequence number; it never moves back.',
    params: { conversationId: Id },
    body: z.object({ sequence: z.number().int().nonnegative() }),
    response: z.object({ sequence: z.number() }),
    audit: 'message.read',
  }),
  closeConversation: memberEndpoint({
    method: 'PUT',
    path: '/conversations/:conversationId/closure',
    summary: 'Close with an outcome, and file to the chart.',
    params: { conversationId: Id },
    body: z.object({ outcome: z.enum(outcomes), version: z.number().int() }),
    response: z.object({ version: z.number() }),
    audit: 'conversation.close',
  }),
  reopenConversation: memberEndpoint({
    method: 'DELETE',
    path: '/conversations/:conversationId/closure',
    summary: "Reopen within the topic's window.",
    params: { conversationId: Id },
    response: z.object({ version: z.number() }),
    audit: 'conversation.reopen',
  }),
  moveTopic: memberEndpoint({
    method: 'PUT',
    path: '/conversations/:conversationId/topic',
    summary:
      'Say that an open conversation is about another topic; whose it is and by when stay. Moving it back undoes it.',
    params: { conversationId: Id },
    body: z.object({ topicId: Id, version: z.number().int() }),
    response: z.object({ version: z.number() }),
    audit: 'conversation.move-topic',
  }),
  listMergeable: memberEndpoint({
    method: 'GET',
    path: '/conversations/:conversationId/mergeable',
    summary: 'The open conversations of the same patient that can be put into this one, the newest first (staff).',
    params: { conversationId: Id },
    response: z.object({
      items: z.array(
        z.object({
          id: Id,
          topic: BothLanguages,
          subject: z.string(),
          startedAt: Instant,
          lastMessageAt: Instant,
          /** By when the clinic is to answer it; null when nothing is owed. */
          dueAt: Instant.nullable(),
          version: z.number(),
        }),
      ),
    }),
    audit: 'conversation.list',
  }),
  mergeConversation: memberEndpoint({
    method: 'PUT',
    path: '/conversations/:conversationId/merged/:otherId',
    summary:
      'Put another open conversation of the same patient into this one (staff): its messages are read here, and what is owed there is owed here. Both versions must be current. Deleting it undoes it.',
    params: { conversationId: Id, otherId: Id },
    body: z.object({ version: z.number().int(), otherVersion: z.number().int() }),
    response: z.object({ version: z.number() }),
    audit: 'conversation.merge',
  }),
  unmergeConversation: memberEndpoint({
    method: 'DELETE',
    path: '/conversations/:conversationId/merged/:otherId',
    summary: 'Take a conversation out of this one again (staff): what is still owed for it is owed there again.',
    params: { conversationId: Id, otherId: Id },
    response: z.object({ version: z.number() }),
    audit: 'conversation.unmerge',
  }),
  splitConversation: memberEndpoint({
    method: 'PUT',
    path: '/conversations/:conversationId/split/:newId',
    summary:
      'Answer some messages of the patient in a conversation of their own (staff), whose id the client makes. They stay where they were written and are read in both; what is owed for them is owed there, as of when the oldest came. Putting the two together undoes it.',
    params: { conversationId: Id, newId: Id },
    body: z.object({
      messageIds: z.array(Id).min(1).max(limits.splitMessages),
      topicId: Id,
      subject: Subject,
      version: z.number().int(),
    }),
    response: z.object({ version: z.number(), newVersion: z.number() }),
    audit: 'conversation.split',
  }),
  retractMessage: memberEndpoint({
    method: 'PUT',
    path: '/conversations/:conversationId/messages/:messageId/retraction',
    summary: 'Mark a message of yours as withdrawn. Its words stay in the record; the trace is shown to both sides.',
    params: { conversationId: Id, messageId: Id },
    body: z.object({ reason: typed(limits.reasonCharacters) }),
    response: Message,
    audit: 'message.retract',
  }),
  writeNote: memberEndpoint({
    method: 'POST',
    path: '/conversations/:conversationId/notes',
    summary: 'An internal note. Notes are kept apart from messages and can never be sent.',
    params: { conversationId: Id },
    body: z.object({ noteId: Id, text: typed(limits.noteCharacters) }),
    response: Empty,
    audit: 'note.write',
  }),
  putLabel: memberEndpoint({
    method: 'PUT',
    path: '/conversations/:conversationId/labels/:labelId',
    summary: 'Put one of the practice’s labels on a conversation (staff).',
    params: { conversationId: Id, labelId: Id },
    response: z.object({ labelIds: z.array(Id) }),
    audit: 'label.put',
  }),
  takeLabel: memberEndpoint({
    method: 'DELETE',
    path: '/conversations/:conversationId/labels/:labelId',
    summary: 'Take a label off a conversation, whoever or whatever rule put it there (staff).',
    params: { conversationId: Id, labelId: Id },
    response: z.object({ labelIds: z.array(Id) }),
    audit: 'label.take',
  }),
  showPresence: memberEndpoint({
    method: 'PUT',
    path: '/conversations/:conversationId/presence',
    summary: 'Tell colleagues that you look at this conversation, or write in it.',
    params: { conversationId: Id },
    body: z.object({ isWriting: z.boolean(), isLeaving: z.boolean().optional() }),
    response: z.object({ present: Work.shape.present }),
    audit: { none: 'Says nothing of the content; the reading itself is recorded.' },
  }),
}
