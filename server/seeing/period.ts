import { limits } from '../../shared/limits.ts'
import { type Span, spanFor } from '../../shared/seeing.ts'
import { invalid } from '../platform/problems.ts'
import { addDays, daysBetween } from './calendar-days.ts'

export type Period = { from: string; until: string; span: Span }

/** The days asked for, or the last four weeks; the present day is the last there can be. Pure: tested as a table. */
export function readPeriod(asked: { from?: string | undefined; until?: string | undefined }, today: string): Period {
  const until = asked.until === undefined || asked.until > today ? today : asked.until
  const from = asked.from ?? addDays(until, 1 - limits.seenDaysAtFirst)
  if (from > until) {
    throw invalid({ path: asked.from === undefined ? 'until' : 'from', code: 'after-until' })
  }
  const days = daysBetween(from, until)
  if (days > limits.seenDays) {
    throw invalid({ path: 'from', code: 'too-long-ago', limit: limits.seenDays })
  }
  return { from, until, span: spanFor(days) }
}
