import { api } from '../../shared/api/index.ts'
import type { Mount } from '../app.ts'
import { endCalendarFeed, makeCalendarFeed } from './calendar-feed.ts'
import { readMessagePlan, saveMessagePlan } from './message-plan.ts'
import { passOver } from './pass-over.ts'
import { readRound } from './read-round.ts'
import { serveCalendar } from './serve-calendar.ts'
import { takeNext } from './take-next.ts'

export function focusRoutes({ app, route, way }: Mount): void {
  route(api.takeNext, takeNext)
  route(api.passOver, passOver)
  route(api.readRound, readRound)
  route(api.readMessagePlan, readMessagePlan)
  route(api.saveMessagePlan, saveMessagePlan)
  route(api.makeCalendarFeed, makeCalendarFeed)
  route(api.endCalendarFeed, endCalendarFeed)
  serveCalendar({ app, way })
}
