export type EmbeddedPostgresFault =
  | 'not-installed'
  | 'programs-unusable'
  | 'no-account'
  | 'not-permitted'
  | 'in-use'
  | 'other-version'
  | 'wrong-password'
  | 'start-failed'
  | 'stop-failed'

/** Why the embedded database cannot be used, with a sentence for the operator that says what to do. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresFault

  constructor(code: EmbeddedPostgresFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'EmbeddedPostgresError'
    this.code = code
  }
}
