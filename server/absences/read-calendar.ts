import type { Party } from '../../shared/absence.ts'
import type { absences as api } from '../../shared/api/absences.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { permitAbsences } from '../access/absences.ts'
import type { Context } from '../access/context.ts'
import { loadCalendar } from '../conversations/load-calendar.ts'
import { invalid } from '../platform/problems.ts'
import { type BusinessCalendar, openingsOn } from '../routing/business-hours.ts'
import { type CoverFacts, dayOf, startOfDate, turnOf } from '../routing/cover-facts.ts'
import { walkResponders } from '../routing/walk-responders.ts'
import { isGap, messageTo } from './acting.ts'
import { countOpenTasks } from './count-open-tasks.ts'
import { selectAbsences, viewAbsence } from './list-absences.ts'
import { loadCover } from './load-cover.ts'
import { nameOf, type Names, selectNames } from './names.ts'
import { partiesOf } from './preview-responders.ts'

type Calendar = ResultOf<typeof api.readAbsenceCalendar>
type Day = Calendar['days'][number]
type Around = { facts: CoverFacts; calendar: BusinessCalendar; names: Names; open: ReadonlyMap<string, number> }

/** A month of the practice's clock: who is away, whose turn it is, and from today on where nobody is there. */
export async function readAbsenceCalendar(
  ctx: Context,
  input: InputOf<typeof api.readAbsenceCalendar>,
): Promise<Calendar> {
  permitAbsences(ctx)
  const [calendar, names, open] = await Promise.all([loadCalendar(ctx), selectNames(ctx), countOpenTasks(ctx)])
  const { timeZone } = calendar
  const today = dayOf(timeZone, ctx.now)
  const month = monthOf(input.month, today)
  const first = month.toPlainDate({ day: 1 })
  const from = startOfDate(timeZone, first)
  const until = startOfDate(timeZone, first.add({ months: 1 }))
  const [facts, absences] = await Promise.all([
    loadCover(ctx, { from, until }),
    selectAbsences(ctx)
      .where('cancelled_at', 'is', null)
      .where('ends_at', '>', from)
      .where('starts_at', '<', until)
      .execute(),
  ])
  const around = { facts, calendar, names, open }
  const days = Array.from({ length: month.daysInMonth }, (_, index) => first.add({ days: index }))
  return {
    month: month.toString(),
    today: today.toString(),
    timeZone,
    days: days.map((day) => viewDay(around, day, Temporal.PlainDate.compare(day, today) >= 0)),
    absences: absences.map((row) => viewAbsence(ctx, row, names)),
  }
}

function monthOf(asked: string | undefined, today: Temporal.PlainDate): Temporal.PlainYearMonth {
  try {
    return asked === undefined ? today.toPlainYearMonth() : Temporal.PlainYearMonth.from(asked)
  } catch {
    throw invalid({ path: 'month', code: 'date' })
  }
}

function viewDay(around: Around, day: Temporal.PlainDate, isToCome: boolean): Day {
  const { facts, calendar, names } = around
  const start = startOfDate(calendar.timeZone, day)
  const end = startOfDate(calendar.timeZone, day.add({ days: 1 }))
  const openings = openingsOn(calendar, start)
  return {
    date: day.toString(),
    isOpen: openings.length > 0,
    absenceIds: facts.absences.filter((one) => one.startsAt < end && start < one.endsAt).map(({ id }) => id),
    turns: facts.rotations.flatMap(({ id, of }) => {
      const turn = turnOf(facts, of, start)
      return turn === undefined
        ? []
        : [{ rotationId: id, who: nameOf(names, of), person: nameOf(names, { kind: 'practitioner', id: turn }) }]
    }),
    gaps: isToCome ? openings.flatMap(({ opensAt, closesAt }) => gapsBetween(around, opensAt, closesAt)) : [],
  }
}

/** An inbox always needs somebody; a person does when something is to be done by them. */
function gapsBetween({ facts, names, open }: Around, from: Date, until: Date): Day['gaps'] {
  const watched = partiesOf(facts, names).filter((party) => party.kind === 'care-team' || open.has(party.id))
  return watched.flatMap((party) =>
    gapsOf(facts, party, from, until).map((gap) => ({
      ...gap,
      who: nameOf(names, party),
      openTasks: open.get(party.id) ?? 0,
    })),
  )
}

function gapsOf(facts: CoverFacts, party: Party, from: Date, until: Date) {
  return walkResponders(facts, messageTo(party), from, until)
    .filter(({ responder }) => isGap(responder))
    .map((stretch) => ({ from: stretch.from, until: stretch.until, fallback: stretch.responder.fallback }))
}
