import { useEffect, useState } from 'react'

// The same key in both applications: one person has tabs of each.
const storageKey = 'threadwell.active-at'
const noteEveryMs = 10_000
const checkEveryMs = 5_000
const signs = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

/** How long before the end somebody who seems to be away is asked (WCAG 2.2.1 wants 20 seconds at least). */
export const warningMs = 2 * 60_000

/** Whether the person is there, as hands and keys show it: what the page does by itself is no sign of a person. */
export type Presence = 'here' | 'about-to-end' | 'ended'

/**
 * Watches for signs of a person in all tabs of this browser; `idleMs` without one is the end. Somebody who is being asked
 * answers with `stay`: a click anywhere would take the question away under the hand that reaches for "Sign out".
 */
export function usePresence(idleMs: number): { presence: Presence; stay: () => void } {
  const [presence, setPresence] = useState<Presence>('here')
  const isAsked = presence !== 'here'

  useEffect(() => {
    noteSign()
  }, [])

  useEffect(() => {
    const note = () => {
      if (!isAsked && Date.now() - lastSignAt > noteEveryMs) {
        noteSign()
      }
    }
    const check = () => setPresence((before) => (before === 'ended' ? before : presenceAfter(quietMs(), idleMs)))
    for (const sign of signs) {
      document.addEventListener(sign, note, { passive: true })
    }
    document.addEventListener('visibilitychange', check)
    const timer = setInterval(check, checkEveryMs)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', check)
      for (const sign of signs) {
        document.removeEventListener(sign, note)
      }
    }
  }, [idleMs, isAsked])

  function stay(): void {
    noteSign()
    setPresence('here')
  }

  return { presence, stay }
}

/** Pure: what so long a quiet means. */
export function presenceAfter(quietMs: number, idleMs: number): Presence {
  if (quietMs >= idleMs) {
    return 'ended'
  }
  return quietMs >= idleMs - warningMs ? 'about-to-end' : 'here'
}

/** How long nobody has touched any tab. */
export function quietMs(): number {
  return Date.now() - Math.max(lastSignAt, signInOtherTabs())
}

let lastSignAt = 0

function noteSign(): void {
  lastSignAt = Date.now()
  try {
    localStorage.setItem(storageKey, String(lastSignAt))
  } catch {
    // Storage may be forbidden; each tab then knows of itself alone.
  }
}

function signInOtherTabs(): number {
  try {
    return Number(localStorage.getItem(storageKey) ?? 0)
  } catch {
    return 0
  }
}
