import { onConversation, type ConversationAct } from '../../policy/oracle.ts'
import { type At, duty, first, isOwn, type Operations, type Verdict } from './operation.ts'

const named = ({ facts, who, ids }: At) =>
  facts.conversations.find(({ practice, id }) => practice === who.practice && id === ids['conversationId'])

/** Whoever may answer there, at the clinic. */
const byTheClinic = (at: At, act: ConversationAct = 'send'): Verdict =>
  first(onConversation(at.facts, at.who, act, named(at), at.now), at.who.part === 'patient' ? 'forbidden' : 'allowed')

const waiting = ({ facts, who, ids }: At) =>
  facts.scheduledSends.find(
    ({ practice, id, conversation }) =>
      practice === who.practice && id === ids['messageId'] && conversation === ids['conversationId'],
  )
const there = (at: At): Verdict => (waiting(at) === undefined ? 'hidden' : 'allowed')
const onePerson = (at: At): Verdict => (waiting(at)?.author === at.who.id ? 'allowed' : 'forbidden')

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
  listSendTimes: { ids: {}, verdict: duty('send later') },
}
