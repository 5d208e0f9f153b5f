import { z } from 'zod'
import { absenceReasons, absenceStates, partyKinds } from '../absence.ts'
import { memberEndpoint } from '../endpoint.ts'
import { limits } from '../limits.ts'
import { BothLanguages, DateOn, Id, Instant, LocalTime, PersonReference, typed } from './common.ts'

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
}
