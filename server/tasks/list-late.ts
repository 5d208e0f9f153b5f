import { sql } from 'kysely'
import { z } from 'zod'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { tasks as api } from '../../shared/api/tasks.ts'
import { limits } from '../../shared/limits.ts'
import { lateSteps } from '../../shared/task.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { hasPart, visibleConversations } from '../access/conversations.ts'
import { careTeamReference, patientReference, type PersonReference, practitionerNames } from '../access/names.ts'
import { permitPeople } from '../access/people.ts'
import { readCursor, writeCursor } from '../platform/cursor.ts'

type Late = ResultOf<typeof api.listLate>
type Row = Awaited<ReturnType<typeof selectRows>>[number]

const Cursor = z.tuple([z.iso.datetime(), z.uuid()])

/** What is past its due time, the longest first, for those who are told of it; nothing that was written. */
export async function listLate(ctx: Context, input: InputOf<typeof api.listLate>): Promise<Late> {
  permitPeople(ctx, 'late.list')
  const size = input.limit ?? limits.pageRows
  const [rows, staff] = await Promise.all([
    selectRows(ctx, readCursor(input.cursor, Cursor), size + 1),
    practitionerNames(ctx),
  ])
  const shown = rows.slice(0, size)
  const patients = [...new Set(shown.map((row) => row.patient_id))]
  await Promise.all([ctx.keys.load(patients), recordAudit(ctx, 'late.list', { patients, info: ['list'] })])
  const last = shown.at(-1)
  return {
    items: shown.map((row) => viewRow(ctx, row, staff)),
    nextCursor: rows.length > size && last !== undefined ? writeCursor([last.due_at.toISOString(), last.id]) : null,
  }
}

/** An administrator is told of the whole practice; owner and backup of their inboxes, as far as they see into them. */
function theirs(ctx: Context) {
  if (!hasPart(ctx.actor)) {
    return ctx.tx.selectFrom('conversations').where('conversations.practice_id', '=', ctx.actor.practiceId)
  }
  const me = ctx.actor.id
  return visibleConversations(ctx.tx, ctx.actor, ctx.now).where(
    sql<boolean>`tasks.care_team_id in (select id from care_teams
      where practice_id = ${ctx.actor.practiceId} and (owner_id = ${me} or backup_id = ${me}))`,
  )
}

/** What is open is little, also in a large practice: it is read whole and sorted. */
function selectRows(ctx: Context, after: z.output<typeof Cursor> | undefined, rows: number) {
  return (
    theirs(ctx)
      .innerJoin('tasks', (join) =>
        join
          .onRef('tasks.practice_id', '=', 'conversations.practice_id')
          .onRef('tasks.conversation_id', '=', 'conversations.id'),
      )
      .innerJoin('topics', (join) =>
        join
          .onRef('topics.practice_id', '=', 'conversations.practice_id')
          .onRef('topics.id', '=', 'conversations.topic_id'),
      )
      .innerJoin('care_teams', (join) =>
        join
          .onRef('care_teams.practice_id', '=', 'tasks.practice_id')
          .onRef('care_teams.id', '=', 'tasks.care_team_id'),
      )
      .innerJoin('patients', (join) =>
        join
          .onRef('patients.practice_id', '=', 'conversations.practice_id')
          .onRef('patients.id', '=', 'conversations.patient_id'),
      )
      .select(['tasks.id', 'tasks.conversation_id', 'tasks.patient_id', 'tasks.care_team_id', 'tasks.owner_id'])
      .select(['tasks.kind', 'tasks.priority', 'tasks.due_at', 'tasks.escalation_level', 'tasks.escalated_to_id'])
      .select(['tasks.escalated_at', 'topics.name_en as topic_en', 'topics.name_fr as topic_fr'])
      .select(['care_teams.name_en', 'care_teams.name_fr', 'patients.version as patient_version'])
      .select(['patients.family_name_sealed', 'patients.given_name_sealed'])
      .where('tasks.practice_id', '=', ctx.actor.practiceId)
      .where(sql<boolean>`tasks.status in ('requested', 'accepted')`)
      .where('tasks.due_at', '<=', ctx.now)
      // What was put off is not late before its time.
      .where((eb) => eb.or([eb('tasks.deferred_until', 'is', null), eb('tasks.deferred_until', '<=', ctx.now)]))
      .$if(after !== undefined, (query) =>
        query.where((eb) =>
          eb(eb.refTuple('tasks.due_at', 'tasks.id'), '>', eb.tuple(new Date(after?.[0] ?? 0), after?.[1] ?? '')),
        ),
      )
      .orderBy('tasks.due_at')
      .orderBy('tasks.id')
      .limit(rows)
      .execute()
  )
}

function viewRow(ctx: Context, row: Row, staff: Map<string, PersonReference>): Late['items'][number] {
  const person = (id: string | null) => (id === null ? null : (staff.get(id) ?? null))
  return {
    taskId: row.id,
    conversationId: row.conversation_id,
    canOpen: hasPart(ctx.actor),
    patient: patientReference(ctx, { ...row, id: row.patient_id, version: row.patient_version }),
    topic: { en: row.topic_en, fr: row.topic_fr },
    kind: row.kind as Late['items'][number]['kind'],
    priority: row.priority as Late['items'][number]['priority'],
    careTeam: careTeamReference(ctx.client?.language ?? 'en', { ...row, id: row.care_team_id }),
    owner: person(row.owner_id),
    dueAt: row.due_at,
    step: lateSteps[row.escalation_level] ?? 'none',
    escalatedTo: person(row.escalated_to_id),
    escalatedAt: row.escalated_at,
  }
}
