import { api } from '../../shared/api/index.ts'
import type { Mount } from '../app.ts'
import { passOver } from './pass-over.ts'
import { readRound } from './read-round.ts'
import { takeNext } from './take-next.ts'

export function focusRoutes({ route }: Mount): void {
  route(api.takeNext, takeNext)
  route(api.passOver, passOver)
  route(api.readRound, readRound)
}
