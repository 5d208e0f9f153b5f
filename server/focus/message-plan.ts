import { z } from 'zod'
import { MessageBlock } from '../../shared/api/message-plan.ts'
import type { messagePlan as api } from '../../shared/api/message-plan.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { forecastMinutes } from '../../shared/forecast.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { lockSelf } from '../access/lock-self.ts'
import { can } from '../access/tasks.ts'
import { isFresh } from '../people/stale-form.ts'
import { forbidden, invalid } from '../platform/problems.ts'
import { countLeft } from './count-left.ts'
import { readHandlingMinutes } from './forecast.ts'
import { datedBlocks, lastBlock, nextStart, wrongBlock } from './next-block.ts'

type Plan = ResultOf<typeof api.readMessagePlan>

/** One's own times for messages, with how much waits for the next. */
export async function readMessagePlan(ctx: Context): Promise<Plan> {
  permitPlan(ctx)
  const [row, waiting, minutes] = await Promise.all([
    selectPlan(ctx),
    countLeft(ctx, ctx.actor, ctx.now),
    readHandlingMinutes(ctx),
  ])
  const blocks = readBlocks(row?.blocks)
  const [next] = datedBlocks(blocks, { timeZone: row.time_zone, now: ctx.now, days: 8 })
  return {
    blocks,
    version: row.version ?? 0,
    gathersNotices: row.gathers_notices ?? false,
    hasNoticeProblem: row.gathers_notices === true && row.notice_problem !== null,
    feed: row.feed_made_at === null ? null : { madeAt: row.feed_made_at },
    next: next === undefined ? null : { startsAt: next.startsAt, endsAt: next.endsAt },
    last: lastBlock(blocks, { timeZone: row.time_zone, now: ctx.now }),
    forecast: { waiting, minutes: minutes === null ? null : forecastMinutes(waiting, minutes), eachMinutes: minutes },
  }
}

/** Saves them whole; what was saved meanwhile from another page is not written over. */
export async function saveMessagePlan(ctx: Context, input: InputOf<typeof api.saveMessagePlan>): Promise<Plan> {
  const practitionerId = permitPlan(ctx)
  const wrong = wrongBlock(input.blocks)
  if (wrong !== null) {
    throw invalid({ path: `blocks.${wrong.index}`, code: wrong.code })
  }
  const [, row] = await Promise.all([lockSelf(ctx), selectPlan(ctx)])
  const { blocks, version } = input
  const current = { blocks: readBlocks(row.blocks), gathersNotices: row.gathers_notices ?? false }
  const gathersNotices = input.gathersNotices ?? current.gathersNotices
  if (isFresh<typeof current>({ ...current, version: row.version ?? 0 }, { blocks, gathersNotices, version })) {
    const noticeAt = gathersNotices ? nextStart(blocks, { timeZone: row.time_zone, after: ctx.now }) : null
    const set = {
      blocks: JSON.stringify(blocks),
      version: version + 1,
      gathers_notices: gathersNotices,
      notice_at: noticeAt,
      notice_due_at: noticeAt,
      notice_attempts: 0,
      notice_problem: null,
    }
    await ctx.tx
      .insertInto('message_plans')
      .values({ practice_id: ctx.actor.practiceId, practitioner_id: practitionerId, ...set })
      .onConflict((conflict) => conflict.columns(['practice_id', 'practitioner_id']).doUpdateSet(set))
      .execute()
  }
  await recordAudit(ctx, 'message-plan.save', { object: { type: 'practitioner', id: practitionerId } })
  return readMessagePlan(ctx)
}

/** Whoever works in inboxes has times for them; their id. */
export function permitPlan({ actor }: Context): string {
  if (actor.kind !== 'practitioner' || !can(actor, 'task.list', null)) {
    throw forbidden()
  }
  return actor.id
}

/** What was checked when it was saved. */
export function readBlocks(stored: unknown): z.output<typeof MessageBlock>[] {
  return stored === null || stored === undefined ? [] : z.array(MessageBlock).parse(stored)
}

function selectPlan(ctx: Context) {
  return ctx.tx
    .selectFrom('practices')
    .leftJoin('message_plans', (join) =>
      join
        .onRef('message_plans.practice_id', '=', 'practices.practice_id')
        .on('message_plans.practitioner_id', '=', ctx.actor.id),
    )
    .select(['practices.time_zone', 'message_plans.blocks', 'message_plans.version', 'message_plans.feed_made_at'])
    .select(['message_plans.gathers_notices', 'message_plans.notice_problem'])
    .where('practices.practice_id', '=', ctx.actor.practiceId)
    .executeTakeFirstOrThrow()
}
