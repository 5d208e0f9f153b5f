import { enterSystem } from '../access/enter-system.ts'
import type { Context, SystemActor } from '../access/context.ts'
import type { TestHouse } from './test-house.ts'

/** Runs work as the worker does: its own database role, one practice, one transaction each time. */
export function inSystem(house: TestHouse, practiceId: string) {
  return <T>(work: (ctx: Context<SystemActor>) => Promise<T>): Promise<T> => enterSystem(house.worker, practiceId, work)
}
