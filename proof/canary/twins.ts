// What is another practice's, and what never was, must be answered alike to the last byte: pairs of probes that differ in
// nothing else.
import type { Findings } from './findings.ts'
import type { Heard } from './http.ts'
import type { Expected } from './judge.ts'
import type { At } from './operations/operation.ts'
import type { Probe } from './probes.ts'

export type Twins = {
  take(probe: Probe, heard: Heard, expected: Expected, at: At): void
  compare(findings: Findings): void
}
type Seen = { probe: Probe; answer: string; said: string; isHidden: boolean; isAllowed: boolean; variant: string }

export function makeTwins(): Twins {
  const absent = new Map<string, Seen>()
  const hidden: [key: string, Seen][] = []
  return {
    take(probe, heard, expected, at) {
      const swapped = [['as', probe.membership] as const, ...Object.entries(probe.picks)].filter(
        ([, variant]) => variant !== 'own',
      )
      const [only, ...more] = swapped
      if (only === undefined || more.length > 0) {
        return
      }
      const [name, variant] = only
      const key = `${probe.caller.key} ${probe.call.name} ${name}`
      const isHidden = expected === 'hidden' || expected === 'invalid'
      const seen = {
        probe,
        answer: answerOf(heard, at),
        said: saidBy(heard),
        isHidden,
        isAllowed: expected === 'allowed',
        variant,
      }
      if (variant === 'absent') {
        absent.set(key, seen)
      } else if (variant === 'foreign' || (seen.isHidden && (variant === 'other' || variant === 'deleted'))) {
        hidden.push([key, seen])
      }
    },
    compare(findings) {
      for (const [key, seen] of hidden) {
        const twin = absent.get(key)
        // Where the policy lets somebody do something, another id makes another thing of it.
        if (twin === undefined || !seen.isHidden) {
          continue
        }
        // An id of one's own making makes a new thing, and cannot be that of a colleague's.
        if (twin.isAllowed && seen.variant !== 'foreign') {
          continue
        }
        findings.look('f')
        if (twin.answer !== seen.answer) {
          findings.add(
            'f',
            `${seen.probe.call.name} answers ${seen.said} and to what does not exist ${twin.said}`,
            seen.probe.id,
          )
        }
      }
    },
  }
}

/** Everything but what is of this request alone: its own id, the time, and the ids that it named. */
function answerOf(heard: Heard, at: At): string {
  const { date: _date, 'x-request-id': _id, ...headers } = heard.headers
  let text = heard.body.toString('latin1').replaceAll(heard.requestId, 'REQUEST')
  for (const id of Object.values(at.ids)) {
    text = text.replaceAll(id, 'ID')
  }
  return `${heard.status} ${JSON.stringify(headers)} ${text}`
}

/** In short, for a finding: nothing of what the answer tells. */
function saidBy({ status, body }: Heard): string {
  const code = /"code":"([a-z-]+)"/.exec(body.toString('latin1'))?.[1]
  return code === undefined ? String(status) : `${status} ${code}`
}

/** The probe that a difference was found against: what is asked differs only in naming nothing that is there. */
export function isTwinOf(probe: Probe, id: string): boolean {
  const swapped = Object.entries(probe.picks).find(([, variant]) => variant === 'absent')
  return (
    swapped !== undefined &&
    ['foreign', 'other', 'deleted'].some(
      (variant) => probe.id.replace(`${swapped[0]}=absent`, `${swapped[0]}=${variant}`) === id,
    )
  )
}
