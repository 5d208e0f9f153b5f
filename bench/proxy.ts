import { existsSync } from 'node:fs'
import { answers, type Started, waitFor } from '../proof/rolling/process.ts'
import { haproxy, startProxy } from '../proof/rolling/proxy.ts'

/** HAProxy as it is shipped, before the one server of the bench; null where it is not installed. */
export async function openProxy(folder: string, ports: { people: number; server: number }): Promise<Started | null> {
  if (!existsSync(haproxy)) {
    return null
  }
  const proxy = startProxy(folder, {
    PEOPLE_LISTEN: `127.0.0.1:${ports.people}`,
    WEB_1: `127.0.0.1:${ports.server}`,
  })
  await waitFor('the proxy', () => answers(`http://127.0.0.1:${ports.people}/readyz`), proxy)
  return proxy
}
