import { sql } from 'kysely'
import type { ResultOf } from '../../shared/endpoint.ts'
import type { conversations as api } from '../../shared/api/conversations.ts'
import type { FilingStatus } from '../../shared/filing.ts'
import { limits } from '../../shared/limits.ts'
import type { DeferralReason, Priority, TaskKind, TaskStatus } from '../../shared/task.ts'
import type { Context } from '../access/context.ts'
import type { ConversationRow } from '../access/conversations.ts'
import { patientName, type PersonReference } from '../access/names.ts'
import { stoppedTexts, viewStoppedTexts } from '../access/stopped-texts.ts'
import { selectRoutings, viewRoutings } from '../rules/conversation-routings.ts'
import { selectConsults } from '../consults/consult-rows.ts'
import { selectProposedFiles } from '../consults/proposed-files.ts'
import { viewConsult } from '../consults/view-consult.ts'
import { viewTask } from '../tasks/view-task.ts'
import { literals } from '../platform/db.ts'
import { selectTopicMoves } from './topic-moves.ts'
import { selectTakenBack, viewTakenBack } from './taken-back.ts'
import { selectScheduled, selectScheduledFiles, viewScheduled } from './scheduled-view.ts'

export type Work = NonNullable<ResultOf<typeof api.readConversation>['work']>
type Rows = Awaited<ReturnType<typeof selectWork>>

/** What the clinic works with beside the words; patients need the tasks alone, for the stage of their message. */
export async function selectWork(ctx: Context, conversationId: string) {
  const isStaff = ctx.actor.kind === 'practitioner'
  const [tasks, consults, notes, present, filing, card, routings, moves, scheduled, takenBack] = await Promise.all([
    selectTasks(ctx, conversationId),
    isStaff ? selectConsults(ctx, conversationId) : [],
    isStaff ? selectNotes(ctx, conversationId) : [],
    isStaff ? selectPresent(ctx, conversationId) : [],
    isStaff ? selectFiling(ctx, conversationId) : undefined,
    isStaff ? selectCard(ctx, conversationId) : undefined,
    isStaff ? selectRoutings(ctx, conversationId) : [],
    isStaff ? selectTopicMoves(ctx, conversationId) : [],
    isStaff ? selectScheduled(ctx, conversationId) : [],
    isStaff ? selectTakenBack(ctx, conversationId) : [],
  ])
  return { tasks, consults, notes, present, filing, card, routings, moves, scheduled, takenBack }
}

function selectTasks(ctx: Context, conversationId: string) {
  return ctx.tx
    .selectFrom('tasks')
    .innerJoin('care_teams', (join) =>
      join.onRef('care_teams.practice_id', '=', 'tasks.practice_id').onRef('care_teams.id', '=', 'tasks.care_team_id'),
    )
    .selectAll('tasks')
    .select(['care_teams.name_en', 'care_teams.name_fr'])
    .where('tasks.practice_id', '=', ctx.actor.practiceId)
    .where('tasks.conversation_id', '=', conversationId)
    .orderBy('tasks.created_at', 'desc')
    .limit(limits.pageRows)
    .$narrowType<{ kind: TaskKind; status: TaskStatus; priority: Priority; deferral_reason: DeferralReason | null }>()
    .execute()
}

function selectNotes(ctx: Context, conversationId: string) {
  return ctx.tx
    .selectFrom('notes')
    .select(['id', 'patient_id', 'author_id', 'body_sealed', 'written_at'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('conversation_id', '=', conversationId)
    .orderBy('id')
    .limit(limits.notesPerConversation)
    .execute()
}

export function selectPresent(ctx: Context, conversationId: string) {
  return ctx.tx
    .selectFrom('presences')
    .select(['practitioner_id', 'is_writing', 'since'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('conversation_id', '=', conversationId)
    .where('practitioner_id', '<>', ctx.actor.id)
    .where('seen_at', '>', new Date(ctx.now.getTime() - limits.presenceMs))
    .orderBy('since')
    .limit(limits.pageRows)
    .execute()
}

function selectFiling(ctx: Context, conversationId: string) {
  return ctx.tx
    .selectFrom('filings')
    .selectAll()
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('conversation_id', '=', conversationId)
    .orderBy('requested_at', 'desc')
    .limit(1)
    .$narrowType<{ status: FilingStatus }>()
    .executeTakeFirst()
}

function selectCard(ctx: Context, conversationId: string) {
  return ctx.tx
    .selectFrom('patients')
    .innerJoin('conversations as this_one', (join) =>
      join.onRef('this_one.practice_id', '=', 'patients.practice_id').onRef('this_one.patient_id', '=', 'patients.id'),
    )
    .leftJoin('memberships', 'memberships.id', 'patients.id')
    .select(['patients.health_number_sealed', 'patients.phone_sealed', 'memberships.status as membership_status'])
    .select(stoppedTexts)
    .select((eb) =>
      eb
        .selectFrom('conversations')
        .select(sql<number>`count(*)`.as('count'))
        .whereRef('conversations.practice_id', '=', 'patients.practice_id')
        .whereRef('conversations.patient_id', '=', 'patients.id')
        .where('conversations.status', 'in', literals('open'))
        .where('conversations.merged_into_id', 'is', null)
        .as('open_conversations'),
    )
    .where('this_one.practice_id', '=', ctx.actor.practiceId)
    .where('this_one.id', '=', conversationId)
    .executeTakeFirst()
}

/** The rows in words: names opened, notes opened unless this reader sees topic and subject alone. */
export async function loadWork(
  ctx: Context,
  row: NonNullable<ConversationRow>,
  rows: Rows,
  staff: Map<string, PersonReference>,
  withheld: boolean,
): Promise<Work> {
  const person = (id: string | null) => (id === null ? null : (staff.get(id) ?? null))
  const patient = { ...row, id: row.patient_id, version: row.patient_version }
  const at = { id: row.patient_id, version: row.patient_version, patientId: row.patient_id }
  const { card, filing } = rows
  const [files, proposed] = withheld
    ? [[], []]
    : await Promise.all([selectScheduledFiles(ctx, rows.scheduled), selectProposedFiles(ctx, rows.consults)])
  return {
    patient: {
      id: row.patient_id,
      name: patientName(ctx, patient),
      birthDate: ctx.keys.open('patients.birth_date_sealed', at, row.birth_date_sealed),
      healthNumber:
        card?.health_number_sealed == null
          ? null
          : ctx.keys.open('patients.health_number_sealed', at, card.health_number_sealed),
      language: row.patient_language,
      phone: card?.phone_sealed == null ? null : ctx.keys.open('patients.phone_sealed', at, card.phone_sealed),
      noticeProblem: row.notice_problem,
      textsStopped: viewStoppedTexts(card?.texts_problem ?? null),
      hasAccount: card?.membership_status === 'confirmed',
      usualPractitioner: person(row.usual_practitioner_id),
      openConversations: card?.open_conversations ?? 0,
    },
    tasks: rows.tasks.map((task) => viewTask(ctx, task, staff)),
    labelIds: row.label_ids,
    // The name of a rule tells what the message says.
    routings: withheld ? [] : viewRoutings(ctx, rows.routings, staff),
    topicMoves: rows.moves.map((move) => ({
      at: move.at,
      from: { en: move.from_en, fr: move.from_fr },
      to: { en: move.to_en, fr: move.to_fr },
      by: person(move.moved_by_id) ?? unknownPerson(move.moved_by_id),
    })),
    consults: withheld ? [] : rows.consults.map((consult) => viewConsult(ctx, consult, { staff, files: proposed })),
    notes: withheld
      ? []
      : rows.notes.map((note) => ({
          id: note.id,
          author: person(note.author_id) ?? unknownPerson(note.author_id),
          text: ctx.keys.open(
            'notes.body_sealed',
            { id: note.id, version: 1, patientId: note.patient_id },
            note.body_sealed,
          ),
          writtenAt: note.written_at,
        })),
    present: viewPresent(rows.present, staff),
    filing:
      filing === undefined
        ? null
        : {
            id: filing.id,
            status: filing.status,
            requestedAt: filing.requested_at,
            filedAt: filing.filed_at,
            location: filing.location,
            sha256: filing.sha256,
            problem: filing.problem,
            isStale: filing.status === 'filed' && filing.up_to_sequence < row.last_sequence,
          },
    scheduledSends: rows.scheduled.map((send) => viewScheduled(ctx, send, { staff, files, withheld })),
    takenBack: withheld ? [] : rows.takenBack.map((row) => viewTakenBack(ctx, row)),
    isRestricted: withheld,
  }
}

export function viewPresent(rows: Rows['present'], staff: Map<string, PersonReference>): Work['present'] {
  return rows.map((row) => ({
    person: staff.get(row.practitioner_id) ?? unknownPerson(row.practitioner_id),
    isWriting: row.is_writing,
    since: row.since,
  }))
}

function unknownPerson(id: string): PersonReference {
  return { id, kind: 'practitioner', name: '', role: null }
}
