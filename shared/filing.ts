import type { Machine } from './machine.ts'

export const filingStatuses = ['requested', 'filed', 'failed'] as const
export type FilingStatus = (typeof filingStatuses)[number]
export type FilingEvent = 'place' | 'fail' | 'retry'
/** A failed filing stays on the unfiled list and is tried again; nothing files itself away. */
export const filingMachine: Machine<FilingStatus, FilingEvent> = {
  requested: { place: 'filed', fail: 'failed' },
  failed: { retry: 'requested', place: 'filed', fail: 'failed' },
  filed: {},
}
