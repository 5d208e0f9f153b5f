import type { ConversationAct } from '../../policy/oracle.ts'
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

/** The page where visits are booked, of every practice of the crawl. */
export const bookingPage = 'https://book.example.test/'
const later = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

/** What the clinic does in a conversation: never its patient, and whoever may do each part of it. */
function byTheClinic(at: At, ...acts: ConversationAct[]): Verdict {
  return first(
    at.who.part === 'patient' ? 'forbidden' : 'allowed',
    ...acts.map((act) => onNamed(at, act)),
    isOwn(at.facts.messages, at, at.ids['messageId']) ? 'invalid' : 'allowed',
  )
}

const pauseThere = (at: At) =>
  thereOr(
    'hidden',
    at.facts.pauses.filter(({ isCancelled }) => !isCancelled),
    at,
    at.ids['pauseId'],
  )
const patientThere = (at: At, id: string | undefined) => thereOr('hidden', at.facts.patients, at, id)
const blockOf = ({ facts, who, ids }: At) =>
  facts.blocks.find(({ practice, id }) => practice === who.practice && id === ids['blockId'])
/** One's own unfinished draft, for that patient and of no conversation; or none that there is. */
function mayHoldBlock({ facts, who, ids }: At): boolean {
  const draft = facts.drafts.find(({ practice, id }) => practice === who.practice && id === ids['draftId'])
  const isOwnStart = draft?.author === who.id && draft.patient === ids['patientId'] && draft.conversation === null
  return draft === undefined || (isOwnStart && !draft.hasEnded)
}
/** The patient who is named; else whose block it is, so that lifting is tried where it is allowed. */
const whose = (at: At) => at.ids['patientId'] ?? blockOf(at)?.patient ?? at.newId()

export const capacityOperations: Operations = {
  readWriting: { ids: {}, verdict: duty('learn whether I may write') },
  listPauses: { ids: {}, verdict: duty('read how many messages are taken') },
  savePause: {
    ids: {},
    makes: { pauseId: 'pause' },
    optional: { topicId: 'topic', practitionerId: 'practitioner' },
    rest: (at) => ({
      ...(at.ids['topicId'] === undefined && { topicId: null }),
      ...(at.ids['practitionerId'] === undefined && { practitionerId: null }),
      aDay: null,
      stopsAnswers: false,
      words: {
        reason: { en: at.word('pause words'), fr: at.word('pause words') },
        instead: { en: at.word('pause words'), fr: at.word('pause words') },
      },
      startsAt: later(1),
      endsAt: later(2),
      version: at.versionOf(at.ids['pauseId'] ?? ''),
    }),
    verdict: (at) =>
      first(
        duty('change how many messages are taken')(at),
        thereOr('invalid', at.facts.topics, at, at.ids['topicId']),
        thereOr('invalid', colleagues(at), at, at.ids['practitionerId']),
      ),
  },
  endPause: {
    ids: { pauseId: 'pause' },
    verdict: (at) => first(duty('change how many messages are taken')(at), pauseThere(at)),
  },
  readPatientLimits: { ids: {}, verdict: duty('read how many messages are taken') },
  savePatientLimits: {
    ids: {},
    rest: () => ({ openConversations: 20, messagesADay: 50, coolDownMinutes: null, version: 0 }),
    verdict: duty('change how many messages are taken'),
  },
  readStanding: {
    ids: { patientId: 'patient' },
    verdict: (at) => first(duty('read patients')(at), patientThere(at, at.ids['patientId'])),
  },
  blockPatient: {
    ids: { patientId: 'patient' },
    makes: { blockId: 'block', conversationId: 'conversation', messageId: 'message' },
    rest: (at) => ({ reason: at.word('block reason'), endsAt: later(3) }),
    verdict: (at) => {
      const earlier = blockOf(at)
      const isTheSame = earlier?.patient === at.ids['patientId'] && earlier?.by === at.who.id
      return first(
        duty('block a patient')(at),
        patientThere(at, at.ids['patientId']),
        earlier === undefined || isTheSame ? 'allowed' : 'invalid',
        isOwn(at.facts.conversations, at, at.ids['conversationId']) ? 'invalid' : 'allowed',
        isOwn(at.facts.messages, at, at.ids['messageId']) ? 'invalid' : 'allowed',
      )
    },
  },
  scheduleBlock: {
    ids: { patientId: 'patient' },
    makes: { blockId: 'block', conversationId: 'conversation', messageId: 'message', draftId: 'draft' },
    rest: (at) => ({ reason: at.word('block reason'), endsAt: later(3) }),
    verdict: (at) =>
      first(
        duty('block a patient')(at),
        patientThere(at, at.ids['patientId']),
        blockOf(at) === undefined ? 'allowed' : 'invalid',
        isOwn(at.facts.messages, at, at.ids['messageId']) ? 'invalid' : 'allowed',
        isOwn(at.facts.conversations, at, at.ids['conversationId']) ? 'invalid' : 'allowed',
        mayHoldBlock(at) ? 'allowed' : 'invalid',
      ),
  },
  liftBlock: {
    ids: { blockId: 'block' },
    optional: { patientId: 'patient' },
    rest: (at) => (at.ids['patientId'] === undefined ? { patientId: whose(at) } : {}),
    verdict: (at) =>
      first(
        duty('lift a block')(at),
        blockOf(at) !== undefined && blockOf(at)?.patient === whose(at) ? 'allowed' : 'hidden',
      ),
  },
  listBlocks: { ids: {}, verdict: duty('read who is blocked') },
  listCoachingTexts: { ids: {}, verdict: duty('read how many messages are taken') },
  // Words for everybody, kept as they are typed like the letterhead.
  saveCoachingText: {
    ids: {},
    rest: (at) => ({ kind: 'tone', text: { en: at.word('staff words'), fr: at.word('staff words') }, version: 0 }),
    verdict: duty('change how many messages are taken'),
  },
  coachPatient: {
    ids: { conversationId: 'conversation' },
    makes: { messageId: 'message' },
    rest: (at) => ({ kind: 'one-thing', text: `${at.word('message')} is one thing.` }),
    verdict: (at) => byTheClinic(at, 'send'),
  },
  redirectToBooking: {
    ids: { conversationId: 'conversation' },
    makes: { messageId: 'message' },
    rest: (at) => ({ text: `${at.word('message')} is for a visit: ${bookingPage}`, outcome: 'redirected' }),
    verdict: (at) => byTheClinic(at, 'send', 'close'),
  },
}
