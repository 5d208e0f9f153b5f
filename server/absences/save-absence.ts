import type { Party } from '../../shared/absence.ts'
import type { absences as api } from '../../shared/api/absences.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { accessAbsence, canChangeAbsence, permitAbsences } from '../access/absences.ts'
import { type Recorded, recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { lockPractice } from '../people/lock-practice.ts'
import { assertNewId } from '../people/new-id.ts'
import { isFresh } from '../people/stale-form.ts'
import { conflict, forbidden, notFound } from '../platform/problems.ts'
import { lookAgain } from '../tasks/look-again.ts'
import { type AbsenceView, selectAbsences, stateOf, viewAbsence } from './list-absences.ts'
import { loadCover } from './load-cover.ts'
import { selectNames } from './names.ts'
import { readAbsence, type TypedAbsence } from './typed-absence.ts'

type Input = InputOf<typeof api.saveAbsence>

/**
 * Creates an absence (`version` 0) or changes it whole, also while it is in force: who acts follows from its times, and what
 * is open is looked at again at once.
 */
export async function saveAbsence(ctx: Context, input: Input): Promise<AbsenceView> {
  permitAbsences(ctx)
  const { absenceId } = input
  const [, before, cover, names] = await Promise.all([
    lockPractice(ctx),
    selectAbsences(ctx).where('id', '=', absenceId).executeTakeFirst(),
    loadCover(ctx, { from: earliest(ctx.now), until: latest(ctx.now) }),
    selectNames(ctx),
  ])
  if (before === undefined && input.version > 0) {
    throw notFound()
  }
  if (before !== undefined) {
    await accessAbsence(ctx, absenceId)
  }
  const ownerId = input.who.kind === 'care-team' ? (names.ownerOf.get(input.who.id) ?? null) : null
  const practitionerId = input.who.kind === 'practitioner' ? input.who.id : null
  if (!canChangeAbsence(ctx.actor, { practitionerId, inboxOwnerId: ownerId })) {
    throw forbidden()
  }
  const state = before === undefined ? 'planned' : stateOf(before, ctx.now)
  if (state === 'ended' || state === 'cancelled') {
    throw conflict('absence-over')
  }
  const current = before === undefined ? null : viewAbsence(ctx, before, names)
  const absence = readAbsence(input, { cover, names, current, now: ctx.now })
  if (current === null) {
    assertNewId('absenceId', absenceId)
    if (cover.absences.filter(({ endsAt }) => endsAt > ctx.now).length >= limits.absences) {
      throw conflict('limit-reached', { limit: limits.absences })
    }
  }
  if (current === null || isFresh(fieldsOf(current), { ...formOf(absence), version: input.version })) {
    await write(ctx, absenceId, absence, current?.version ?? 0)
  }
  const after = await selectAbsences(ctx).where('id', '=', absenceId).executeTakeFirstOrThrow()
  if (!ctx.recorded.includes('absence.save')) {
    await recordAudit(ctx, 'absence.save', { object: { type: 'absence', id: absenceId, version: after.version } })
  }
  return viewAbsence(ctx, after, names)
}

const dayMs = 86_400_000
const earliest = (now: Date) => new Date(now.getTime() - limits.absenceBackDays * dayMs)
/** An absence may begin as far ahead as one may last. */
const latest = (now: Date) => new Date(now.getTime() + 2 * limits.absenceDays * dayMs)

/** What the form holds, by the names of its fields. */
function formOf({ who, from, until, cover, reason, note }: TypedAbsence) {
  return { who, from, until, cover, reason, note }
}

function fieldsOf(view: AbsenceView): ReturnType<typeof formOf> & { version: number } {
  const party = ({ kind, id }: { kind: string; id: string }): Party => ({
    kind: kind === 'care-team' ? 'care-team' : 'practitioner',
    id,
  })
  const { from, until, note, version } = view
  return {
    who: party(view.who),
    from,
    until,
    cover: view.cover === null ? null : party(view.cover),
    reason: view.reason ?? 'other',
    note,
    version,
  }
}

async function write(ctx: Context, id: string, absence: TypedAbsence, versionBefore: number): Promise<void> {
  const version = versionBefore + 1
  const { columns, envelopes } = sealNote(ctx, { id, version }, absence.note)
  const values = {
    ...columnsOf(absence.who, absence.cover),
    starts_at: absence.startsAt,
    ends_at: absence.endsAt,
    reason: absence.reason,
    ...columns,
    version,
  }
  const { practiceId } = ctx.actor
  await Promise.all([
    versionBefore === 0
      ? ctx.tx
          .insertInto('absences')
          .values({ practice_id: practiceId, id, ...values, created_at: ctx.now, created_by_id: ctx.actor.id ?? id })
          .execute()
      : ctx.tx.updateTable('absences').set(values).where('practice_id', '=', practiceId).where('id', '=', id).execute(),
    lookAgain(ctx, absence.who),
    recordAudit(ctx, 'absence.save', { object: { type: 'absence', id, version }, envelopes }),
  ])
}

function columnsOf(who: Party, cover: Party | null) {
  const column = (party: Party | null, kind: Party['kind']) => (party?.kind === kind ? party.id : null)
  return {
    practitioner_id: column(who, 'practitioner'),
    care_team_id: column(who, 'care-team'),
    covering_practitioner_id: column(cover, 'practitioner'),
    covering_care_team_id: column(cover, 'care-team'),
  }
}

/** The words are sealed anew with every change: the version of the row is bound into them. */
export function sealNote(
  ctx: Context,
  row: { id: string; version: number },
  note: { en: string; fr: string } | null,
): {
  columns: { note_en_sealed: Buffer | null; note_fr_sealed: Buffer | null }
  envelopes: NonNullable<Recorded['envelopes']>
} {
  if (note === null) {
    return { columns: { note_en_sealed: null, note_fr_sealed: null }, envelopes: [] }
  }
  const en = ctx.keys.sealForPractice('absences.note_en_sealed', row, note.en)
  const fr = ctx.keys.sealForPractice('absences.note_fr_sealed', row, note.fr)
  return {
    columns: { note_en_sealed: en, note_fr_sealed: fr },
    envelopes: [
      { column: 'absences.note_en_sealed', row: row.id, envelope: en },
      { column: 'absences.note_fr_sealed', row: row.id, envelope: fr },
    ],
  }
}
