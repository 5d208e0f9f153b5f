import { inject } from 'vitest'
import type { Demo } from './demo.ts'

/** The demonstration of the process that runs this journey. */
export function ownDemo(): Demo {
  const demo = inject('demos')[Number(process.env['VITEST_POOL_ID']) - 1]
  if (demo === undefined) {
    throw new Error('this process has no demonstration')
  }
  return demo
}
