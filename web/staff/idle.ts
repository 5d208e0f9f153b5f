import { useEffect, useState } from 'react'
import { limits } from '../../shared/limits.ts'

const storageKey = 'threadwell.active-at'
const noteEveryMs = 10_000
const checkEveryMs = 5_000
/** How long before the end somebody who is there is asked. */
export const idleWarningMs = 60_000

/**
 * Whether the person is there, as hands and keys show it. What the page does by itself, such as following changes, is no
 * sign of a person, so the page ends the session after the same idle time as the server would.
 */
export type Presence = 'here' | 'about-to-end' | 'ended'

export function useIdle(): Presence {
  const [presence, setPresence] = useState<Presence>('here')

  useEffect(() => {
    let notedAt = 0
    const note = () => {
      const now = Date.now()
      if (now - notedAt > noteEveryMs) {
        notedAt = now
        remember(now)
      }
      setPresence('here')
    }
    const check = () => setPresence(presenceAfter(Date.now() - Math.max(notedAt, recall())))
    note()
    const events = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const
    events.forEach((name) => document.addEventListener(name, note, { passive: true }))
    const timer = setInterval(check, checkEveryMs)
    return () => {
      clearInterval(timer)
      events.forEach((name) => document.removeEventListener(name, note))
    }
  }, [])

  return presence
}

/** Pure: tested as a table. */
export function presenceAfter(quietMs: number): Presence {
  const idleMs = limits.staffIdleMinutes * 60_000
  if (quietMs >= idleMs) {
    return 'ended'
  }
  return quietMs >= idleMs - idleWarningMs ? 'about-to-end' : 'here'
}

/** Whether somebody touched this device within `ms`: of all tabs, since one person has several. */
export function wasActiveWithin(ms: number): boolean {
  return Date.now() - recall() < ms
}

/** Of this tab; enough where storage is forbidden. */
let lastHere = Date.now()

function remember(at: number): void {
  lastHere = at
  try {
    localStorage.setItem(storageKey, String(at))
  } catch {
    // Then each tab knows of itself alone.
  }
}

function recall(): number {
  try {
    return Math.max(lastHere, Number(localStorage.getItem(storageKey) ?? 0))
  } catch {
    return lastHere
  }
}
