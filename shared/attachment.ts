import type { Machine } from './machine.ts'

/** receiving → quarantined (whole, not scanned) → clean | rejected; unscanned: the practice has no scanner and accepts the risk, visibly. */
export const attachmentStatuses = ['receiving', 'quarantined', 'clean', 'unscanned', 'rejected', 'removed'] as const
export type AttachmentStatus = (typeof attachmentStatuses)[number]
export type AttachmentEvent = 'receive' | 'pass' | 'skip-scan' | 'reject' | 'remove' | 'rescan'
export const attachmentMachine: Machine<AttachmentStatus, AttachmentEvent> = {
  receiving: { receive: 'quarantined', reject: 'rejected', remove: 'removed' },
  quarantined: { pass: 'clean', 'skip-scan': 'unscanned', reject: 'rejected', remove: 'removed' },
  clean: { remove: 'removed' },
  unscanned: { rescan: 'quarantined', remove: 'removed' },
  rejected: { remove: 'removed' },
  removed: {},
}

export const mediaKinds = ['image', 'document', 'audio', 'video'] as const
export type MediaKind = (typeof mediaKinds)[number]

/** Why a file was refused: stable codes, worded in the locales. */
export const refusals = [
  'empty',
  'too-large',
  'not-allowed',
  'extension-mismatch',
  'markup',
  'damaged',
  'encrypted',
  'active-content',
  'unpacks-too-large',
  'too-many-pixels',
  'unsupported',
  'too-slow',
  'out-of-memory',
  'infected',
] as const
export type Refusal = (typeof refusals)[number]
