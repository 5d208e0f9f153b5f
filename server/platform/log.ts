import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino'

export type Logger = PinoLogger

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

export type LogLevel = (typeof logLevels)[number]

/** Makes the one logger of a process: JSON lines to `destination` (standard output by default), ids only, no secrets. */
export function createLogger({ level, destination }: { level: LogLevel; destination?: DestinationStream }): Logger {
  return pino(
    {
      level,
      base: undefined,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      redact: { paths: secretPaths(), censor: '[redacted]' },
      serializers: { err: describeError, error: describeError, req: describeRequest, res: describeResponse },
      // pino turns `log.error(err)` into `{ err, msg: err.message }`; the message of an error may carry a value.
      hooks: { logMethod: dropErrorMessage },
    },
    destination ?? pino.destination({ dest: 1, sync: false }),
  )
}

/** Returns what may be said of an error: its class, code and stack without its message (messages and details carry values). */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) {
    return { name: typeof error }
  }
  const code =
    'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? error.code : undefined
  const cause = error.cause === undefined ? undefined : describeError(error.cause)
  return { name: error.name, code, stack: frames(error), cause }
}

/** The stack begins with the message, which may span lines and look like a frame: only what follows it is kept. */
function frames(error: Error): string | undefined {
  if (typeof error.stack !== 'string') {
    return undefined
  }
  const start = error.message === '' ? 0 : error.stack.indexOf(error.message)
  if (start < 0) {
    return undefined
  }
  const lines = error.stack.slice(start + error.message.length).split('\n')
  return lines.filter((line) => /^\s+at /.test(line)).join('\n')
}

function describeRequest(request: unknown): Record<string, unknown> {
  const { id, method } = asRecord(request)
  const route = asRecord(asRecord(request)['routeOptions'])['url']
  return { id, method, route }
}

function describeResponse(response: unknown): Record<string, unknown> {
  return { statusCode: asRecord(response)['statusCode'] }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function secretPaths(): string[] {
  const names = ['authorization', 'cookie', 'set-cookie', 'password', 'token', 'secret', 'code_verifier']
  const places = ['', '*.', 'headers.', '*.headers.']
  return places.flatMap((place) =>
    names.map((name) => (name.includes('-') ? `${place.replace(/\.$/, '')}["${name}"]` : place + name)),
  )
}

function dropErrorMessage(
  this: PinoLogger,
  args: Parameters<PinoLogger['info']>,
  method: (...args: never[]) => void,
): void {
  const [first, ...rest] = args as unknown[]
  const safe = first instanceof Error ? [{ err: first }, ...(rest.length > 0 ? rest : [first.name])] : args
  method.apply(this, safe as never[])
}
