import type { Scenario } from '../scenario.ts'
import { kill } from './kill.ts'

export const scenarios: Record<string, Scenario> = { kill }
