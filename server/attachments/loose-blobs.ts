// Blobs that no attachment has. Each is named in a row before its bytes are written, and again when nothing needs it any
// more; the row goes in the transaction that gives the blob to an attachment. So nothing is left behind, whatever dies when.
import { randomBytes } from 'node:crypto'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import type { InPractice } from '../access/sweep.ts'
import { busy } from '../platform/problems.ts'

export function newBlobName(): string {
  return randomBytes(16).toString('hex')
}

/** Says that these are about to be written; what no attachment has got by then is removed. */
export async function expectBlobs(ctx: Context, names: string[]): Promise<void> {
  await insert(ctx, names, new Date(ctx.now.getTime() + limits.unfinishedUploadMs))
}

/** Attachments get these in this transaction. Refuses when the sweep was faster: the bytes may be gone already. */
export async function keepBlobs(ctx: Context, names: string[]): Promise<void> {
  if (names.length === 0) {
    return
  }
  const kept = await ctx.tx
    .deleteFrom('loose_blobs')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('name', 'in', names)
    .where('is_doomed', '=', false)
    .returning('name')
    .execute()
  if (kept.length < names.length) {
    throw busy()
  }
}

/** Nothing needs these once this transaction has committed. A backup that is under way may: the sweep removes them later. */
export async function dropBlobs(ctx: Context, names: string[]): Promise<void> {
  if (names.length === 0) {
    return
  }
  await insert(ctx, names, new Date(ctx.now.getTime() + limits.blobGraceMs))
}

async function insert(ctx: Context, names: string[], dueAt: Date): Promise<void> {
  await ctx.tx
    .insertInto('loose_blobs')
    .values(names.map((name) => ({ practice_id: ctx.actor.practiceId, name, due_at: dueAt })))
    .onConflict((conflict) => conflict.columns(['practice_id', 'name']).doUpdateSet({ due_at: dueAt }))
    .execute()
}

/** Removes what is due: marked first, so that nothing can get it, then the bytes, then the row. Twice is once. */
export async function sweepLooseBlobs(inPractice: InPractice): Promise<void> {
  for (let count: number = limits.sweepRows; count === limits.sweepRows;) {
    const { ctx, names } = await inPractice(async (opened) => ({ ctx: opened, names: await doom(opened) }))
    for (const name of names) {
      await ctx.house.blobs.remove(ctx.actor.practiceId, name)
    }
    count = names.length
    if (count > 0) {
      await inPractice((after) =>
        after.tx
          .deleteFrom('loose_blobs')
          .where('practice_id', '=', after.actor.practiceId)
          .where('name', 'in', names)
          .execute(),
      )
    }
  }
}

async function doom(ctx: Context): Promise<string[]> {
  const rows = await ctx.tx
    .updateTable('loose_blobs')
    .set({ is_doomed: true })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('name', 'in', (eb) =>
      eb
        .selectFrom('loose_blobs')
        .select('name')
        .where('practice_id', '=', ctx.actor.practiceId)
        .where('due_at', '<=', ctx.now)
        .orderBy('due_at')
        .limit(limits.sweepRows),
    )
    .returning('name')
    .execute()
  return rows.map(({ name }) => name)
}
