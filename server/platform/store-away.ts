// What says that the object store cannot answer now, and may soon: nothing was kept, and the same key will do then.
import { errorCode } from './error-code.ts'

const lostLine = /^(?:ECONN(?:REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ENOTFOUND)$/

/** By the status that the store answered with, or by how its line was lost. */
export function isStoreAway(error: unknown): boolean {
  if (!(error instanceof Error)) {
    return false
  }
  if ('$metadata' in error) {
    const { httpStatusCode } = error.$metadata as { httpStatusCode?: number }
    if (httpStatusCode !== undefined) {
      return httpStatusCode >= 500 || httpStatusCode === 429
    }
  }
  return error.name === 'TimeoutError' || lostLine.test(errorCode(error) ?? '')
}
