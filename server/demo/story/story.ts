import type { Outcome } from '../../../shared/conversation.ts'
import type { Role } from '../../../shared/people.ts'
import type { expectedRoles } from '../../../shared/seeing.ts'
import type { TemplateScope } from '../../../shared/template.ts'
import type { When } from '../when.ts'

/** The words of the story, before it has ids: people, inboxes and topics are named by keys. */
export type Both = { en: string; fr: string }

export type StoryPractice = {
  key: string
  name: string
  address: string
  phone: string
  timeZone: string
  /** Of every working day, in local time. */
  hours: { opens: string; closes: string }[]
  colleagues: StoryColleague[]
  inboxes: { key: string; name: Both; owner: string; backup: string; members: string[] }[]
  topics: StoryTopic[]
  /** In minutes of opening. */
  expectations: {
    role: (typeof expectedRoles)[number]
    triageMinutes: number | null
    replyMinutes: number | null
  }[]
  patients: StoryPatient[]
  threads: Thread[]
  absences?: StoryAbsence[]
  rotations?: StoryRotation[]
  templates?: StoryTemplate[]
  triage?: StoryTriage
}

/** Saved by an administrator today: what came before was sorted by hand. */
export type StoryTriage = {
  by: string
  labels: { key: string; name: Both }[]
  rules: {
    name: string
    words?: string[]
    topics?: string[]
    ageTo?: number
    inbox?: string
    isUrgent?: boolean
    label?: string
  }[]
}

/** Written by the colleague who is away. */
export type StoryAbsence = { who: string; enteredAt: When; from: When; until: When; cover: string; note: Both }

/** Of an inbox, written by its owner, from a Monday some weeks ahead on; by weekday (1 Monday), who answers. */
export type StoryRotation = { by: string; inbox: string; startsInWeeks: number; days: Record<number, string> }

/** A text written once: the practice's, an inbox's, or the writer's own; `reviewInDays` from today, before it: due. */
export type StoryTemplate = {
  by: string
  scope: TemplateScope
  inbox?: string
  at: When
  name: Both
  text: Both
  reviewInDays?: number
}

export type StoryColleague = {
  key: string
  name: string
  role: Role
  email: string
  language: 'en' | 'fr'
  /** What to look at first, for whoever signs in as them. */
  lookAt: string
}

export type StoryTopic = {
  keyword: string
  name: Both
  help: Both
  urgentHelp: Both
  inbox: string
  characters: number
  files: number
  /** Reply standard, in working days. */
  replyWithinDays: number
  remindAfterHours: number
}

export type StoryPatient = {
  key: string
  givenName: string
  familyName: string
  birthDate: string
  /** Its first nine digits; null for somebody without a card. */
  healthNumber: number | null
  language: 'en' | 'fr'
  phone: string
  /** On the card, for notices; null for somebody who has none. */
  email: string | null
  /** Of the account, the same in every practice. */
  signIn: string
  /** Whether they have signed up; else they are known to the clinic only, or have been given a code. */
  account: 'yes' | 'invited' | 'no'
  usual: string | null
  lookAt?: string
}

export type Thread = {
  topic: string
  subject: string
  /** The patient it is about, and, when the clinic began it, who did. */
  patient: string
  startedBy?: string
  mode?: 'two-way' | 'one-way'
  at: When
  text: string
  steps?: Step[]
}

export type Step =
  | { at: When; by: string; does: 'write' | 'note'; text: string }
  | { at: When; by: string; does: 'read' | 'claim' | 'mark-urgent' }
  | { at: When; by: string; does: 'assign'; to: string }
  | { at: When; by: string; does: 'close'; outcome: Outcome }
