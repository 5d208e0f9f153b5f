import type { InputOf } from '../../shared/endpoint.ts'
import type { conversations as api } from '../../shared/api/conversations.ts'
import { type Cover, loadCover } from '../absences/load-cover.ts'
import { assertMayWrite, loadWriting } from '../capacity/load-writing.ts'
import { accessPatient, type PatientDoorRow } from '../access/patients.ts'
import type { Context } from '../access/context.ts'
import { ownName, patientReference } from '../access/names.ts'
import { conflict, invalid, notFound } from '../platform/problems.ts'
import { loadFooter } from '../templates/load-footer.ts'
import { type Routed, routeMessage } from '../rules/route-message.ts'
import { findResponseTask } from '../tasks/request-response.ts'
import { hashRequest, type Head } from './deliver.ts'
import { loadCalendar } from './load-calendar.ts'
import { findMessage } from './message-view.ts'
import { answerAgain } from './send-message.ts'
import { send, type Sent } from './send.ts'
import { readMessage, staffLimits } from './typed-text.ts'

type Input = InputOf<typeof api.startConversation>

/** A patient writes to the clinic about a topic, or staff write to a patient. The client makes the ids: twice is once. */
export async function startConversation(ctx: Context, input: Input): Promise<Sent> {
  const byPatient = ctx.actor.kind === 'patient'
  const [patient, topic, calendar, cover, writing, earlier, self, footer] = await Promise.all([
    accessPatient(ctx, whoseConversation(ctx, input)),
    findTopic(ctx, input.topicId),
    loadCalendar(ctx),
    loadCover(ctx),
    loadWriting(ctx),
    findMessage(ctx, input.messageId),
    ownName(ctx),
    loadFooter(ctx),
  ])
  if (topic === undefined || (byPatient && !topic.is_open)) {
    throw notFound()
  }
  if (!topic.is_live) {
    throw conflict('practice-not-open-yet')
  }
  const { text, subject } = readMessage(input, byPatient ? topic : staffLimits)
  const requestHash = hashRequest(
    { text: `${subject}\n${text}`, attachmentIds: input.attachmentIds },
    input.conversationId,
  )
  if (earlier !== undefined) {
    return answerAgain(ctx, input, requestHash, {
      patient,
      dueAt: await dueNow(ctx, input.conversationId),
      act: 'conversation.start',
    })
  }
  assertMayWrite(ctx, writing, { act: 'start', topicId: input.topicId })
  const hasFiles = input.attachmentIds.length > 0
  const routed = byPatient
    ? await routeMessage(
        ctx,
        { calendar, version: calendar.rulesVersion },
        { topicId: input.topicId, subject, text, hasFiles, patient },
      )
    : null
  const inbox = inboxOf(topic, routed, cover)
  const envelope = await insertConversation(ctx, input, { patient, subject, careTeamId: inbox.care_team_id })
  if (envelope === null) {
    return answerLateTwin(ctx, input, requestHash, patient)
  }

  return send(
    ctx,
    {
      ...topic,
      ...inbox,
      id: input.conversationId,
      patient_id: patient.id,
      last_sequence: 0,
      patient_language: patient.language,
      responsible_id: null,
      responsible_works_here: false,
      told_absence_id: null,
    },
    { ...input, text, requestHash },
    {
      author: self ?? patientReference(ctx, patient),
      task: undefined,
      routed,
      cover,
      calendar,
      replyWithinMinutes: topic.reply_within_minutes,
      autoRepliedAt: null,
      reopened: false,
      footer,
      mode: input.mode ?? 'two-way',
      act: 'conversation.start',
      sealed: [{ column: 'conversations.subject_sealed', row: input.conversationId, envelope }],
    },
  )
}

type Inbox = Pick<Head, 'care_team_id' | 'care_team_en' | 'care_team_fr'>

/** The inbox of a rule comes before that of the topic. */
function inboxOf(topic: Inbox, routed: Routed | null, cover: Cover): Inbox {
  const inbox = routed?.careTeamId == null ? undefined : cover.inboxes.get(routed.careTeamId)
  const { care_team_id, care_team_en, care_team_fr } = topic
  return inbox === undefined
    ? { care_team_id, care_team_en, care_team_fr }
    : { care_team_id: inbox.id, care_team_en: inbox.name_en, care_team_fr: inbox.name_fr }
}

/** Patients write for themselves; staff say to whom. */
function whoseConversation(ctx: Context, input: Input): string {
  if (ctx.actor.kind === 'patient') {
    const forStaff = (['patientId', 'mode', 'replyUntil', 'isImportant'] as const).filter(
      (field) => input[field] !== undefined,
    )
    if (forStaff.length > 0) {
      throw invalid(...forStaff.map((path) => ({ path, code: 'not-yours-to-set' })))
    }
    return ctx.actor.id
  }
  if (input.patientId === undefined) {
    throw invalid({ path: 'patientId', code: 'missing' })
  }
  refuseMode(input, ctx.now)
  return input.patientId
}

/** Until when the patient may reply is said with that mode alone, and is after the message goes out. */
export function refuseMode({ mode, replyUntil }: Pick<Input, 'mode' | 'replyUntil'>, sentAt: Date): void {
  if ((mode === 'reply-until') !== (replyUntil !== undefined)) {
    throw invalid({ path: 'replyUntil', code: replyUntil === undefined ? 'missing' : 'not-with-this-mode' })
  }
  if (replyUntil !== undefined && replyUntil <= sentAt) {
    throw invalid({ path: 'replyUntil', code: 'in-the-past' })
  }
}

export function findTopic(ctx: Context, id: string) {
  return ctx.tx
    .selectFrom('topics')
    .innerJoin('practices', 'practices.practice_id', 'topics.practice_id')
    .innerJoin('care_teams', (join) =>
      join
        .onRef('care_teams.practice_id', '=', 'topics.practice_id')
        .onRef('care_teams.id', '=', 'topics.care_team_id'),
    )
    .select([
      'topics.is_open',
      'topics.characters',
      'topics.words',
      'topics.files',
      'topics.reply_within_minutes',
      'topics.urgent_help_en',
      'topics.urgent_help_fr',
      'topics.care_team_id',
      'care_teams.name_en as care_team_en',
      'care_teams.name_fr as care_team_fr',
      'practices.name as practice_name',
      'practices.phone as practice_phone',
      'practices.is_live',
    ])
    .where('topics.practice_id', '=', ctx.actor.practiceId)
    .where('topics.id', '=', id)
    .executeTakeFirst()
}

/** The sealed subject; null when a conversation with this id was there first: another copy of the same request, most likely. */
async function insertConversation(
  ctx: Context,
  input: Input,
  facts: { patient: PatientDoorRow; subject: string; careTeamId: string },
): Promise<Buffer | null> {
  const place = { id: input.conversationId, version: 1, patientId: facts.patient.id }
  const envelope = ctx.keys.seal('conversations.subject_sealed', place, facts.subject)
  const inserted = await ctx.tx
    .insertInto('conversations')
    .values({
      practice_id: ctx.actor.practiceId,
      id: input.conversationId,
      patient_id: facts.patient.id,
      topic_id: input.topicId,
      care_team_id: facts.careTeamId,
      subject_sealed: envelope,
      mode: input.mode ?? 'two-way',
      reply_until: input.replyUntil ?? null,
      status: 'open',
      started_by_kind: ctx.actor.kind === 'patient' ? 'patient' : 'practitioner',
      started_by_id: ctx.actor.id ?? '',
      started_at: ctx.now,
      last_message_at: ctx.now,
      last_author_kind: ctx.actor.kind === 'patient' ? 'patient' : 'practitioner',
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted === undefined ? null : envelope
}

/** The insert waited for the first copy to commit: its message is there now, or the id belongs to something else. */
async function answerLateTwin(ctx: Context, input: Input, requestHash: Buffer, patient: PatientDoorRow): Promise<Sent> {
  const [earlier, dueAt] = await Promise.all([findMessage(ctx, input.messageId), dueNow(ctx, input.conversationId)])
  if (earlier === undefined) {
    throw invalid({ path: 'conversationId', code: 'id-already-used' })
  }
  return answerAgain(ctx, input, requestHash, { patient, dueAt, act: 'conversation.start' })
}

async function dueNow(ctx: Context, conversationId: string): Promise<Date | null> {
  return (await findResponseTask(ctx, conversationId))?.due_at ?? null
}
