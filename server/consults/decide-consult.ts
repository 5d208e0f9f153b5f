import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { consults as api } from '../../shared/api/consults.ts'
import { consultMachine, type Decision } from '../../shared/consult.ts'
import { limits } from '../../shared/limits.ts'
import { mayDo, next } from '../../shared/machine.ts'
import { loadCover } from '../absences/load-cover.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessAgain } from '../access/conversations.ts'
import { type PersonReference, practitionerNames } from '../access/names.ts'
import { findWaiting } from '../conversations/scheduled-view.ts'
import { readMessage, staffLimits } from '../conversations/typed-text.ts'
import { readFields } from '../people/typed-fields.ts'
import { conflict, forbidden, invalid, notFound } from '../platform/problems.ts'
import { holdColleague } from '../tasks/hold-colleague.ts'
import { type ConsultRow, findConsult } from './consult-rows.ts'
import { giveTaskBack } from './give-task.ts'
import { giveFilesBack } from './proposed-files.ts'
import { sendDecided } from './send-decided.ts'
import { orTellDecided } from './tell-decided.ts'
import { isDecider, openProposal, viewOne } from './view-consult.ts'

type Input = InputOf<typeof api.decideConsult>
type Answer = ResultOf<typeof api.decideConsult>

/**
 * Approves, edits or returns what was asked, in one step. Of two who decide at once the second is told what the first decided;
 * the conversation's lock puts them in order, and the answer's id was made when it was proposed, so that it is sent once.
 */
export async function decideConsult(ctx: Context, input: Input): Promise<Answer> {
  if (ctx.actor.kind !== 'practitioner') {
    throw forbidden()
  }
  const asked = await findConsult(ctx, input.conversationId, input.consultId)
  // Who asked may get it back: held before the conversation is.
  await holdColleague(ctx, asked?.asked_by_id ?? null)
  const conversation = await orTellDecided(ctx, input.consultId, () =>
    accessAgain(ctx, input.conversationId, 'message.send', { consultId: input.consultId }),
  )
  return decideAccessed(ctx, conversation, input)
}

/** The same for whoever has asked the door: the worker does it for a clinician whose decision waited. */
export async function decideAccessed(ctx: Context, conversation: { id: string }, input: Input): Promise<Answer> {
  const [consult, staff] = await Promise.all([
    findConsult(ctx, conversation.id, input.consultId),
    practitionerNames(ctx),
  ])
  if (consult === undefined) {
    throw notFound()
  }
  const repeated = await answerAgain(ctx, consult, input, staff)
  if (repeated !== null) {
    return repeated
  }
  if (!isDecider(ctx, consult)) {
    throw forbidden()
  }
  refuseDecided(consult, staff, input.decision)
  // It may be the very answer to this: whoever wants another decision takes it back first.
  const waiting = await findWaiting(ctx, conversation.id)
  if (waiting !== undefined) {
    throw conflict('answer-waiting', { sendAt: waiting.send_at.toISOString() })
  }
  await refuseUnreadLetters(ctx, consult, input.seenSequence)
  const decided = readDecision(input, openProposal(ctx, consult))
  // Before the message: it ends the task by which somebody assigned knows of the conversation.
  const envelopes = await keepDecision(ctx, consult, decided)
  const message =
    decided.decision === 'return'
      ? await giveBack(ctx, consult, staff)
      : await sendDecided(ctx, consult, decided, { staff, membershipId: input.membershipId })
  await recordAudit(ctx, 'consult.decide', {
    object: { type: 'consult', id: consult.id },
    patients: [consult.patient_id],
    info: [decided.decision, ...(message === null ? ['question'] : ['message'])],
    envelopes,
  })
  const row = await findConsult(ctx, conversation.id, consult.id)
  return { consult: await viewOne(ctx, row ?? consult, staff), message }
}

/** What is to do is with whoever asked, and so are the files. */
async function giveBack(ctx: Context, consult: ConsultRow, staff: Map<string, PersonReference>): Promise<null> {
  await Promise.all([
    giveTaskBack(ctx, consult, { cover: await loadCover(ctx), staff }),
    giveFilesBack(ctx, consult, openProposal(ctx, consult)),
  ])
  return null
}

/** The same click, sent twice: what was decided, and nothing else happens. */
async function answerAgain(
  ctx: Context,
  consult: ConsultRow,
  { decision }: Input,
  staff: Map<string, PersonReference>,
): Promise<Answer | null> {
  const isSame =
    consult.decided_by_id === ctx.actor.id && consult.status === next(consultMachine, 'requested', decision)
  // An edit that changed nothing was an approval.
  if (!isSame && !(consult.decided_by_id === ctx.actor.id && consult.status === 'approved' && decision === 'edit')) {
    return null
  }
  await recordAudit(ctx, 'consult.decide', {
    object: { type: 'consult', id: consult.id },
    patients: [consult.patient_id],
    info: [decision, 'repeat'],
  })
  return { consult: await viewOne(ctx, consult, staff), message: null }
}

export function refuseDecided(consult: ConsultRow, staff: Map<string, PersonReference>, decision: Decision): void {
  if (!consult.is_open || !mayDo(consultMachine, consult.status, decision)) {
    const by = consult.decided_by_id === null ? undefined : staff.get(consult.decided_by_id)
    throw conflict('already-decided', { status: consult.status, by: by ?? null })
  }
}

/** What the patient wrote since may change the answer: it is read first, and then decided on. */
export async function refuseUnreadLetters(ctx: Context, consult: ConsultRow, seenSequence: number): Promise<void> {
  const newer = await ctx.tx
    .selectFrom('messages')
    .select('sequence')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('conversation_id', '=', consult.conversation_id)
    .where('author_kind', '=', 'patient')
    .where('sequence', '>', Math.max(seenSequence, consult.up_to_sequence))
    .orderBy('sequence', 'desc')
    .limit(limits.pageRows)
    .execute()
  if (newer[0] !== undefined) {
    throw conflict('patient-wrote-again', { lastSequence: newer[0].sequence, count: newer.length })
  }
}

export type Decided = { decision: 'approve' | 'edit' | 'return'; text: string }

/** What is decided, in words: the proposal as it is, those of the clinician, or those for the colleague. */
function readDecision({ decision, text }: Input, proposal: string | null): Decided {
  switch (decision) {
    case 'approve':
      if (proposal === null) {
        throw invalid({ path: 'decision', code: 'nothing-proposed' })
      }
      return { decision, text: proposal }
    case 'edit': {
      const edited = readMessage({ text: text ?? '', attachmentIds: [] }, staffLimits).text
      return { decision: edited === proposal ? 'approve' : 'edit', text: edited }
    }
    case 'return':
      return {
        decision,
        text: readFields((fields) => fields.text('text', text ?? '', limits.consultCharacters)),
      }
  }
}

async function keepDecision(ctx: Context, consult: ConsultRow, { decision, text }: Decided) {
  const at = { id: consult.id, version: 1, patientId: consult.patient_id }
  const answer = decision === 'return' ? ctx.keys.seal('consults.answer_sealed', at, text) : null
  await ctx.tx
    .updateTable('consults')
    .set({
      status: next(consultMachine, consult.status, decision),
      decided_at: ctx.now,
      decided_by_id: ctx.actor.id,
      answer_sealed: answer,
    })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', consult.id)
    .execute()
  return answer === null ? [] : [{ column: 'consults.answer_sealed' as const, row: consult.id, envelope: answer }]
}
