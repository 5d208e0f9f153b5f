import { z } from 'zod'
import { absenceReasons, absenceStates, fallbacks, handoverStates, partyKinds } from '../absence.ts'
import { memberEndpoint } from '../endpoint.ts'
import { limits } from '../limits.ts'
import { BothLanguages, DateOn, Empty, Id, Instant, LocalTime, PersonReference, typed } from './common.ts'

/** A colleague or an inbox, by id. */
const Party = z.object({ kind: z.enum(partyKinds), id: Id })
const NoteInput = z.object({ en: typed(limits.absenceNoteCharacters), fr: typed(limits.absenceNoteCharacters) })

export const Absence = z.object({
  id: Id,
  who: PersonReference,
  /** Who answers meanwhile; null: the inbox that a message is in. */
  cover: PersonReference.nullable(),
  /** On the practice's clock, as they were typed; the instants are what counts. */
  from: LocalTime,
  until: LocalTime,
  startsAt: Instant,
  endsAt: Instant,
  /** For those who may change it, and null for everybody else. */
  reason: z.enum(absenceReasons).nullable(),
  /** What patients read. */
  note: BothLanguages.nullable(),
  state: z.enum(absenceStates),
  canChange: z.boolean(),
  version: z.number(),
})

const turn = { week: z.number().int().min(1).max(limits.rotationWeeks), weekday: z.number().int().min(1).max(7) }

export const Rotation = z.object({
  id: Id,
  who: PersonReference,
  startsOn: DateOn,
  endsOn: DateOn.nullable(),
  weeks: z.number(),
  /** Whole days of the practice's clock; on the others, who is asked for answers. */
  turns: z.array(z.object({ ...turn, person: PersonReference })),
  state: z.enum(absenceStates),
  canChange: z.boolean(),
  version: z.number(),
})

/** Who acts for a person or an inbox during a stretch of time. */
const Acting = z.object({
  /** A person or an inbox; null: the inbox that the message is in. */
  acts: PersonReference.nullable(),
  /** The person who answers for it; null for a person whose message would stay in its inbox, and where nobody does. */
  answers: PersonReference.nullable(),
  isCovered: z.boolean(),
  /** Somebody was meant to have it, and nobody named can: stable codes. */
  fallback: z.enum(fallbacks).nullable(),
  /** Nobody is there for it. */
  isGap: z.boolean(),
})
const stretch = { from: Instant, until: Instant }

export const ResponderForecast = z.object({
  who: PersonReference,
  openTasks: z.number(),
  now: Acting,
  /** Each day from its first opening to its last closing; the whole of a day on which the practice is closed. */
  days: z.array(z.object({ date: DateOn, isOpen: z.boolean(), stretches: z.array(Acting.extend(stretch)) })),
})

export const CalendarDay = z.object({
  date: DateOn,
  isOpen: z.boolean(),
  /** Absences in force on this day, by id. */
  absenceIds: z.array(Id),
  turns: z.array(z.object({ rotationId: Id, who: PersonReference, person: PersonReference })),
  /** While the practice is open: an inbox, or a person with something to do, has nobody. */
  gaps: z.array(
    z.object({ who: PersonReference, fallback: z.enum(fallbacks).nullable(), openTasks: z.number(), ...stretch }),
  ),
})

const counts = { came: z.number(), answered: z.number(), open: z.number(), urgent: z.number() }
const HandoverHead = z.object({ absenceId: Id, from: LocalTime, until: LocalTime, ...counts })
export const HandoverItem = z.object({
  conversationId: Id,
  patient: z.object({ id: Id, name: z.string(), birthDate: DateOn }),
  topic: BothLanguages,
  subject: z.string(),
  cameAt: Instant,
  /** It came while the reader was away; otherwise it was there before. */
  isNew: z.boolean(),
  state: z.enum(handoverStates),
  /** Who answered or ended it, or who has it now; null: it is in the inbox. */
  by: PersonReference.nullable(),
  isUrgent: z.boolean(),
  dueAt: Instant.nullable(),
})

export const absences = {
  listAbsences: memberEndpoint({
    method: 'GET',
    path: '/absences',
    summary: 'Absences and rotations that are in force or to come (staff).',
    response: z.object({ items: z.array(Absence), rotations: z.array(Rotation), timeZone: z.string() }),
    audit: { none: 'Not about a patient.' },
  }),
  saveAbsence: memberEndpoint({
    method: 'PUT',
    path: '/absences/:absenceId',
    summary:
      'Create or change an absence: one’s own, an inbox’s by its owner, any by an administrator. `version` 0 creates. What is open moves with it.',
    params: { absenceId: Id },
    body: z.object({
      who: Party,
      from: LocalTime,
      until: LocalTime,
      cover: Party.nullable(),
      reason: z.enum(absenceReasons),
      note: NoteInput.nullable(),
      version: z.number().int().nonnegative(),
    }),
    response: Absence,
    audit: 'absence.save',
  }),
  cancelAbsence: memberEndpoint({
    method: 'PUT',
    path: '/absences/:absenceId/cancellation',
    summary: 'Call an absence off; one that has begun ends now, and what is open returns.',
    params: { absenceId: Id },
    body: z.object({ version: z.number().int() }),
    response: Absence,
    audit: 'absence.cancel',
  }),
  saveRotation: memberEndpoint({
    method: 'PUT',
    path: '/rotations/:rotationId',
    summary:
      'Create or change who answers on which days, week after week; the same people may as for absences. `version` 0 creates.',
    params: { rotationId: Id },
    body: z.object({
      who: Party,
      startsOn: DateOn,
      endsOn: DateOn.nullable(),
      weeks: z.number().int().min(1).max(limits.rotationWeeks),
      turns: z.array(z.object({ ...turn, practitionerId: Id })).max(limits.rotationWeeks * 7),
      version: z.number().int().nonnegative(),
    }),
    response: Rotation,
    audit: 'rotation.save',
  }),
  cancelRotation: memberEndpoint({
    method: 'PUT',
    path: '/rotations/:rotationId/cancellation',
    summary: 'End a rotation now.',
    params: { rotationId: Id },
    body: z.object({ version: z.number().int() }),
    response: Rotation,
    audit: 'rotation.cancel',
  }),
  readAbsenceCalendar: memberEndpoint({
    method: 'GET',
    path: '/absence-calendar',
    summary: 'A month: who is away, whose turn it is, and where nobody is there while the practice is open (staff).',
    query: z.object({
      month: z
        .string()
        .regex(/^\d{4}-\d\d$/)
        .optional(),
    }),
    response: z.object({
      month: z.string(),
      today: DateOn,
      timeZone: z.string(),
      days: z.array(CalendarDay),
      absences: z.array(Absence),
    }),
    audit: { none: 'Counts only; no patient is shown.' },
  }),
  previewResponders: memberEndpoint({
    method: 'GET',
    path: '/responders',
    summary:
      'Who would get a message now, and on each of the seven days from a date on; by default those of next week (staff).',
    query: z.object({ from: DateOn.optional() }),
    response: z.object({ from: DateOn, today: DateOn, timeZone: z.string(), items: z.array(ResponderForecast) }),
    audit: { none: 'Counts only; no patient is shown.' },
  }),
  listHandovers: memberEndpoint({
    method: 'GET',
    path: '/handovers',
    summary: 'What happened while you were away and you have not read yet, by absence, as counts.',
    response: z.object({ items: z.array(HandoverHead) }),
    audit: { none: 'Counts only; no patient is shown.' },
  }),
  readHandover: memberEndpoint({
    method: 'GET',
    path: '/handovers/:absenceId',
    summary: 'Who wrote while you were away, what was answered and by whom, what is open and what is urgent.',
    params: { absenceId: Id },
    response: HandoverHead.extend({ items: z.array(HandoverItem), isRead: z.boolean() }),
    audit: 'handover.read',
  }),
  finishHandover: memberEndpoint({
    method: 'PUT',
    path: '/handovers/:absenceId/reading',
    summary: 'You have read the handover.',
    params: { absenceId: Id },
    response: Empty,
    audit: 'handover.finish',
  }),
}
