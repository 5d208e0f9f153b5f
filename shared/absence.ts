/** Why somebody is away, as they state it; patients never see it. */
export const absenceReasons = ['holiday', 'illness', 'leave', 'education', 'days-off', 'other'] as const
export type AbsenceReason = (typeof absenceReasons)[number]

/** Follows from the times: nothing has to happen for it. */
export const absenceStates = ['planned', 'current', 'ended', 'cancelled'] as const
export type AbsenceState = (typeof absenceStates)[number]

/** Why work stays in its own inbox although somebody else was meant to have it. */
export const fallbacks = ['nobody-named', 'cannot-act', 'ring', 'too-long', 'unstaffed'] as const
export type Fallback = (typeof fallbacks)[number]

/** What became of a conversation while somebody was away. */
export const handoverStates = ['open', 'answered', 'ended'] as const

/** Who can be away, and who can answer meanwhile. */
export const partyKinds = ['practitioner', 'care-team'] as const
export type PartyKind = (typeof partyKinds)[number]
export type Party = { kind: PartyKind; id: string }

export function isSameParty(one: Party, other: Party): boolean {
  return one.kind === other.kind && one.id === other.id
}
