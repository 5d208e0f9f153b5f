// What says that the database cannot answer now, and may soon: the caller comes back with the same key, and nothing is lost.
import { errorCode } from './error-code.ts'

/** A table has other columns than when this connection planned the statement, and the connection would say so for ever. */
export const stalePlan = '0A000'

/** PostgreSQL's own codes (its documentation, appendix A), and those of sockets; what begins with 08 is a connection's. */
const codes = new Set([
  // A lock, a statement or an idle transaction that took too long; transactions that stood in each other's way.
  '55P03',
  '57014',
  '25P03',
  '40001',
  '40P01',
  // Full: connections, disk, memory; and a disk that fails.
  '53000',
  '53100',
  '53200',
  '53300',
  '58030',
  // Stopping, starting, ended by its operator; or a standby that takes no writes.
  '57P01',
  '57P02',
  '57P03',
  '57P05',
  '25006',
  'not-primary',
  // A plan was made before a newer version changed a table; its connection is given up (transaction.ts).
  stalePlan,
  'pool-held',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  // The Unix socket of a server that is not there.
  'ENOENT',
  'EAGAIN',
])

/** The driver's own errors have no code. */
const words = [
  /^timeout exceeded when trying to connect$/,
  /^Connection terminated/,
  /^Client has encountered a connection error/,
  /^Client was closed/,
  /^Query read timeout$/,
  /^Cannot use a pool after calling end/,
]

/** Whether to say "try again" instead of "something is wrong". */
export function isDatabaseAway(error: unknown): boolean {
  const code = errorCode(error)
  if (code !== undefined && code !== 'ENOENT') {
    return codes.has(code) || /^08...$/.test(code)
  }
  if (!(error instanceof Error)) {
    return false
  }
  return code === 'ENOENT'
    ? 'syscall' in error && error.syscall === 'connect'
    : words.some((said) => said.test(error.message))
}
