import type { audit as api } from '../../shared/api/audit.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { AuditEntry } from '../access/audit-entry.ts'
import { permitAudit } from '../access/audit-log.ts'
import type { Context } from '../access/context.ts'
import { type PersonReference, practitionerNames } from '../access/names.ts'
import { isUuidv7 } from '../platform/ids.ts'
import { invalid } from '../platform/problems.ts'
import { findEvents, type FoundEvent } from './find-events.ts'
import { openGrants } from './open-grants.ts'
import { namePatients } from './name-patients.ts'
import { flagged, readEntry } from './terms.ts'

type Input = InputOf<typeof api.searchAudit>
type Page = ResultOf<typeof api.searchAudit>
type Row = Page['items'][number]

/** The log for the privacy officer, newest first. Whose names are opened for it stands in the log afterwards. */
export async function searchAudit(ctx: Context, input: Input): Promise<Page> {
  permitAudit(ctx, 'audit.search')
  const size = input.limit ?? limits.pageRows
  const found = await findEvents(ctx.tx, ctx.actor.practiceId, {
    terms: [input.patientId, input.actorId, input.act, input.flagged === true ? flagged : undefined].filter(
      (term) => term !== undefined,
    ),
    from: input.from,
    until: input.until,
    before: readCursor(input.cursor),
    count: size + 1,
  })
  const shown = found.slice(0, size).map((event) => ({ event, entry: readEntry(event.payload) }))
  const entries = shown.flatMap(({ entry }) => entry ?? [])
  const [staff, grants] = await Promise.all([
    practitionerNames(ctx),
    openGrants(ctx, { ids: entries.flatMap(({ reason }) => reason ?? []) }),
  ])
  const ids = entries.flatMap((entry) => [...named(entry, input), ...actingPatient(entry)])
  const patients = await namePatients(ctx, ids)
  await recordAudit(ctx, 'audit.search', {
    patients: [...new Set([...patients.keys(), ...grants.values().map(({ patientId }) => patientId)])],
    info: ['audit', 'demographics'],
  })
  const people = new Map([...staff, ...patients])
  const last = shown.at(-1)
  return {
    items: shown.map(({ event, entry }) => viewRow(ctx, event, entry, { people, input, grants })),
    nextCursor: found.length > size && last !== undefined ? last.event.id : null,
  }
}

function readCursor(cursor: string | undefined): string | undefined {
  if (cursor !== undefined && !isUuidv7(cursor)) {
    throw invalid({ path: 'cursor', code: 'malformed' })
  }
  return cursor
}

/** The first few patients of an entry, and first of all the one that is looked for. */
function named({ patient }: AuditEntry, { patientId }: Input): string[] {
  const first = patient.filter((id) => id === patientId)
  return [...first, ...patient.filter((id) => id !== patientId)].slice(0, limits.auditPatientsNamed)
}

function actingPatient({ actor }: AuditEntry): string[] {
  return actor.kind === 'patient' && actor.member !== undefined ? [actor.member] : []
}

type Known = { people: Map<string, PersonReference>; input: Input; grants: Awaited<ReturnType<typeof openGrants>> }

function viewRow(ctx: Context, event: FoundEvent, entry: AuditEntry | null, known: Known): Row {
  const { id, is_sealed: isSealed } = event
  if (entry === null) {
    // Somebody put it there who is not us. Verification says so; here it is not hidden.
    const nothing = { actor: null, patients: [], patientCount: 0, object: null, outcome: 8, reason: null }
    return { id, at: timeOf(id), act: 'unreadable', ...nothing, isSealed }
  }
  const { actor, object, reason, patient } = entry
  return {
    id,
    at: new Date(entry.at),
    act: entry.act,
    actor:
      actor.kind === 'system'
        ? { id: ctx.actor.practiceId, kind: 'system', name: '', role: null }
        : (known.people.get(actor.member ?? '') ?? null),
    patients: named(entry, known.input).flatMap((patientId) => known.people.get(patientId) ?? []),
    patientCount: patient.length,
    object: object === undefined ? null : { type: object.type, id: object.id },
    outcome: entry.outcome,
    reason: reason === undefined ? null : (known.grants.get(reason)?.reason ?? ''),
    isSealed,
  }
}

/** The first 48 bits of a UUIDv7 are its time. */
function timeOf(id: string): Date {
  return new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16))
}
