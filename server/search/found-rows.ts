import { type AliasedSelectQueryBuilder, sql } from 'kysely'
import type { ConversationMode, ConversationStatus } from '../../shared/conversation.ts'
import type { Context } from '../access/context.ts'
import { isRestricted, visibleConversations } from '../access/conversations.ts'
import { patientName, patientReference, type PersonReference } from '../access/names.ts'
import { firstWords } from '../conversations/first-words.ts'
import { viewHead } from '../conversations/summary-view.ts'
import { openBody } from '../conversations/message-view.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import type { search as api } from '../../shared/api/search.ts'
import { excerptOf, findMarks } from './find-marks.ts'
import { foldText } from '../platform/fold-text.ts'
import type { PageRow } from './found-page.ts'

export type Found = ResultOf<typeof api.search>['items'][number]
type Page = AliasedSelectQueryBuilder<PageRow, 'page'>
export type FoundRow = Awaited<ReturnType<typeof selectFound>>[number]

/** Everything a row of the answer shows, of one page alone: every join is by a key. */
export function selectFound(ctx: Context, page: Page) {
  return visibleConversations(ctx.tx, ctx.actor, ctx.now)
    .innerJoin(page, 'page.conversation_id', 'conversations.id')
    .innerJoin('practices', 'practices.practice_id', 'conversations.practice_id')
    .innerJoin('topics', (join) =>
      join
        .onRef('topics.practice_id', '=', 'conversations.practice_id')
        .onRef('topics.id', '=', 'conversations.topic_id'),
    )
    .innerJoin('care_teams', (join) =>
      join
        .onRef('care_teams.practice_id', '=', 'conversations.practice_id')
        .onRef('care_teams.id', '=', 'conversations.care_team_id'),
    )
    .innerJoin('patients', (join) =>
      join
        .onRef('patients.practice_id', '=', 'conversations.practice_id')
        .onRef('patients.id', '=', 'conversations.patient_id'),
    )
    .innerJoin('messages', (join) =>
      join.onRef('messages.practice_id', '=', 'conversations.practice_id').onRef('messages.id', '=', 'page.message_id'),
    )
    .leftJoin('tasks as response', (join) =>
      join
        .onRef('response.practice_id', '=', 'conversations.practice_id')
        .onRef('response.conversation_id', '=', 'conversations.id')
        .on(sql<boolean>`response.kind = 'respond' and response.status in ('requested', 'accepted')`),
    )
    .selectAll('conversations')
    .select([
      'page.at',
      'practices.clerk_view',
      'topics.name_en as topic_en',
      'topics.name_fr as topic_fr',
      'care_teams.name_en as care_team_en',
      'care_teams.name_fr as care_team_fr',
      'patients.version as patient_version',
      'patients.family_name_sealed',
      'patients.given_name_sealed',
      'patients.birth_date_sealed',
      'patients.language as patient_language',
      'messages.id as message_id',
      'messages.body_sealed',
      'messages.retracted_at',
      'messages.author_kind',
      'messages.author_id',
      'response.status as response_status',
      'response.due_at as response_due_at',
      'response.owner_id as response_owner_id',
      'response.covering_for_id as response_covering_for_id',
    ])
    .select(
      sql<boolean>`exists (select from attachments where attachments.practice_id = messages.practice_id
        and attachments.conversation_id = messages.conversation_id and attachments.message_id = messages.id)`.as(
        'has_file',
      ),
    )
    .orderBy('page.at', 'desc')
    .orderBy(sql`coalesce(page.message_id, page.conversation_id)`, 'desc')
    .$narrowType<{
      status: ConversationStatus
      mode: ConversationMode
      clerk_view: 'full' | 'subject'
      patient_language: 'en' | 'fr'
    }>()
    .execute()
}

type Reading = { staff: Map<string, PersonReference>; words: readonly string[] }

/** A row as its reader may see it; null when the words do not stand in what they may see of it. */
export function viewFound(ctx: Context, row: FoundRow, { staff, words }: Reading): Found | null {
  const patient = { ...row, id: row.patient_id, version: row.patient_version }
  const at = { id: row.patient_id, version: row.patient_version, patientId: row.patient_id }
  const person = (id: string | null) => (id === null ? null : (staff.get(id) ?? null))
  const owner = person(row.response_owner_id)
  const coveringFor = person(row.response_covering_for_id)
  const { response_status: status, response_due_at: dueAt } = row
  const head = viewHead(
    ctx,
    row,
    status === null || dueAt === null ? null : { status, due_at: dueAt, owner, coveringFor },
    ctx.client?.language ?? 'en',
  )
  const isShown = row.retracted_at === null && !isRestricted(ctx.actor, row)
  const text = isShown
    ? openBody(ctx, { id: row.message_id, patient_id: row.patient_id, body_sealed: row.body_sealed })
    : ''
  const searched = foldText(`${head.subject}\n${text}`)
  if (!words.every((word) => searched.includes(word))) {
    return null
  }
  return {
    messageId: words.length === 0 ? null : row.message_id,
    at: row.at,
    author: authorOf(ctx, row, patient, staff),
    excerpt: words.length === 0 ? { text: firstWords(text), marks: [] } : excerptOf(text, findMarks(text, words)),
    subjectMarks: findMarks(head.subject, words),
    hasAttachment: words.length === 0 ? row.has_attachment : row.has_file,
    conversation: head,
    patient: {
      id: row.patient_id,
      name: patientName(ctx, patient),
      birthDate: ctx.keys.open('patients.birth_date_sealed', at, row.birth_date_sealed),
      language: row.patient_language,
    },
  }
}

function authorOf(
  ctx: Context,
  row: FoundRow,
  patient: Parameters<typeof patientReference>[1],
  staff: Reading['staff'],
): PersonReference {
  if (row.author_kind === 'patient') {
    return patientReference(ctx, patient)
  }
  const colleague = row.author_id === null ? undefined : staff.get(row.author_id)
  return colleague ?? { id: row.author_id ?? row.message_id, kind: 'system', name: '', role: null }
}
