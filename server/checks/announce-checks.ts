import type { Context } from '../access/context.ts'

/** A hint to those who work in an inbox or were told of a missed check: ids only, after commit. */
export function announceChecks(ctx: Context, careTeamId: string, ...ids: (readonly string[])[]): void {
  const toIds = [...new Set(ids.flat())]
  ctx.afterCommit(() => ctx.house.live.publish({ practiceId: ctx.actor.practiceId, careTeamId, toIds }))
}
