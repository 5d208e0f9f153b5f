/** The legal transitions of a noun, as data: state → event → next state. */
export type Machine<State extends string, Event extends string> = Record<State, Partial<Record<Event, State>>>

export class InvalidTransitionError extends Error {
  override name = 'InvalidTransitionError'
  readonly state: string
  readonly event: string
  constructor(state: string, event: string) {
    super(`${event} is not possible in the state ${state}`)
    this.state = state
    this.event = event
  }
}

/** The state after `event`; throws InvalidTransitionError when the machine does not allow it. */
export function next<S extends string, E extends string>(machine: Machine<S, E>, state: S, event: E): S {
  const to = machine[state][event]
  if (to === undefined) {
    throw new InvalidTransitionError(state, event)
  }
  return to
}

export function mayDo<S extends string, E extends string>(machine: Machine<S, E>, state: S, event: E): boolean {
  return machine[state][event] !== undefined
}
