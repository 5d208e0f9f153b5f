/** Why a picture could not be written anew; stable codes, for the wire and the locales. */
export const mediaErrorCodes = [
  'damaged',
  'too-many-pixels',
  'too-large',
  'unsupported',
  'too-slow',
  'out-of-memory',
] as const

export type MediaErrorCode = (typeof mediaErrorCodes)[number]

/** A picture that is refused, as opposed to a fault of ours, which is a plain Error and worth another try. */
export class MediaError extends Error {
  readonly code: MediaErrorCode

  constructor(code: MediaErrorCode) {
    super(`The picture is refused: ${code}`)
    this.name = 'MediaError'
    this.code = code
  }
}
