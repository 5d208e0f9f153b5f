import { limits } from '../../shared/limits.ts'

/** What can go wrong for a caller, by name. Each becomes one RFC 9457 problem document with a stable code. */
export type FieldProblem = { path: string; code: string; limit?: number | string }

export class Problem extends Error {
  override name = 'Problem'
  readonly status: number
  readonly code: string
  readonly fields: FieldProblem[]
  /** Facts for the reader, allowed on the wire: ids, codes, names of colleagues; never a patient's words. */
  readonly facts: Record<string, unknown>
  readonly retryAfterSeconds: number | undefined

  constructor(
    status: number,
    code: string,
    more: { fields?: FieldProblem[]; facts?: Record<string, unknown>; retryAfterSeconds?: number } = {},
  ) {
    super(code)
    this.status = status
    this.code = code
    this.fields = more.fields ?? []
    this.facts = more.facts ?? {}
    this.retryAfterSeconds = more.retryAfterSeconds
  }
}

/** It does not exist, or the caller may not know that it does: the same answer. */
export const notFound = () => new Problem(404, 'not-found')
export const forbidden = () => new Problem(403, 'forbidden')
export const unauthenticated = (code = 'sign-in-needed') => new Problem(401, code)
/** Somebody else was faster, or the state does not allow it; `facts` says what changed. */
export const conflict = (code: string, facts: Record<string, unknown> = {}) => new Problem(409, code, { facts })
export const invalid = (...fields: FieldProblem[]) => new Problem(422, 'invalid-input', { fields })
export const tooMany = (retryAfterSeconds: number, code = 'too-many-requests') =>
  new Problem(429, code, { retryAfterSeconds })
/** There is no space for it on a disk: nothing was kept, and the same key will do once somebody has made some. */
export const noRoom = (code: string) => new Problem(503, code, { retryAfterSeconds: limits.diskRetrySeconds })
export const busy = (retryAfterSeconds = 5) => new Problem(503, 'busy', { retryAfterSeconds })
