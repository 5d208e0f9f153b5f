import { sql } from 'kysely'
import type { InputOf } from '../../shared/endpoint.ts'
import type { tasks as api } from '../../shared/api/tasks.ts'
import { loadCover } from '../absences/load-cover.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessOrphan } from '../access/people.ts'
import { loadCalendar } from '../conversations/load-calendar.ts'
import { literals } from '../platform/db.ts'
import { invalid, notFound } from '../platform/problems.ts'
import { chooseResponder, type Responder } from '../routing/choose-responder.ts'
import { dueAt } from '../routing/expected-reply.ts'
import { firstLookAt } from '../routing/renew-expectation.ts'
import { announceTask } from './announce-task.ts'
import { holdColleague } from './hold-colleague.ts'
import { lookAgainAt, openTask } from './open-task.ts'
import { findOrphanRows } from './orphan-rows.ts'
import { placeOf } from './plan-cover.ts'
import { recordTaskEvent } from './record-task-event.ts'

/**
 * An administrator says who is to act where nobody would: whatever is open goes there, and where nobody was to answer,
 * somebody is, by the time the patient was promised. Asked for again, or after somebody else was faster, nothing happens.
 */
export async function mendOrphan(ctx: Context, input: InputOf<typeof api.mendOrphan>): Promise<Record<string, never>> {
  const assignee = input.practitionerId === undefined ? null : await holdColleague(ctx, input.practitionerId)
  const conversation = await accessOrphan(ctx, input.conversationId)
  if (assignee === undefined) {
    throw notFound()
  }
  if (assignee?.takesTasks === false) {
    throw invalid({ path: 'practitionerId', code: 'cannot-take-tasks' })
  }
  const [found, cover, calendar] = await Promise.all([
    findOrphanRows(ctx, 'what-was-found'),
    loadCover(ctx),
    loadCalendar(ctx),
  ])
  const kinds = found.filter((row) => row.conversation_id === conversation.id).map(({ kind }) => kind)
  const to = { personId: input.practitionerId ?? null, careTeamId: conversation.care_team_id }
  const responder = chooseResponder(cover, to, ctx.now)
  if (kinds.some((kind) => kind !== 'no-task')) {
    await giveOpen(ctx, conversation, responder)
  }
  if (kinds.includes('no-task')) {
    const promised = {
      calendar,
      sentAt: conversation.last_message_at,
      standardMinutes: conversation.reply_within_minutes,
    }
    const toldAt = dueAt(promised)
    await openTask(ctx, conversation, {
      kind: 'respond',
      dueAt: toldAt,
      responder,
      expectAt: firstLookAt({ ...promised, toldAt }),
    })
    announceTask(ctx, { ...placeOf(responder), ...whereOf(conversation), escalated_to_id: null })
  }
  await recordAudit(ctx, 'orphan.mend', {
    object: { type: 'conversation', id: conversation.id },
    patients: [conversation.patient_id],
  })
  return {}
}

type Conversation = Awaited<ReturnType<typeof accessOrphan>>

/** What is open goes to whoever is to act; when it is late, they are told anew. */
async function giveOpen(ctx: Context, conversation: Conversation, responder: Responder): Promise<void> {
  const place = placeOf(responder)
  const before = await ctx.tx
    .selectFrom('tasks')
    .select(['id', 'owner_id', 'care_team_id', 'escalated_to_id'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('conversation_id', '=', conversation.id)
    .where('status', 'in', literals('requested', 'accepted'))
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  await ctx.tx
    .updateTable('tasks')
    .set({
      ...place,
      status: 'requested',
      escalation_level: 0,
      escalated_to_id: null,
      escalated_at: null,
      escalate_at: sql<Date>`due_at`,
      deferred_until: null,
      deferral_reason: null,
      deferred_by_id: null,
      cover_at: lookAgainAt(ctx.now, responder.until),
      version: sql<number>`version + 1`,
    })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where(sql<boolean>`id = any(${before.map(({ id }) => id)}::uuid[])`)
    .execute()
  await Promise.all(
    before.map((task) =>
      recordTaskEvent(ctx, {
        taskId: task.id,
        conversationId: conversation.id,
        act: 'reassign',
        fromId: task.owner_id ?? task.care_team_id,
        toId: place.owner_id ?? place.care_team_id,
      }),
    ),
  )
  for (const task of before) {
    const was = { ...task, ...whereOf(conversation) }
    announceTask(ctx, was, { ...was, ...place, escalated_to_id: null })
  }
}

function whereOf({ id, patient_id }: Conversation) {
  return { conversation_id: id, patient_id }
}
