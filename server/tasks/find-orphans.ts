import { sql } from 'kysely'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import type { Turn } from '../access/sweep.ts'
import { uuidv7 } from '../platform/ids.ts'
import { nextCheckAt } from './next-check.ts'
import { findOrphanRows, type OrphanRow } from './orphan-rows.ts'

/**
 * Each night the practice looks for what nobody would act on, and keeps what it found for the administrator. Twice is once:
 * what is found again keeps its row, and what is no longer so loses it.
 */
export async function findOrphans(turn: Turn): Promise<void> {
  const count = await turn.inPractice(async (ctx) => {
    const [found, { time_zone }] = await Promise.all([
      findOrphanRows(ctx, 'everything'),
      ctx.tx
        .selectFrom('practices')
        .select('time_zone')
        .where('practice_id', '=', ctx.actor.practiceId)
        .executeTakeFirstOrThrow(),
    ])
    await keep(ctx, found)
    await Promise.all([
      sql`insert into self_checks (practice_id, checked_at, due_at)
        values (${ctx.actor.practiceId}, ${ctx.now}, ${nextCheckAt(time_zone, ctx.now)})
        on conflict (practice_id) do update set checked_at = excluded.checked_at, due_at = excluded.due_at`.execute(
        ctx.tx,
      ),
      found.length > 0 && recordFound(ctx, found),
    ])
    return found.length
  })
  if (count > 0) {
    turn.log.warn({ practiceId: turn.practiceId, count }, 'the nightly check found work that nobody would act on')
  }
}

async function keep(ctx: Context, found: OrphanRow[]): Promise<void> {
  const { practiceId } = ctx.actor
  const rows = sql`unnest(${found.map(({ kind }) => kind)}::text[], ${found.map((row) => row.conversation_id)}::uuid[],
    ${found.map((row) => row.care_team_id)}::uuid[], ${found.map(() => uuidv7(ctx.now))}::uuid[])
    as found (kind, conversation_id, care_team_id, id)`
  await sql`delete from orphans o where practice_id = ${practiceId} and not exists (select from ${rows}
    where found.kind = o.kind and coalesce(found.conversation_id, found.care_team_id) = coalesce(o.conversation_id, o.care_team_id))`.execute(
    ctx.tx,
  )
  await sql`insert into orphans (practice_id, id, kind, conversation_id, care_team_id, found_at)
    select ${practiceId}, id, kind, conversation_id, care_team_id, ${ctx.now}::timestamptz from ${rows}
    on conflict (practice_id, kind, conversation_id, care_team_id) do nothing`.execute(ctx.tx)
}

async function recordFound(ctx: Context, found: OrphanRow[]): Promise<void> {
  const ids = found.flatMap(({ conversation_id: id }) => (id === null ? [] : [id]))
  const rows = await ctx.tx
    .selectFrom('conversations')
    .select('patient_id')
    .distinct()
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', 'in', [...ids, ctx.actor.practiceId])
    .execute()
  await recordAudit(ctx, 'orphan.find', { patients: rows.map((row) => row.patient_id), info: ['list'] })
}
