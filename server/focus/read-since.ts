import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'

/** When a round began, as the page knows it: not so long ago that yesterday's would still count, and never to come. */
export function readSince(ctx: Context, since: Date): Date {
  const earliest = ctx.now.getTime() - limits.roundMs
  return new Date(Math.min(Math.max(since.getTime(), earliest), ctx.now.getTime()))
}
