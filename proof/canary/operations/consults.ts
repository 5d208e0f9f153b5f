import {
  type At,
  colleagues,
  duty,
  first,
  isOwn,
  onNamed,
  type Operations,
  thereOr,
  type Verdict,
} from './operation.ts'

/** Whoever may answer in the conversation, and never its patient. */
function mayAnswer(at: At): Verdict {
  return first(at.who.part === 'patient' ? 'forbidden' : 'allowed', onNamed(at, 'send'))
}

/** A question in this conversation. */
function asked({ facts, who, ids }: At) {
  return facts.consults.find(
    ({ practice, id, conversation }) =>
      practice === who.practice && id === ids['consultId'] && conversation === ids['conversationId'],
  )
}

/** A clinician, of whom or of whose inbox it was asked, or who has it now; of a prescription, one who prescribes. */
function mayDecide(at: At): Verdict {
  const { facts, who } = at
  const it = asked(at)
  if (it === undefined) {
    return 'hidden'
  }
  const task = facts.tasks.find(({ practice, id }) => practice === who.practice && id === it.task)
  const parts = it.kind === 'prescription' ? prescribers : [...prescribers, 'nurse']
  const isOfInbox = facts.inboxes.some(
    ({ practice, id, members }) => practice === who.practice && id === it.askedInbox && members.includes(who.id),
  )
  const hasIt =
    isOfInbox || (task?.owner ?? null) === null || [it.asked, task?.owner, task?.escalatedTo].includes(who.id)
  return parts.includes(who.part) && it.askedBy !== who.id && (hasIt || it.decidedBy === who.id)
    ? 'allowed'
    : 'forbidden'
}

/** Others of an inbox that was asked hear that it was decided, also when they may no longer know of the conversation. */
function isToldWhoDecided({ facts, who, ids }: At): boolean {
  const it = facts.consults.find(({ practice, id }) => practice === who.practice && id === ids['consultId'])
  return (
    it !== undefined &&
    it.decidedBy !== null &&
    it.decidedBy !== who.id &&
    facts.inboxes.some(
      ({ practice, id, members }) => practice === who.practice && id === it.askedInbox && members.includes(who.id),
    )
  )
}

const prescribers: string[] = ['physician', 'nurse-practitioner']
const words = (at: At) => ({ text: `${at.word('message')} is an answer.`, seenSequence: 1_000_000 })

export const consultOperations: Operations = {
  askClinician: {
    ids: { conversationId: 'conversation', practitionerId: 'practitioner' },
    makes: { consultId: 'consult', messageId: 'message' },
    rest: (at) => ({ ...words(at), kind: 'advice', question: at.word('note') }),
    verdict: (at) =>
      first(
        mayAnswer(at),
        isOwn(at.facts.consults, at, at.ids['consultId']) && asked(at)?.askedBy !== at.who.id ? 'invalid' : 'allowed',
        // Closed, or asked before: refused in its own words, whoever is named.
        thereOr('invalid', colleagues(at), at, at.ids['practitionerId']),
      ),
  },
  decideConsult: {
    ids: { conversationId: 'conversation', consultId: 'consult' },
    rest: (at) => ({ ...words(at), decision: 'return', text: at.word('note') }),
    verdict: (at) => (isToldWhoDecided(at) ? 'invalid' : first(mayAnswer(at), mayDecide(at))),
  },
  withdrawConsult: {
    ids: { conversationId: 'conversation', consultId: 'consult' },
    verdict: (at) => {
      const it = asked(at)
      return first(mayAnswer(at), it === undefined ? 'hidden' : it.askedBy === at.who.id ? 'allowed' : 'forbidden')
    },
  },
  sendOnBehalf: {
    ids: { conversationId: 'conversation', practitionerId: 'practitioner' },
    makes: { consultId: 'consult', messageId: 'message' },
    rest: words,
    verdict: (at) => {
      const { facts, who, ids } = at
      const isLet = facts.delegations.some(
        ({ practice, by, to }) => practice === who.practice && by === ids['practitionerId'] && to === who.id,
      )
      return first(
        mayAnswer(at),
        isLet ? 'allowed' : 'forbidden',
        isOwn(facts.messages, at, ids['messageId']) ? 'invalid' : 'allowed',
      )
    },
  },
  listDelegations: { ids: {}, verdict: duty('read who writes for whom') },
  saveDelegation: {
    ids: { practitionerId: 'practitioner' },
    rest: () => ({ allows: 'co-sign', version: 0 }),
    verdict: (at) =>
      first(duty('let somebody write for me')(at), thereOr('hidden', colleagues(at), at, at.ids['practitionerId'])),
  },
}
