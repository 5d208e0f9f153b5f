import { setTimeout as sleep } from 'node:timers/promises'
import { processor } from './measure-page.ts'
import type { Place } from './place.ts'

const quietShare = 0.05
const quietSeconds = 5
const mostSeconds = 180

/**
 * Until server and database have nothing of their own to do for five seconds. A server begins with the jobs that are due, and the
 * database tidies up what was loaded, both longer where more was loaded: the first page measured would pay for it.
 */
export async function settle(place: Place, serverPid: number): Promise<void> {
  let quiet = 0
  for (let second = 0; quiet < quietSeconds; second++) {
    if (second >= mostSeconds) {
      throw new Error(`not quiet after ${mostSeconds} s`)
    }
    const before = await processor({ place, serverPid })
    await sleep(1_000)
    quiet = (await processor({ place, serverPid })) - before <= quietShare ? quiet + 1 : 0
  }
}
