import type { InputOf } from '../../shared/endpoint.ts'
import type { tasks as api } from '../../shared/api/tasks.ts'
import { taskMachine } from '../../shared/task.ts'
import { next } from '../../shared/machine.ts'
import { instantOf } from '../absences/local-time.ts'
import { type Cover, loadCover } from '../absences/load-cover.ts'
import type { Context } from '../access/context.ts'
import { practitionerNames } from '../access/names.ts'
import { accessTask, type TaskRow } from '../access/tasks.ts'
import { loadCalendar } from '../conversations/load-calendar.ts'
import { tellExpected } from '../conversations/tell-expected.ts'
import { writeNote } from '../conversations/write-note.ts'
import { conflict, forbidden, invalid } from '../platform/problems.ts'
import { chooseStandIn } from '../routing/choose-responder.ts'
import { planDeferral } from '../routing/plan-deferral.ts'
import { type Changed, changedMeanwhile, changeTask, leaveTask } from './change-task.ts'
import { holdColleague } from './hold-colleague.ts'
import { renewPromise } from './renew-promise.ts'

type Input = InputOf<typeof api.deferTask>

/**
 * Puts a task off until a time, for a reason. It stays whose it is; one that nobody has becomes the task of whoever puts it
 * off, so that nothing waits without an owner. Nobody is told before that time that it is late.
 */
export async function deferTask(ctx: Context, input: Input): Promise<Changed> {
  const [self, task, staff, cover, calendar] = await Promise.all([
    holdColleague(ctx, ctx.actor.id),
    accessTask(ctx, input.taskId, 'task.complete'),
    practitionerNames(ctx),
    loadCover(ctx),
    loadCalendar(ctx),
  ])
  const until = readUntil(input, calendar.timeZone)
  if (isRepeat(ctx, task, input, until)) {
    return leaveTask(ctx, task, staff, 'task.defer')
  }
  if (task.version !== input.version || (task.owner_id !== null && task.owner_id !== ctx.actor.id)) {
    throw changedMeanwhile(ctx, task, staff)
  }
  const place = placeFor(ctx, task, { takesTasks: self?.takesTasks === true, cover })
  const promised = task.kind === 'respond' ? await loadPromised(ctx, task) : null
  const plan = planDeferral({
    calendar,
    until,
    now: ctx.now,
    isUrgent: task.priority === 'urgent',
    promise: promised && {
      toldAt: task.expected_at ?? task.due_at,
      renewals: task.renewals,
      standardMinutes: promised.reply_within_minutes,
    },
    tellsPatient: input.tellsPatient,
  })
  if (plan.refused !== null) {
    throw invalid(plan.refused)
  }
  if (input.text.trim() !== '') {
    const { membershipId, noteId, text } = input
    await writeNote(ctx, { membershipId, conversationId: task.conversation_id, noteId, text })
  } else if (input.reason === 'other') {
    throw invalid({ path: 'text', code: 'missing' })
  }
  const changed = await changeTask(ctx, task, staff, {
    set: {
      ...place,
      deferred_until: until,
      deferral_reason: input.reason,
      deferred_by_id: ctx.actor.id,
      ...(task.escalate_at !== null && { escalate_at: later(task.escalate_at, until) }),
    },
    act: 'task.defer',
    history: [
      ...(task.status === 'accepted'
        ? []
        : [{ act: 'accept' as const, fromId: task.owner_id ?? task.care_team_id, toId: ctx.actor.id }]),
      { act: 'defer' },
    ],
  })
  if (promised !== null && plan.renewal !== null) {
    await renewPromise(ctx, task.id, plan.renewal)
    await tellExpected(ctx, { ...task, ...promised, owner_id: ctx.actor.id }, calendar, plan.renewal.tell)
  }
  return changed
}

function readUntil({ until: typed }: Input, timeZone: string): Date {
  const until = instantOf(timeZone, typed)
  if (until === null) {
    throw invalid({ path: 'until', code: 'date' })
  }
  return until
}

/** The same act, sent twice. */
function isRepeat(ctx: Context, task: TaskRow, { version, reason }: Input, until: Date): boolean {
  return (
    task.version === version + 1 &&
    task.deferred_until?.getTime() === until.getTime() &&
    task.deferral_reason === reason &&
    task.deferred_by_id === ctx.actor.id
  )
}

/** Whoever puts it off has it: claimed now, unless it was already theirs. Who is away claims nothing. */
function placeFor(ctx: Context, task: TaskRow, { takesTasks, cover }: { takesTasks: boolean; cover: Cover }) {
  if (!takesTasks || ctx.actor.id === null) {
    throw forbidden()
  }
  if (task.status === 'accepted') {
    return {}
  }
  const status = next(taskMachine, task.status, 'accept')
  if (chooseStandIn(cover, ctx.actor.id, ctx.now).id !== ctx.actor.id) {
    throw conflict('you-are-away')
  }
  return { status, owner_id: ctx.actor.id, cover_at: ctx.now }
}

/** What a patient is told with, once the conversation's lock is held. */
async function loadPromised(ctx: Context, task: TaskRow) {
  return await ctx.tx
    .selectFrom('conversations')
    .innerJoin('topics', (join) =>
      join
        .onRef('topics.practice_id', '=', 'conversations.practice_id')
        .onRef('topics.id', '=', 'conversations.topic_id'),
    )
    .innerJoin('patients', (join) =>
      join
        .onRef('patients.practice_id', '=', 'conversations.practice_id')
        .onRef('patients.id', '=', 'conversations.patient_id'),
    )
    .innerJoin('practices', 'practices.practice_id', 'conversations.practice_id')
    .select(['conversations.last_sequence', 'conversations.care_team_id as home_care_team_id'])
    .select(['topics.reply_within_minutes', 'topics.urgent_help_en', 'topics.urgent_help_fr'])
    .select(['patients.language as patient_language', 'practices.phone as practice_phone'])
    .where('conversations.practice_id', '=', ctx.actor.practiceId)
    .where('conversations.id', '=', task.conversation_id)
    .$narrowType<{ patient_language: 'en' | 'fr' }>()
    .executeTakeFirstOrThrow()
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other
}
