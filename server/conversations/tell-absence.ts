import type { Party } from '../../shared/absence.ts'
import type { Cover } from '../absences/load-cover.ts'
import type { Context } from '../access/context.ts'
import { careTeamReference, type PersonReference, practitionerReference } from '../access/names.ts'
import { type BusinessCalendar, isOpen, NeverOpenError, nextOpening } from '../routing/business-hours.ts'
import type { Responder } from '../routing/choose-responder.ts'

/** Who is away, until when the clinic is open with them again, and who reads meanwhile. */
export type Away = {
  absenceId: string
  who: PersonReference
  by: PersonReference
  backAt: Date
  note: { en: string; fr: string } | null
}

/** What a patient is told when the one they write to is away; null when nobody is. */
export function tellAbsence(
  ctx: Context,
  facts: { cover: Cover; calendar: BusinessCalendar; language: 'en' | 'fr' },
  responder: Responder,
): Away | null {
  const { cover, calendar, language } = facts
  const absence = cover.absences.find(({ id }) => id === responder.absenceId)
  if (absence === undefined) {
    return null
  }
  const named = (party: Party) => referenceTo(ctx, cover, party, language)
  return {
    absenceId: absence.id,
    who: named(absence.of),
    by: named(
      responder.ownerId === null
        ? { kind: 'care-team', id: responder.careTeamId }
        : { kind: 'practitioner', id: responder.ownerId },
    ),
    backAt: backAt(calendar, absence.endsAt),
    note: openNote(ctx, cover, absence.id),
  }
}

function referenceTo(ctx: Context, cover: Cover, { kind, id }: Party, language: 'en' | 'fr'): PersonReference {
  if (kind === 'practitioner') {
    return personNamed(ctx, cover, id)
  }
  const inbox = cover.inboxes.get(id)
  return inbox === undefined ? { id, kind, name: '', role: null } : careTeamReference(language, inbox)
}

/** Somebody who is away or acts for one who is: their names come with the facts. */
export function personNamed(ctx: Context, cover: Cover, id: string): PersonReference {
  const person = cover.people.get(id)
  return person === undefined ? { id, kind: 'practitioner', name: '', role: null } : practitionerReference(ctx, person)
}

function openNote(ctx: Context, cover: Cover, absenceId: string): Away['note'] {
  const note = cover.notes.get(absenceId)
  return note === undefined
    ? null
    : {
        en: ctx.keys.openForPractice('absences.note_en_sealed', note, note.en),
        fr: ctx.keys.openForPractice('absences.note_fr_sealed', note, note.fr),
      }
}

/** An absence that ends outside the hours is over for patients when the clinic opens. */
function backAt(calendar: BusinessCalendar, endsAt: Date): Date {
  try {
    return isOpen(calendar, endsAt) ? endsAt : nextOpening(calendar, endsAt)
  } catch (error) {
    if (error instanceof NeverOpenError) {
      return endsAt
    }
    throw error
  }
}
