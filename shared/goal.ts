/** What a clearing goal asks for: nothing older than so many working days, or no more than so many waiting. */
export const goalKinds = ['age', 'count'] as const
export type GoalKind = (typeof goalKinds)[number]

/** How the day stands. `over`: its time has passed with something left, which waits for the next day. */
export const goalStates = ['under-way', 'reached', 'over'] as const
export type GoalState = (typeof goalStates)[number]
