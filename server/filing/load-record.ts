import type { Outcome, ConversationMode, MessageKind } from '../../shared/conversation.ts'
import type { AttachmentStatus } from '../../shared/attachment.ts'
import type { Role } from '../../shared/people.ts'
import type { Priority, TaskStatus } from '../../shared/task.ts'
import type { Context } from '../access/context.ts'
import { openCard } from '../people/patient-card.ts'
import { automaticId, derivedId } from './derived-id.ts'
import type {
  FiledAct,
  FiledConversation,
  FiledMessage,
  FiledParticipant,
  FiledTask,
  TaskOutcome,
} from './filed-conversation.ts'
import { type RecordRows, selectRecordRows } from './record-rows.ts'
import { recordWords } from './record-words.ts'

export type FilingRow = {
  id: string
  practice_id: string
  conversation_id: string
  patient_id: string
  up_to_sequence: number
  label_ids: string[]
  requested_at: Date
  requested_by_id: string | null
}

/** The conversation as it stood when its filing was asked for: what came later is another filing. Asked again, the same. */
export async function loadRecord(ctx: Context, filing: FilingRow): Promise<FiledConversation> {
  const [rows] = await Promise.all([selectRecordRows(ctx, filing), ctx.keys.load([filing.patient_id])])
  const people = participants(ctx, rows, filing)
  const automatic = automaticId(filing.practice_id)
  const card = openCard(ctx.keys, rows.patient)
  const { conversation } = rows
  const wasClosed = conversation.closed_at !== null && conversation.closed_at <= filing.requested_at
  return {
    practice: {
      id: filing.practice_id,
      name: rows.practice.name,
      address: rows.practice.address,
      phone: rows.practice.phone,
      timeZone: rows.practice.time_zone,
      language: rows.practice.languages[0] === 'fr' ? 'fr' : 'en',
    },
    patient: {
      id: filing.patient_id,
      familyName: card.familyName,
      givenName: card.givenName,
      birthDate: card.birthDate,
      ...(card.healthNumber !== null && { healthNumber: card.healthNumber }),
      language: rows.patient.language === 'fr' ? 'fr' : 'en',
    },
    conversation: {
      id: conversation.id,
      topic: { keyword: conversation.keyword, nameEn: conversation.name_en, nameFr: conversation.name_fr },
      subject: ctx.keys.open(
        'conversations.subject_sealed',
        { id: conversation.id, version: 1, patientId: filing.patient_id },
        conversation.subject_sealed,
      ),
      mode: conversation.mode as ConversationMode,
      ...(conversation.reply_until !== null && { replyUntil: conversation.reply_until }),
      startedAt: conversation.started_at,
      ...(wasClosed && conversation.closed_at !== null && { closedAt: conversation.closed_at }),
      ...(wasClosed && conversation.outcome !== null && { outcome: conversation.outcome as Outcome }),
      priority: rows.tasks.some((task) => task.priority === 'urgent') ? 'urgent' : 'routine',
      labels: labelNames(rows, filing.label_ids),
      careTeamId: conversation.care_team_id,
      ...(rows.together.length > 0 && {
        together: rows.together.map(({ id, head_id, subject_sealed }) => ({
          id,
          way: head_id === id ? 'into' : 'from',
          subject: ctx.keys.open(
            'conversations.subject_sealed',
            { id, version: 1, patientId: filing.patient_id },
            subject_sealed,
          ),
        })),
      }),
      ...(rows.splits.length > 0 && {
        splits: rows.splits.map(({ id, original_id, subject_sealed, message_ids }) => ({
          id,
          way: original_id === id ? 'from' : 'into',
          subject: ctx.keys.open(
            'conversations.subject_sealed',
            { id, version: 1, patientId: filing.patient_id },
            subject_sealed,
          ),
          messageIds: message_ids,
        })),
      }),
    },
    participants: people,
    messages: rows.messages.map((row) => filedMessage(ctx, rows, row, filing, automatic)),
    tasks: rows.tasks.map((row) => filedTask(rows, row, filing)),
    acts: [...triageActs(rows, automatic), ...filedActs(rows, automatic, wasClosed)].toSorted(
      (a, b) => a.at.getTime() - b.at.getTime(),
    ),
    filing: { id: filing.id, filedAt: filing.requested_at, filedBy: filing.requested_by_id ?? automatic },
  }
}

function participants(ctx: Context, rows: RecordRows, filing: FilingRow): FiledParticipant[] {
  const card = openCard(ctx.keys, rows.patient)
  const language = rows.practice.languages[0] === 'fr' ? 'fr' : 'en'
  return [
    { id: filing.patient_id, kind: 'patient', name: `${card.givenName} ${card.familyName}` },
    ...rows.practitioners.map((row) => ({
      id: row.id,
      kind: 'practitioner' as const,
      name: ctx.keys.openForPractice('practitioners.name_sealed', row, row.name_sealed),
      role: (row.role ?? 'clerk') as Role,
    })),
    ...rows.careTeams.map((row) => ({
      id: row.id,
      kind: 'care-team' as const,
      name: language === 'fr' ? row.name_fr : row.name_en,
    })),
    {
      id: automaticId(filing.practice_id),
      kind: 'system',
      name: recordWords(language, rows.practice.time_zone).t('automaticAuthor'),
    },
  ]
}

function filedMessage(
  ctx: Context,
  rows: RecordRows,
  row: RecordRows['messages'][number],
  filing: FilingRow,
  automatic: string,
): FiledMessage {
  const at = { id: row.id, version: 1, patientId: filing.patient_id }
  const reader = row.author_kind === 'patient' ? 'practitioner' : 'patient'
  const read = rows.readings.find((r) => r.reader_kind === reader && r.up_to_sequence >= row.sequence)
  const withdrawn = row.retracted_at !== null && row.retracted_at <= filing.requested_at ? row.retracted_at : null
  return {
    id: row.id,
    sequence: row.sequence,
    kind: row.kind as MessageKind,
    authorId: row.author_id ?? automatic,
    ...(row.on_behalf_of_id !== null && { onBehalfOf: row.on_behalf_of_id }),
    ...(row.approved_by_id !== null && { approvedBy: row.approved_by_id }),
    text: ctx.keys.open('messages.body_sealed', at, row.body_sealed),
    ...(row.footer_sealed !== null && { footer: ctx.keys.open('messages.footer_sealed', at, row.footer_sealed) }),
    sentAt: row.sent_at,
    // Both sides read the same table: a message is delivered by the commit that sent it.
    deliveredAt: row.sent_at,
    ...(read !== undefined && { firstRead: { at: read.read_at, by: read.reader_id } }),
    ...(withdrawn !== null && {
      retraction: {
        at: withdrawn,
        by: row.retracted_by_id ?? automatic,
        ...(row.retraction_reason_sealed !== null && {
          reason: ctx.keys.open('messages.retraction_reason_sealed', at, row.retraction_reason_sealed),
        }),
      },
    }),
    attachments: rows.attachments
      .filter((file) => file.message_id === row.id)
      .map((file) => {
        const place = { id: file.id, version: 1, patientId: filing.patient_id }
        return {
          id: file.id,
          fileName: ctx.keys.open('attachments.file_name_sealed', place, file.file_name_sealed),
          mediaType: file.media_type,
          sizeBytes: file.size_bytes,
          sha256:
            file.sha256_sealed === null ? '' : ctx.keys.open('attachments.sha256_sealed', place, file.sha256_sealed),
          status: file.status as AttachmentStatus,
        }
      }),
  }
}

function filedTask(rows: RecordRows, row: RecordRows['tasks'][number], filing: FilingRow): FiledTask {
  const isOver = row.ended_at !== null && row.ended_at <= filing.requested_at
  const asked = rows.messages.findLast((m) => m.sent_at <= row.created_at && m.kind === 'message')
  return {
    id: row.id,
    kind: row.kind as FiledTask['kind'],
    status: (row.ended_at !== null && !isOver ? 'requested' : row.status) as TaskStatus,
    priority: row.priority as Priority,
    ownerId: row.owner_id ?? row.care_team_id,
    ...(asked !== undefined && { messageId: asked.id }),
    openedAt: row.created_at,
    dueAt: row.due_at,
    ...(isOver && row.ended_at !== null && { endedAt: row.ended_at }),
    ...(isOver && row.outcome !== null && { outcome: row.outcome as TaskOutcome }),
  }
}

function filedActs(rows: RecordRows, automatic: string, wasClosed: boolean): FiledAct[] {
  const acts = rows.events.map((row): FiledAct => {
    const common = { id: row.id, at: row.at, actorId: row.actor_id ?? automatic, taskId: row.task_id }
    return row.act === 'prioritize'
      ? { ...common, act: 'prioritize', priority: row.priority === 'urgent' ? 'urgent' : 'routine' }
      : {
          ...common,
          act: row.act as 'open',
          ...(row.from_id !== null && { from: row.from_id }),
          ...(row.to_id !== null && { to: row.to_id }),
        }
  })
  const { closed_at: closedAt, closed_by_id: closedBy, id } = rows.conversation
  return wasClosed && closedAt !== null
    ? [
        ...acts,
        {
          id: derivedId(id, `close ${closedAt.toISOString()}`),
          at: closedAt,
          actorId: closedBy ?? automatic,
          act: 'close',
        },
      ]
    : acts
}

/** In the practice's language, as the inboxes are. */
function labelNames({ practice, triage }: RecordRows, ids: readonly string[]): string[] {
  return ids.flatMap((id) => {
    const label = triage.labels.find((one) => one.id === id)
    return label === undefined ? [] : [practice.languages[0] === 'fr' ? label.name_fr : label.name_en]
  })
}

/** Before the task that came of it: rules are asked first. */
function triageActs(rows: RecordRows, automatic: string): FiledAct[] {
  const { routings, moves } = rows.triage
  return [
    ...routings.map((row): FiledAct => ({
      id: derivedId(row.message_id, 'route'),
      at: row.at,
      actorId: automatic,
      act: 'route',
      messageId: row.message_id,
      rules: row.rules,
      version: row.rules_version,
      isUrgent: row.is_urgent,
      labels: labelNames(rows, row.label_ids),
      ...(row.care_team_id !== null && { careTeamId: row.care_team_id }),
      ...(row.practitioner_id !== null && { practitionerId: row.practitioner_id }),
    })),
    ...moves.map((row): FiledAct => ({
      id: row.id,
      at: row.at,
      actorId: row.moved_by_id,
      act: 'move-topic',
      topicBefore: { en: row.from_en, fr: row.from_fr },
      topicAfter: { en: row.to_en, fr: row.to_fr },
    })),
  ]
}
