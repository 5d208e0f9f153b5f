import { fileURLToPath } from 'node:url'
import { startProgram, type Started } from './process.ts'

/** Of Debian's package. */
export const haproxy = '/usr/sbin/haproxy'

const configuration = fileURLToPath(new URL('../../docs/operations/several-machines/haproxy.cfg', import.meta.url))

/** Starts the proxy with the configuration that is shipped; `env` has the addresses it asks for. */
export function startProxy(folder: string, env: Record<string, string>): Started {
  return startProgram(folder, 'haproxy', [haproxy, '-f', configuration], { env })
}
