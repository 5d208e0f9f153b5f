// Who gets in when more ask than can be answered: a bounded number at once, a short line for the others, and an immediate
// "come back later" for the rest. What is refused at once costs little; what waits in vain costs a patient's patience.
import { createPace, type PaceLimits } from './pace.ts'

/** One request. `group` is the practice it belongs to, as far as that is known. */
export type Visit = {
  readonly group: string
  /** When it began to wait, or was begun. */
  sinceMs: number
  begin(): void
  refuse(): void
  /** Nothing is done for it: its body is still on its way. */
  isIdle(): boolean
}
export type GateLimits = PaceLimits & {
  waiting: number
  waitMs: number
  /** A place is not kept longer for somebody who does not send. */
  idleMs: number
}

export type Gate = {
  /** Begins it at once, lets it wait, or refuses it. */
  enter(visit: Visit): void
  /** Has ended: its place goes to the next. */
  leave(visit: Visit): void
  /** Its body has come after all: it counts again, and does not wait a second time. */
  comeBack(visit: Visit): void
  /** Begins whoever may begin now. */
  fill(): void
  /** Refuses who has waited too long, and takes back places of those who do not send; to be called while somebody waits. */
  tick(): void
  readonly inside: number
  readonly waiting: number
  readonly places: number
  /** Even the quickest took long, a moment ago. */
  readonly isSlow: boolean
}

/**
 * `now` in milliseconds, and never back. `mustYield`: somebody more urgent waits or is slow, and here no more than the least goes
 * on. Of the groups that wait, the one with the fewest inside is next. When the line is full, a group that has more than its share
 * of it is refused, and one that has less takes the last place of the longest: however many flood, one that does not gets through.
 */
export function createGate(limits: GateLimits, now: () => number, mustYield: () => boolean = () => false): Gate {
  const pace = createPace(limits)
  const inside = new Set<Visit>()
  const insideOf = new Map<string, number>()
  const line = new Map<string, Visit[]>()
  let waiting = 0

  const hasPlace = (): boolean =>
    inside.size < pace.places && (inside.size < Math.min(limits.atLeast, pace.places) || !mustYield())
  const count = (visit: Visit): void => {
    inside.add(visit)
    insideOf.set(visit.group, (insideOf.get(visit.group) ?? 0) + 1)
  }
  const uncount = (visit: Visit): boolean => {
    if (!inside.delete(visit)) {
      return false
    }
    const left = (insideOf.get(visit.group) ?? 1) - 1
    if (left === 0) {
      insideOf.delete(visit.group)
    } else {
      insideOf.set(visit.group, left)
    }
    return true
  }
  const begin = (visit: Visit): void => {
    count(visit)
    visit.sinceMs = now()
    visit.begin()
  }
  const take = (group: string, ofGroup: Visit[], end: 'first' | 'last'): Visit | undefined => {
    const visit = end === 'first' ? ofGroup.shift() : ofGroup.pop()
    waiting--
    if (ofGroup.length === 0) {
      line.delete(group)
    }
    return visit
  }
  const next = (): Visit | undefined => {
    let fewest = Number.POSITIVE_INFINITY
    let chosen: string | undefined
    for (const group of line.keys()) {
      const has = insideOf.get(group) ?? 0
      if (has < fewest) {
        fewest = has
        chosen = group
      }
    }
    const ofGroup = chosen === undefined ? undefined : line.get(chosen)
    if (chosen === undefined || ofGroup === undefined) {
      return undefined
    }
    const visit = take(chosen, ofGroup, 'first')
    // Behind the other groups that have as few.
    if (line.delete(chosen)) {
      line.set(chosen, ofGroup)
    }
    return visit
  }
  /** Makes room in a full line for a group that has less than its share of it. */
  const makeRoom = (has: number): boolean => {
    if (line.size === 0 || has * line.size >= waiting) {
      return false
    }
    const [group, longest] = [...line].reduce((most, one) => (one[1].length > most[1].length ? one : most))
    if (longest.length <= has + 1) {
      return false
    }
    take(group, longest, 'last')?.refuse()
    return true
  }
  const gate: Gate = {
    enter(visit) {
      if (waiting === 0 && hasPlace()) {
        begin(visit)
        return
      }
      const has = line.get(visit.group)?.length ?? 0
      if (waiting >= limits.waiting && !makeRoom(has)) {
        visit.refuse()
        return
      }
      visit.sinceMs = now()
      // Asked for again: what made room may have been its own.
      const ofGroup = line.get(visit.group) ?? []
      ofGroup.push(visit)
      line.set(visit.group, ofGroup)
      waiting++
    },
    leave(visit) {
      if (uncount(visit)) {
        pace.ended(now() - visit.sinceMs, waiting > 0, now())
        return
      }
      const ofGroup = line.get(visit.group)
      const at = ofGroup?.indexOf(visit) ?? -1
      if (ofGroup !== undefined && at >= 0) {
        ofGroup.splice(at, 1)
        waiting--
        if (ofGroup.length === 0) {
          line.delete(visit.group)
        }
      }
    },
    comeBack(visit) {
      if (!inside.has(visit)) {
        count(visit)
        visit.sinceMs = now()
      }
    },
    fill() {
      while (waiting > 0 && hasPlace()) {
        const visit = next()
        if (visit === undefined) {
          return
        }
        begin(visit)
      }
    },
    tick() {
      const nowMs = now()
      for (const [group, ofGroup] of line) {
        while (ofGroup[0] !== undefined && ofGroup[0].sinceMs <= nowMs - limits.waitMs) {
          take(group, ofGroup, 'first')?.refuse()
        }
      }
      for (const visit of inside) {
        if (visit.sinceMs <= nowMs - limits.idleMs && visit.isIdle()) {
          uncount(visit)
        }
      }
      gate.fill()
    },
    get inside() {
      return inside.size
    },
    get waiting() {
      return waiting
    },
    get places() {
      return pace.places
    },
    get isSlow() {
      return pace.isSlow(now())
    },
  }
  return gate
}
