import { type AbsenceReason, isSameParty, type Party } from '../../shared/absence.ts'
import type { absences as api } from '../../shared/api/absences.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { type Fields, readFields } from '../people/typed-fields.ts'
import type { CoverFacts } from '../routing/cover-facts.ts'
import { walkResponders } from '../routing/walk-responders.ts'
import { instantOf } from './local-time.ts'
import type { Names } from './names.ts'

type Input = InputOf<typeof api.saveAbsence>
export type TypedAbsence = {
  who: Party
  from: string
  until: string
  startsAt: Date
  endsAt: Date
  cover: Party | null
  reason: AbsenceReason
  note: { en: string; fr: string } | null
}
type Around = {
  cover: CoverFacts
  names: Names
  /** The absence as it is, when it is being changed. */
  current: { who: Party | { kind: string; id: string }; from: string; startsAt: Date } | null
  now: Date
}

/** An absence as it was typed, or every field that cannot be so. */
export function readAbsence(input: Input, around: Around): TypedAbsence {
  return readFields((fields) => {
    const { who, cover, from, until, reason } = input
    refuseWho(fields, who, around)
    const startsAt = readTime(fields, 'from', from, around)
    const endsAt = readTime(fields, 'until', until, around)
    const note = readNote(fields, input.note)
    if (startsAt === null || endsAt === null) {
      return { who, from, until, startsAt: around.now, endsAt: around.now, cover, reason, note }
    }
    const absence = { who, from, until, startsAt, endsAt, cover, reason, note }
    if (refuseTimes(fields, absence, around) && refuseOverlap(fields, input.absenceId, absence, around)) {
      refuseCover(fields, input.absenceId, absence, around)
    }
    return absence
  })
}

function refuseWho(fields: Fields, who: Party, { cover, current }: Around): void {
  if (current !== null && (current.who.kind !== who.kind || current.who.id !== who.id)) {
    fields.refuse('who', 'cannot-change')
  } else if (!isKnown(cover, who)) {
    fields.refuse('who', 'not-a-working-colleague')
  }
}

/** A colleague who may act, or an inbox. */
function isKnown(cover: CoverFacts, party: Party): boolean {
  return party.kind === 'care-team' ? cover.careTeams.has(party.id) : cover.actingIds.has(party.id)
}

function readTime(fields: Fields, path: 'from' | 'until', local: string, { cover }: Around): Date | null {
  const instant = instantOf(cover.timeZone, local)
  if (instant === null) {
    fields.refuse(path, 'date')
  }
  return instant
}

/** In both languages, or in none. */
function readNote(fields: Fields, typed: Input['note']): TypedAbsence['note'] {
  if (typed === null || (typed.en.trim() === '' && typed.fr.trim() === '')) {
    return null
  }
  return {
    en: fields.text('note.en', typed.en, limits.absenceNoteCharacters),
    fr: fields.text('note.fr', typed.fr, limits.absenceNoteCharacters),
  }
}

const dayMs = 86_400_000

/** Whether the times can be; what has begun keeps its beginning. */
function refuseTimes(fields: Fields, { from, startsAt, endsAt }: TypedAbsence, { current, now }: Around): boolean {
  const days = (endsAt.getTime() - startsAt.getTime()) / dayMs
  const problems: [isWrong: boolean, path: 'from' | 'until', code: string, limit?: number][] = [
    [current !== null && current.startsAt <= now && current.from !== from, 'from', 'already-begun'],
    [current === null && startsAt.getTime() < now.getTime() - limits.absenceBackDays * dayMs, 'from', 'too-long-ago'],
    [startsAt.getTime() > now.getTime() + limits.absenceDays * dayMs, 'from', 'too-far-ahead'],
    [endsAt <= startsAt, 'until', 'before-from'],
    [endsAt > startsAt && endsAt <= now, 'until', 'in-the-past'],
    [days > limits.absenceDays, 'until', 'too-long', limits.absenceDays],
  ]
  const wrong = problems.filter(([isWrong]) => isWrong)
  wrong.forEach(([, path, code, limit]) => fields.refuse(path, code, limit))
  return wrong.length === 0
}

function refuseOverlap(fields: Fields, id: string, absence: TypedAbsence, { cover }: Around): boolean {
  const overlaps = cover.absences.some(
    (other) =>
      other.id !== id &&
      isSameParty(other.of, absence.who) &&
      other.startsAt < absence.endsAt &&
      absence.startsAt < other.endsAt,
  )
  if (overlaps) {
    fields.refuse('from', 'overlapping')
  }
  return !overlaps
}

/** Who covers can act, and the way from them leads neither back nor too far on any day of the absence. */
function refuseCover(fields: Fields, id: string, absence: TypedAbsence, { cover: facts, now }: Around): void {
  const { who, cover } = absence
  if (cover === null) {
    if (who.kind === 'care-team') {
      fields.refuse('cover', 'missing')
    }
    return
  }
  if (isSameParty(cover, who)) {
    fields.refuse('cover', 'same-as-who')
    return
  }
  if (!isKnown(facts, cover)) {
    fields.refuse('cover', cover.kind === 'care-team' ? 'not-found' : 'not-a-working-colleague')
    return
  }
  const planned = {
    ...facts,
    absences: [
      ...facts.absences.filter((other) => other.id !== id),
      { id, of: who, cover, startsAt: absence.startsAt, endsAt: absence.endsAt },
    ],
  }
  const addressee =
    who.kind === 'care-team' ? { personId: null, careTeamId: who.id } : { personId: who.id, careTeamId: '' }
  const from = absence.startsAt > now ? absence.startsAt : now
  const ends = walkResponders(planned, addressee, from, absence.endsAt).map(({ responder }) => responder.fallback)
  if (ends.includes('ring')) {
    fields.refuse('cover', 'ring')
  } else if (ends.includes('too-long')) {
    fields.refuse('cover', 'chain-too-long', limits.coverHops)
  }
}
