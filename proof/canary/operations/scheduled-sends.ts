import { onWritingTo, type ConversationAct } from '../../policy/oracle.ts'
import { type At, duty, first, isOwn, onNamed, type Operations, thereOr, type Verdict } from './operation.ts'

/** Whoever may answer there, at the clinic. */
const byTheClinic = (at: At, act: ConversationAct = 'send'): Verdict =>
  first(onNamed(at, act), at.who.part === 'patient' ? 'forbidden' : 'allowed')

const waiting = ({ facts, who, ids }: At) =>
  facts.scheduledSends.find(
    ({ practice, id, conversation }) =>
      practice === who.practice && id === ids['messageId'] && conversation === ids['conversationId'],
  )
const there = (at: At): Verdict => (waiting(at) === undefined ? 'hidden' : 'allowed')
const onePerson = (at: At): Verdict => (waiting(at)?.author === at.who.id ? 'allowed' : 'forbidden')

const startNamed = ({ facts, who, ids }: At) =>
  facts.scheduledSends.find(
    ({ practice, id, isStart }) => practice === who.practice && id === ids['messageId'] && isStart,
  )

/** Anyone of the clinic who works in inboxes writes to any of its patients. */
const toPatient = (at: At): Verdict =>
  first(at.who.part === 'patient' ? 'forbidden' : 'allowed', onWritingTo(at.facts, at.who, at.ids['patientId'] ?? ''))

/** A first message: of its author, and of the inbox to which it will belong. */
function start(at: At): Verdict {
  const { facts, who } = at
  const it = startNamed(at)
  const worksThere = facts.inboxes.some(
    ({ practice, id, members }) => practice === who.practice && id === it?.inbox && members.includes(who.id),
  )
  const isKnown = it !== undefined && (it.author === who.id || worksThere)
  return first(duty('send later')(at), isKnown ? 'allowed' : 'hidden')
}

export const scheduledSendOperations: Operations = {
  scheduleSend: {
    ids: { conversationId: 'conversation' },
    optional: { attachmentIds: 'file' },
    lists: ['attachmentIds'],
    makes: { messageId: 'message', draftId: 'draft' },
    rest: (at) => ({
      text: `${at.word('answer that waits')} is an answer.`,
      seenSequence: 1_000,
      ...(at.ids['attachmentIds'] === undefined && { attachmentIds: [] }),
    }),
    verdict: (at) =>
      first(
        byTheClinic(at),
        isOwn(at.facts.messages, at, at.ids['messageId']) ? 'invalid' : 'allowed',
        at.ids['attachmentIds'] === undefined ? 'allowed' : 'invalid',
        isOwn(at.facts.drafts, at, at.ids['draftId']) ? 'invalid' : 'allowed',
      ),
  },
  cancelScheduledSend: {
    ids: { conversationId: 'conversation', messageId: 'scheduled-send' },
    verdict: (at) => first(byTheClinic(at), there(at)),
  },
  sendScheduledNow: {
    ids: { conversationId: 'conversation', messageId: 'scheduled-send' },
    verdict: (at) => first(byTheClinic(at), there(at), onePerson(at)),
  },
  listScheduledSends: { ids: {}, verdict: duty('send later') },
  scheduleStart: {
    ids: { patientId: 'patient', topicId: 'topic' },
    makes: { conversationId: 'conversation', messageId: 'message', draftId: 'draft' },
    rest: (at) => ({
      subject: at.word('subject'),
      text: `${at.word('answer that waits')} is a first message.`,
      attachmentIds: [],
      // Long over: whoever may write hears no more than that.
      sendAt: '2020-01-06T10:00',
    }),
    verdict: (at) => first(toPatient(at), thereOr('hidden', at.facts.topics, at, at.ids['topicId']), 'refused'),
  },
  cancelScheduledStart: { ids: { messageId: 'scheduled-send' }, verdict: start },
  sendScheduledStartNow: {
    ids: { messageId: 'scheduled-send' },
    verdict: (at) => first(start(at), startNamed(at)?.author === at.who.id ? 'allowed' : 'forbidden'),
  },
  listScheduledStarts: { ids: { patientId: 'patient' }, verdict: toPatient },
  listSendTimes: { ids: {}, verdict: duty('send later') },
}
