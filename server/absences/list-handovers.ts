import type { absences as api } from '../../shared/api/absences.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import { permitAbsences } from '../access/absences.ts'
import type { Context } from '../access/context.ts'
import { countHandover, selectOwnAbsences } from './handover-rows.ts'
import { localOf } from './local-time.ts'
import { selectNames } from './names.ts'

/** What the reader has not read yet of what happened while they were away; an absence in which nothing came to others is not told. */
export async function listHandovers(ctx: Context): Promise<ResultOf<typeof api.listHandovers>> {
  permitAbsences(ctx)
  const [absences, { timeZone }] = await Promise.all([
    selectOwnAbsences(ctx).where('handover_read_at', 'is', null).execute(),
    selectNames(ctx),
  ])
  const counted = await Promise.all(
    absences.map(async (absence) => ({ absence, counts: await countHandover(ctx, absence) })),
  )
  return {
    items: counted
      .filter(({ counts }) => counts.all > 0)
      .map(({ absence, counts: { all: _all, ...counts } }) => ({
        absenceId: absence.id,
        from: localOf(timeZone, absence.starts_at),
        until: localOf(timeZone, absence.ends_at),
        ...counts,
      })),
  }
}
