import { limits } from '../../shared/limits.ts'
import { addBusinessMinutes, businessMinutesBefore, type BusinessCalendar, NeverOpenError } from './business-hours.ts'
import { type Addressee, chooseResponder } from './choose-responder.ts'
import type { CoverFacts } from './cover-facts.ts'
import { dueAt } from './expected-reply.ts'

export type Promised = {
  /** The hours and closures as they are now. */
  calendar: BusinessCalendar
  sentAt: Date
  standardMinutes: number
  /** The time that the patient was told last. */
  toldAt: Date
  /** How often they were told another one. */
  renewals: number
  /** From when on somebody is there to answer; now or earlier when somebody is. */
  answersFrom: Date
  now: Date
}
/** What to tell the patient now, if anything, and when to look again; never, when they were told as often as they may be. */
export type Renewal = { tell: Date | null; lookAgainAt: Date | null }

/**
 * Whether the time that a patient was told still holds. It slips when the clinic's hours leave less time for it than there
 * was, when nobody is there to answer until later, or when it is about to pass: then the patient is told the next one before
 * this one passes. A time never comes nearer: what was promised is kept.
 */
export function renewExpectation(promised: Promised): Renewal {
  const { calendar, toldAt, renewals, now } = promised
  if (renewals >= limits.expectationRenewals) {
    return { tell: null, lookAgainAt: null }
  }
  try {
    const tell = laterTime(promised)
    const lookAgainAt = businessMinutesBefore(calendar, tell ?? toldAt, leadMinutes(promised))
    return { tell, lookAgainAt: tell !== null && renewals + 1 >= limits.expectationRenewals ? null : lookAgainAt }
  } catch (error) {
    if (!(error instanceof NeverOpenError)) {
      throw error
    }
    // A practice without hours can promise nothing; it will have some.
    return { tell: null, lookAgainAt: new Date(now.getTime() + limits.expectationRetryMs) }
  }
}

/** When the clock of a message that was just sent is to be looked at. */
export function firstLookAt(promised: Pick<Promised, 'calendar' | 'standardMinutes' | 'toldAt'>): Date {
  return businessMinutesBefore(promised.calendar, promised.toldAt, leadMinutes(promised))
}

/** From when on somebody answers; at once when nobody is expected to at any time that is known, because then no time is honest. */
export function answersFrom(facts: CoverFacts, addressee: Addressee, at: Date): Date {
  let from = at
  for (let step = 0; step < limits.expectationSteps && from < facts.knownUntil; step++) {
    const { answersId, until } = chooseResponder(facts, addressee, from)
    if (answersId !== null) {
      return from
    }
    from = until
  }
  return at
}

function laterTime(promised: Promised): Date | null {
  const { calendar, sentAt, standardMinutes, toldAt, now } = promised
  const extraMinutes = Math.min(standardMinutes, limits.expectationExtraMinutes)
  const isThere = promised.answersFrom <= now
  const isAboutToPass = now >= businessMinutesBefore(calendar, toldAt, leadMinutes(promised))
  const times = [
    dueAt({ calendar, sentAt, standardMinutes }),
    ...(isThere ? [] : [addBusinessMinutes(calendar, promised.answersFrom, extraMinutes)]),
    ...(isAboutToPass ? [addBusinessMinutes(calendar, toldAt > now ? toldAt : wholeMinute(now), extraMinutes)] : []),
  ]
  const latest = new Date(Math.max(...times.map((time) => time.getTime())))
  return latest > toldAt ? latest : null
}

/** Long enough before the time for the words to arrive; shorter where the whole time is short. */
function leadMinutes({ standardMinutes }: Pick<Promised, 'standardMinutes'>): number {
  return Math.min(limits.expectationLeadMinutes, standardMinutes / 4)
}

function wholeMinute(at: Date): Date {
  return new Date(Math.ceil(at.getTime() / 60_000) * 60_000)
}
