import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { drafts as api } from '../../shared/api/drafts.ts'
import { decisionForms, type DraftForm } from '../../shared/draft.ts'
import { limits } from '../../shared/limits.ts'
import { countCharacters } from '../../shared/text.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessConversation } from '../access/conversations.ts'
import { accessPatient } from '../access/patients.ts'
import { findConsult } from '../consults/consult-rows.ts'
import { conflict, invalid, notFound } from '../platform/problems.ts'

type Input = InputOf<typeof api.saveDraft>

/** Creates or saves a draft. It may hold anything that is not finished; only what cannot be stored is refused. */
export async function saveDraft(ctx: Context, input: Input): Promise<ResultOf<typeof api.saveDraft>> {
  checkTexts(input)
  if (ctx.actor.kind === 'patient' && input.isImportant !== undefined) {
    throw invalid({ path: 'isImportant', code: 'not-yours-to-set' })
  }
  checkForm(input)
  const [{ patientId, conversationId }, before] = await Promise.all([whoseDraft(ctx, input), findOwn(ctx, input)])
  if (before?.ended_at != null) {
    throw conflict('draft-ended')
  }
  if ((before?.version ?? 0) !== input.version) {
    throw conflict('changed-meanwhile', { version: before?.version ?? 0 })
  }
  if (before !== undefined && before.patient_id !== patientId) {
    // A draft stays with the patient it was begun for: text for one never slips into another's.
    throw conflict('draft-of-another-patient')
  }
  const version = input.version + 1
  const at = { id: input.draftId, version, patientId }
  const values = {
    conversation_id: conversationId,
    topic_id: input.topicId ?? null,
    subject_sealed: ctx.keys.seal('drafts.subject_sealed', at, input.subject),
    body_sealed: ctx.keys.seal('drafts.body_sealed', at, input.text),
    saved_at: ctx.now,
    ...(input.isImportant !== undefined && { is_important: input.isImportant }),
    is_note: input.isNote,
    form: input.form ?? null,
    consult_id: input.consultId ?? null,
    version,
  }
  await Promise.all([
    before === undefined ? insert(ctx, input.draftId, patientId, values) : update(ctx, input.draftId, values),
    recordAudit(ctx, 'draft.save', { object: { type: 'draft', id: input.draftId, version }, patients: [patientId] }),
  ])
  return { version, savedAt: ctx.now }
}

function checkForm({ isNote, form, consultId }: Input): void {
  if (form !== undefined && !isNote) {
    throw invalid({ path: 'form', code: 'only-of-a-note' })
  }
  const decides = decisionForms.some((one) => one === form)
  if (decides !== (consultId !== undefined)) {
    throw invalid({ path: 'consultId', code: decides ? 'missing' : 'not-of-this-form' })
  }
}

function checkTexts(input: Input): void {
  for (const path of ['subject', 'text'] as const) {
    if (!input[path].isWellFormed() || input[path].includes('\u0000')) {
      throw invalid({ path, code: input[path].includes('\u0000') ? 'nul' : 'lone-surrogate' })
    }
  }
  if (countCharacters(input.text) > limits.draftCharacters) {
    throw invalid({ path: 'text', code: 'too-long', limit: limits.draftCharacters })
  }
}

/**
 * Patients draft for themselves; staff for the patient of the conversation, or the one they name. What was put into another
 * conversation is answered there.
 */
async function whoseDraft(ctx: Context, input: Input): Promise<{ patientId: string; conversationId: string | null }> {
  if (input.conversationId !== undefined) {
    const action = input.isNote ? 'note.write' : 'conversation.read'
    const conversation = await accessConversation(ctx, input.conversationId, action)
    if (input.patientId !== undefined && input.patientId !== conversation.patient_id) {
      throw conflict('draft-of-another-patient')
    }
    if (input.consultId !== undefined && !(await findConsult(ctx, conversation.id, input.consultId))) {
      throw notFound()
    }
    return { patientId: conversation.patient_id, conversationId: conversation.merged_into_id ?? conversation.id }
  }
  if (input.isNote) {
    throw invalid({ path: 'conversationId', code: 'missing' })
  }
  const patientId = ctx.actor.kind === 'patient' ? (input.patientId ?? ctx.actor.id) : input.patientId
  if (patientId === undefined) {
    throw invalid({ path: 'patientId', code: 'missing' })
  }
  const { id } = await accessPatient(ctx, patientId)
  if (input.topicId !== undefined) {
    await requireTopic(ctx, input.topicId)
  }
  return { patientId: id, conversationId: null }
}

async function requireTopic(ctx: Context, id: string): Promise<void> {
  const topic = await ctx.tx
    .selectFrom('topics')
    .select('id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (topic === undefined) {
    throw notFound()
  }
}

/** What was begun as a note is never saved as words for the patient, nor the other way round; and each form has its own. */
function findOwn(ctx: Context, { draftId, isNote, form, consultId }: Input) {
  return ctx.tx
    .selectFrom('drafts')
    .select(['version', 'patient_id', 'ended_at'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', draftId)
    .where('author_id', '=', ctx.actor.id)
    .where('is_note', '=', isNote)
    .where('form', 'is not distinct from', form ?? null)
    .where('consult_id', 'is not distinct from', consultId ?? null)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

type Values = {
  conversation_id: string | null
  topic_id: string | null
  subject_sealed: Buffer
  body_sealed: Buffer
  saved_at: Date
  is_important?: boolean
  is_note: boolean
  form: DraftForm | null
  consult_id: string | null
  version: number
}

async function insert(ctx: Context, id: string, patientId: string, values: Values): Promise<void> {
  const inserted = await ctx.tx
    .insertInto('drafts')
    .values({
      practice_id: ctx.actor.practiceId,
      id,
      author_kind: ctx.actor.kind,
      author_id: ctx.actor.id ?? '',
      patient_id: patientId,
      ...values,
    })
    .onConflict((c) => c.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted === undefined) {
    // Another tab was faster, or the id is somebody else's: either way this text is not lost, the page keeps it.
    throw conflict('changed-meanwhile')
  }
}

function update(ctx: Context, id: string, values: Values): Promise<unknown> {
  return ctx.tx
    .updateTable('drafts')
    .set(values)
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .execute()
}
