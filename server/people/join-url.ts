import type { Context } from '../access/context.ts'

/** Where an invitation's code is typed. The code itself never stands in an address. */
export function joinUrl(ctx: Context): string {
  return `${ctx.house.config.publicUrl}/join`
}
