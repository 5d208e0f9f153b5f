import { sql } from 'kysely'
import type { ResultOf } from '../../shared/endpoint.ts'
import type { capacity as api } from '../../shared/api/capacity.ts'
import { type CoachingKind, coachingKinds } from '../../shared/capacity.ts'
import { limits } from '../../shared/limits.ts'
import { capacity as english } from '../../shared/locales/en/capacity.ts'
import { capacity as french } from '../../shared/locales/fr/capacity.ts'
import type { Context } from '../access/context.ts'
import { permitPeople } from '../access/people.ts'

export type CoachingTexts = ResultOf<typeof api.listCoachingTexts>
export type CoachingText = CoachingTexts['items'][number]

/** The words for each kind, the practice's own or the product's, and how often each was sent of late. */
export async function listCoachingTexts(ctx: Context): Promise<CoachingTexts> {
  permitPeople(ctx, 'capacity.read')
  return { items: await loadCoachingTexts(ctx) }
}

export async function loadCoachingTexts(ctx: Context): Promise<CoachingText[]> {
  const since = new Date(ctx.now.getTime() - limits.coachingCountedDays * 86_400_000)
  const [own, sent] = await Promise.all([
    ctx.tx.selectFrom('coaching_texts').selectAll().where('practice_id', '=', ctx.actor.practiceId).execute(),
    ctx.tx
      .selectFrom('coachings')
      .select(['kind', sql<number>`count(*)::int`.as('count')])
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('at', '>', since)
      .where('at', '<=', ctx.now)
      .groupBy('kind')
      .execute(),
  ])
  return coachingKinds.map((kind) => {
    const row = own.find((one) => one.kind === kind)
    return {
      kind,
      text: row === undefined ? reviewed(kind) : { en: row.text_en, fr: row.text_fr },
      isOwn: row !== undefined,
      sent: sent.find((one) => one.kind === kind)?.count ?? 0,
      version: row?.version ?? 0,
    }
  })
}

function reviewed(kind: CoachingKind): { en: string; fr: string } {
  return { en: english.coaching[kind], fr: french.coaching[kind] }
}
