import type { Party } from '../../shared/absence.ts'
import type { absences as api } from '../../shared/api/absences.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { permitAbsences } from '../access/absences.ts'
import type { Context } from '../access/context.ts'
import { loadCalendar } from '../conversations/load-calendar.ts'
import { type BusinessCalendar, openingsOn } from '../routing/business-hours.ts'
import { chooseResponder } from '../routing/choose-responder.ts'
import { type CoverFacts, dayOf, startOfDate } from '../routing/cover-facts.ts'
import { walkResponders } from '../routing/walk-responders.ts'
import { messageTo, viewActing } from './acting.ts'
import { countOpenTasks } from './count-open-tasks.ts'
import { loadCover } from './load-cover.ts'
import { nameOf, type Names, selectNames } from './names.ts'

type Preview = ResultOf<typeof api.previewResponders>

/** Who would get a message, to every inbox and every colleague: by the decision that sends ask. Nothing is changed. */
export async function previewResponders(ctx: Context, input: InputOf<typeof api.previewResponders>): Promise<Preview> {
  permitAbsences(ctx)
  const [calendar, names, open] = await Promise.all([loadCalendar(ctx), selectNames(ctx), countOpenTasks(ctx)])
  const today = dayOf(calendar.timeZone, ctx.now)
  const first = input.from === undefined ? nextMonday(today) : Temporal.PlainDate.from(input.from)
  const days = Array.from({ length: 7 }, (_, index) => first.add({ days: index }))
  const last = startOfDate(calendar.timeZone, first.add({ days: 7 }))
  const facts = await loadCover(ctx, {
    from: earlierOf(ctx.now, startOfDate(calendar.timeZone, first)),
    until: last > ctx.now ? last : new Date(ctx.now.getTime() + 1),
  })
  return {
    from: first.toString(),
    today: today.toString(),
    timeZone: calendar.timeZone,
    items: partiesOf(facts, names).map((party) => ({
      who: nameOf(names, party),
      openTasks: open.get(party.id) ?? 0,
      now: viewActing(chooseResponder(facts, messageTo(party), ctx.now), names),
      days: days.map((day) => forecastOf(facts, { calendar, names, day, party })),
    })),
  }
}

function nextMonday(today: Temporal.PlainDate): Temporal.PlainDate {
  return today.add({ days: 8 - today.dayOfWeek })
}

function earlierOf(one: Date, other: Date): Date {
  return one < other ? one : other
}

/** The inboxes, then the colleagues who work in inboxes, by name. */
export function partiesOf(facts: CoverFacts, names: Names): Party[] {
  const colleagues = [...names.names.values()].filter(({ id }) => facts.actingIds.has(id))
  return [
    ...names.inboxes.map(({ id }): Party => ({ kind: 'care-team', id })),
    ...colleagues
      .toSorted((one, other) => one.name.localeCompare(other.name))
      .map(({ id }): Party => ({ kind: 'practitioner', id })),
  ]
}

function forecastOf(
  facts: CoverFacts,
  { calendar, names, day, party }: { calendar: BusinessCalendar; names: Names; day: Temporal.PlainDate; party: Party },
): Preview['items'][number]['days'][number] {
  const start = startOfDate(calendar.timeZone, day)
  const openings = openingsOn(calendar, start)
  const from = openings[0]?.opensAt ?? start
  const until = openings.at(-1)?.closesAt ?? startOfDate(calendar.timeZone, day.add({ days: 1 }))
  return {
    date: day.toString(),
    isOpen: openings.length > 0,
    stretches: walkResponders(facts, messageTo(party), from, until).map((stretch) => ({
      from: stretch.from,
      until: stretch.until,
      ...viewActing(stretch.responder, names),
    })),
  }
}
