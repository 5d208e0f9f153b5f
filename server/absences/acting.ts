import type { PersonReference } from '../access/names.ts'
import type { Party } from '../../shared/absence.ts'
import type { Addressee, Responder } from '../routing/choose-responder.ts'
import { nameOf, type Names } from './names.ts'

/**
 * A message to this party, wherever it is: for a person in no inbox in particular, so that what would stay in its own inbox
 * shows as that.
 */
export function messageTo(party: Party): Addressee {
  return party.kind === 'care-team'
    ? { personId: null, careTeamId: party.id }
    : { personId: party.id, careTeamId: noInbox }
}

/** No id is empty. */
const noInbox = ''

/** Nobody is there for it: no owner and no backup of an inbox, or for a person nobody who is named. */
export function isGap({ ownerId, careTeamId, answersId }: Responder): boolean {
  return ownerId === null && (careTeamId === noInbox || answersId === null)
}

export function viewActing(responder: Responder, names: Names) {
  const { ownerId, careTeamId, answersId, coveringFor, fallback } = responder
  return {
    acts: actorOf(ownerId, careTeamId, names),
    answers: answersId === null ? null : nameOf(names, { kind: 'practitioner', id: answersId }),
    isCovered: coveringFor !== null,
    fallback,
    isGap: isGap(responder),
  }
}

function actorOf(ownerId: string | null, careTeamId: string, names: Names): PersonReference | null {
  if (ownerId !== null) {
    return nameOf(names, { kind: 'practitioner', id: ownerId })
  }
  return careTeamId === noInbox ? null : nameOf(names, { kind: 'care-team', id: careTeamId })
}
