import { onConversation } from '../../policy/oracle.ts'
import { type At, duty, first, type Operations } from './operation.ts'

/** Who may decide about the patient's phone, which is refused here: this server has no gateway. */
const withoutGateway = (at: At) => first(duty('say how I am told')(at), 'invalid')

/** How patients are told that there is a message. */
export const notificationOperations: Operations = {
  readMobileNumber: { ids: {}, verdict: duty('say how I am told') },
  saveMobileNumber: { ids: {}, rest: () => ({ number: '416-555-0123' }), verdict: withoutGateway },
  proveMobileNumber: { ids: {}, rest: () => ({ code: '000000' }), verdict: duty('say how I am told') },
  chooseNotices: { ids: {}, rest: () => ({ choice: 'both' }), verdict: withoutGateway },
  removeMobileNumber: { ids: {}, verdict: duty('say how I am told') },
  listNotices: {
    ids: { conversationId: 'conversation' },
    verdict: (at) => {
      const { facts, who, ids, now } = at
      const it = facts.conversations.find(
        ({ practice, id }) => practice === who.practice && id === ids['conversationId'],
      )
      return first(onConversation(facts, who, 'read', it, now), who.part === 'patient' ? 'forbidden' : 'allowed')
    },
  },
}
