import { pino, type DestinationStream, type LogFn, type Logger as PinoLogger } from 'pino'
import { limits } from '../../shared/limits.ts'

export type Logger = PinoLogger

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

export type LogLevel = (typeof logLevels)[number]

/** Makes the one logger of a process: JSON lines to `destination` (standard output by default), ids only, no secrets. */
export function createLogger({ level, destination }: { level: LogLevel; destination?: DestinationStream }): Logger {
  return pino(
    {
      level,
      base: {},
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { log: (line) => withoutSecrets(line), bindings: (bound) => withoutSecrets(bound) },
      serializers: { err: (error) => describeError(error), req: describeRequest, res: describeResponse },
      hooks: { logMethod: sayNameInstead },
    },
    destination ?? pino.destination({ dest: 1, sync: false }),
  )
}

/** Tells what may be said of an error: its class, code and stack without its message (messages and details carry values). */
export function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) {
    return cleaned(error, depth)
  }
  const code =
    'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? error.code : undefined
  const cause =
    error.cause === undefined ? undefined : depth >= limits.logDepth ? '[deep]' : describeError(error.cause, depth + 1)
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

const secretNames = /^(?:authorization|proxy-authorization|cookie|set-cookie|password|secret|token)$/i

/** Hides what is secret by its name, and of an error all but what describeError says, wherever in the line they are. */
function withoutSecrets(line: Record<string, unknown>, depth = 0): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(line).map(([name, value]) => [name, secretNames.test(name) ? '[redacted]' : cleaned(value, depth)]),
  )
}

function cleaned(value: unknown, depth: number): unknown {
  if (value instanceof Error) {
    return describeError(value, depth)
  }
  if (!Array.isArray(value) && !isPlain(value)) {
    return value
  }
  if (depth >= limits.logDepth) {
    return '[deep]'
  }
  return Array.isArray(value) ? value.map((item) => cleaned(item, depth + 1)) : withoutSecrets(value, depth + 1)
}

/** Requests, responses and other instances have serializers of their own. */
function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** pino takes the message of an error for the line's own when the line has none. */
function sayNameInstead(this: PinoLogger, args: Parameters<LogFn>, method: LogFn): void {
  const [first, ...rest]: unknown[] = args
  const merged = first instanceof Error ? { err: first } : first
  const error = asRecord(merged)['err']
  const words = rest.length === 0 && error instanceof Error ? [error.name] : rest
  Reflect.apply(method, this, [merged, ...words])
}
