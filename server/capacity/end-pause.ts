import type { InputOf } from '../../shared/endpoint.ts'
import type { capacity as api } from '../../shared/api/capacity.ts'
import { pauseMachine, pauseState } from '../../shared/capacity.ts'
import { next } from '../../shared/machine.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { practitionerNames } from '../access/names.ts'
import { permitPeople } from '../access/people.ts'
import { lockPractice } from '../people/lock-practice.ts'
import { notFound } from '../platform/problems.ts'
import { type PauseView, selectPauses, viewPause } from './list-pauses.ts'
import { openWords, sealWords } from './pause-words.ts'

/** Ends a pause that is in force, or calls one off before it begins. Patients can write from this moment on. */
export async function endPause(ctx: Context, input: InputOf<typeof api.endPause>): Promise<PauseView> {
  permitPeople(ctx, 'capacity.change')
  const [, row, staff] = await Promise.all([
    lockPractice(ctx),
    selectPauses(ctx).where('pauses.id', '=', input.pauseId).executeTakeFirst(),
    practitionerNames(ctx),
  ])
  if (row === undefined) {
    throw notFound()
  }
  const state = pauseState({ startsAt: new Date(row.starts_at), endsAt: new Date(row.ends_at) }, ctx.now)
  next(pauseMachine, state, 'end')
  const at = { id: row.id, version: row.version + 1 }
  const changed = {
    ...(state === 'coming' ? { cancelled_at: ctx.now } : { ends_at: ctx.now }),
    // The version is bound into the envelope.
    words_sealed: sealWords(ctx, at, openWords(ctx, row, row.words_sealed)),
    version: at.version,
  }
  await ctx.tx
    .updateTable('pauses')
    .set(changed)
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', row.id)
    .execute()
  await recordAudit(ctx, 'pause.end', {
    object: { type: 'pause', ...at },
    envelopes: [{ column: 'pauses.words_sealed', row: row.id, envelope: changed.words_sealed }],
  })
  return { ...viewPause(ctx, { ...row, ...changed } as typeof row, staff), endsAt: ctx.now, state: 'over' }
}
