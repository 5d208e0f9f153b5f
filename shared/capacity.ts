import type { Machine } from './machine.ts'

/** Why a patient cannot write now. What is told depends on it; when they may again stands beside it. */
export const refusalCodes = [
  'blocked',
  'no-room',
  'paused',
  'full-today',
  'too-many-open',
  'too-many-today',
  'cooling-down',
] as const
export type RefusalCode = (typeof refusalCodes)[number]

/** How messages were used in a way that they are not meant for. */
export const coachingKinds = ['urgent', 'visit-needed', 'one-thing', 'tone'] as const
export type CoachingKind = (typeof coachingKinds)[number]

/** Where a pause stands follows from its times; it is only ever ended early or called off. */
export const pauseStates = ['coming', 'in-force', 'over'] as const
export type PauseState = (typeof pauseStates)[number]
export const pauseMachine: Machine<PauseState, 'end'> = {
  coming: { end: 'over' },
  'in-force': { end: 'over' },
  over: {},
}

export function pauseState(times: { startsAt: Date; endsAt: Date }, now: Date): PauseState {
  return times.endsAt <= now ? 'over' : times.startsAt <= now ? 'in-force' : 'coming'
}
