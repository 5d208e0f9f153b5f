/** Why a call failed, when no answer of the server says so (status 0). */
export type LocalCode = 'offline' | 'unreachable' | 'timeout' | 'stopped' | 'unexpected'
/** What is wrong with one answer: its path ('text', 'hours.0.opensAt'), a stable code, and the limit it passed. */
export type FieldProblem = { readonly path: string; readonly code: string; readonly limit?: number | string }

/** A call that failed: an RFC 9457 problem document of the server, or a failure to reach it. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly status: number
  readonly code: string
  readonly fields: readonly FieldProblem[]
  /** What the server adds for the reader: who was faster, until when. */
  readonly facts: Readonly<Record<string, unknown>>
  readonly retryAfterSeconds: number | null

  constructor(
    status: number,
    code: string,
    more: {
      fields?: readonly FieldProblem[]
      facts?: Readonly<Record<string, unknown>>
      retryAfterSeconds?: number | null
    } = {},
  ) {
    super(`${status} ${code}`)
    this.status = status
    this.code = code
    this.fields = more.fields ?? []
    this.facts = more.facts ?? {}
    this.retryAfterSeconds = more.retryAfterSeconds ?? null
  }

  /** The code of the first problem with a field, if it has one. */
  fieldCode(path: string): string | undefined {
    return this.fields.find((field) => field.path === path)?.code
  }
}

export function localProblem(code: LocalCode): ApiProblem {
  return new ApiProblem(0, code)
}

/** Reads a refused answer; what is no problem document (a proxy's page, say) keeps its status and the code 'unexpected'. */
export function problemFrom(status: number, text: string, retryAfter: string | null): ApiProblem {
  const { code, fields, facts } = parsed(text)
  const seconds = Number(retryAfter)
  return new ApiProblem(status, typeof code === 'string' ? code : 'unexpected', {
    fields: Array.isArray(fields) ? fields.filter(isFieldProblem) : [],
    facts: isRecord(facts) ? facts : {},
    retryAfterSeconds: retryAfter !== null && Number.isFinite(seconds) ? seconds : null,
  })
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : {}
  } catch {
    return {}
  }
}

function isFieldProblem(value: unknown): value is FieldProblem {
  return isRecord(value) && typeof value['path'] === 'string' && typeof value['code'] === 'string'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
