import { inject } from 'vitest'
import { ofThisProcess } from '../server/testing/of-this-process.ts'
import type { Demo } from './demo.ts'

/** The demonstration of the process that runs this journey. */
export function ownDemo(): Demo {
  return ofThisProcess(inject('demos'))
}
