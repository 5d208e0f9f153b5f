import type { absences as api } from '../../shared/api/absences.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { permitAbsences } from '../access/absences.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { patientName } from '../access/names.ts'
import { notFound } from '../platform/problems.ts'
import { countHandover, selectHandoverItems, selectOwnAbsences } from './handover-rows.ts'
import { localOf } from './local-time.ts'
import { nameOf, type Names, selectNames } from './names.ts'

type Handover = ResultOf<typeof api.readHandover>
type Row = Awaited<ReturnType<typeof selectHandoverItems>>[number]

/** Who wrote while the reader was away, what became of it, and what waits for them. Others' absences are as unknown as none. */
export async function readHandover(ctx: Context, input: InputOf<typeof api.readHandover>): Promise<Handover> {
  permitAbsences(ctx)
  const absence = await selectOwnAbsences(ctx).where('id', '=', input.absenceId).executeTakeFirst()
  if (absence === undefined) {
    throw notFound()
  }
  const [{ all: _all, ...counts }, rows, names] = await Promise.all([
    countHandover(ctx, absence),
    selectHandoverItems(ctx, absence),
    selectNames(ctx),
  ])
  const patients = [...new Set(rows.map((row) => row.patient_id))]
  await Promise.all([
    ctx.keys.load(patients),
    recordAudit(ctx, 'handover.read', {
      object: { type: 'absence', id: absence.id },
      patients,
      info: ['list', 'subject'],
    }),
  ])
  return {
    absenceId: absence.id,
    from: localOf(names.timeZone, absence.starts_at),
    until: localOf(names.timeZone, absence.ends_at),
    ...counts,
    items: rows.map((row) => viewItem(ctx, row, names)),
    isRead: absence.handover_read_at !== null,
  }
}

function viewItem(ctx: Context, row: Row, names: Names): Handover['items'][number] {
  const at = { id: row.patient_id, version: row.patient_version, patientId: row.patient_id }
  const byId = row.is_open ? row.owner_id : row.ended_by_id
  return {
    conversationId: row.id,
    patient: {
      id: row.patient_id,
      name: patientName(ctx, { ...row, id: row.patient_id, version: row.patient_version }),
      birthDate: ctx.keys.open('patients.birth_date_sealed', at, row.birth_date_sealed),
    },
    topic: { en: row.name_en, fr: row.name_fr },
    subject: ctx.keys.open(
      'conversations.subject_sealed',
      { id: row.id, version: 1, patientId: row.patient_id },
      row.subject_sealed,
    ),
    cameAt: row.came_at,
    isNew: row.has_new,
    state: stateOf(row),
    by: byId === null ? null : nameOf(names, { kind: 'practitioner', id: byId }),
    isUrgent: row.is_open && row.priority === 'urgent',
    dueAt: row.is_open ? row.due_at : null,
  }
}

function stateOf(row: Pick<Row, 'is_open' | 'has_reply'>): 'open' | 'answered' | 'ended' {
  if (row.is_open) {
    return 'open'
  }
  return row.has_reply ? 'answered' : 'ended'
}
