import type { InputOf } from '../../shared/endpoint.ts'
import type { scheduledSends as api } from '../../shared/api/scheduled-sends.ts'
import type { CoachingKind } from '../../shared/capacity.ts'
import type { SendAct } from '../../shared/scheduled-send.ts'
import type { Context } from '../access/context.ts'
import { requireBookingPage } from '../capacity/booking-page.ts'
import { readHeldDecision } from '../consults/held-decision.ts'
import { writtenFor } from '../consults/written-for.ts'
import { invalid } from '../platform/problems.ts'

type Input = InputOf<typeof api.scheduleSend>
export type Act = {
  act: SendAct
  coaching_kind: CoachingKind | null
  consult_id: string | null
  message_id: string | null
  on_behalf_of_id: string | null
}

const answer: Act = { act: 'answer', coaching_kind: null, consult_id: null, message_id: null, on_behalf_of_id: null }

/** What is sent, and whether its author may: asked when it is put off, and again when it goes out. */
export async function readAct(ctx: Context, input: Input, text: string): Promise<Act> {
  const { coaching, isBooking = false, consultId, onBehalfOfId, outcome } = input
  refuseTwo({ coaching, isBooking: isBooking || undefined, consultId, onBehalfOfId })
  if (coaching !== undefined) {
    return { ...answer, act: 'coaching', coaching_kind: coaching }
  }
  if (isBooking) {
    if (outcome !== 'redirected' && outcome !== 'visit-booked') {
      throw invalid({ path: 'outcome', code: outcome === undefined ? 'missing' : 'not-with-this-act' })
    }
    await requireBookingPage(ctx, text)
    return { ...answer, act: 'booking' }
  }
  if (consultId !== undefined) {
    const held = await readHeldDecision(ctx, { ...input, consultId, text })
    return { ...answer, act: held.act, consult_id: consultId, message_id: held.messageId }
  }
  if (onBehalfOfId !== undefined) {
    await writtenFor(ctx, onBehalfOfId)
    return { ...answer, act: 'on-behalf', on_behalf_of_id: onBehalfOfId }
  }
  return answer
}

function refuseTwo(acts: Record<string, unknown>): void {
  const [, second] = Object.keys(acts).filter((field) => acts[field] !== undefined)
  if (second !== undefined) {
    throw invalid({ path: second, code: 'not-with-this-act' })
  }
}
