/** Why a backup or a restore does not go on, in words for the operator. */
export class BackupError extends Error {
  override name = 'BackupError'
  readonly code: BackupFault

  constructor(code: BackupFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export type BackupFault =
  | 'damaged'
  | 'drill-failed'
  | 'in-use'
  | 'log-gap'
  | 'no-backup'
  | 'not-permitted'
  | 'not-supported'
  | 'other-key'
  | 'target-not-empty'
  | 'unfinished'
  | 'unreachable-time'
