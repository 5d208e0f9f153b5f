import { onWritingTo, type ConversationAct } from '../../policy/oracle.ts'
import { type At, duty, first, isOwn, onNamed, type Operations, thereOr, type Verdict } from './operation.ts'

const may =
  (act: ConversationAct) =>
  (at: At): Verdict =>
    onNamed(at, act)

/** Both doors, one after the other; of another patient is not there. */
function both(at: At): Verdict {
  const { conversationId = '', otherId = '' } = at.ids
  const find = (wanted: string) =>
    at.facts.conversations.find(({ practice, id }) => practice === at.who.practice && id === wanted)
  const [head, other] = [find(conversationId), find(otherId)]
  if (conversationId === otherId) {
    return 'refused'
  }
  const isHeadFirst = conversationId < otherId || (other !== undefined && other.mergedInto === conversationId)
  const doors = [onNamed(at, 'merge'), onNamed(at, 'merge', otherId)]
  const verdict = first(...(isHeadFirst ? doors : doors.toReversed()))
  return verdict === 'allowed' && head?.patient !== other?.patient ? 'hidden' : verdict
}

/** Each of several is judged by itself, and the answer says so: who works in inboxes may ask. */
const asked = ({ ids, versionOf }: At) => {
  const conversationId = ids['conversationId'] ?? ''
  return [{ conversationId, version: versionOf(conversationId) }]
}

/** Presence is between colleagues. */
const present = (at: At): Verdict => first(at.who.part === 'patient' ? 'forbidden' : 'allowed', may('read')(at))

const ownDraft = ({ facts, who, ids }: At): Verdict =>
  facts.drafts.some(
    ({ practice, id, author, hasEnded }) =>
      practice === who.practice && id === ids['draftId'] && author === who.id && !hasEnded,
  )
    ? 'allowed'
    : 'hidden'

/** A draft or a file that is named but is not one's own makes the send void, in whatever words. */
function withOwnParts(at: At): Verdict {
  const { facts, who, ids } = at
  const file = ids['attachmentIds']
  const isOwnFile = facts.files.some(
    ({ practice, id, uploadedBy, conversation, isRemoved }) =>
      practice === who.practice && id === file && uploadedBy === who.id && conversation === null && !isRemoved,
  )
  return file === undefined || isOwnFile ? 'allowed' : 'invalid'
}

/** A message of one's own, in this conversation. */
function ownMessage({ facts, who, ids }: At): Verdict {
  const message = facts.messages.find(({ practice, id }) => practice === who.practice && id === ids['messageId'])
  if (message === undefined || message.conversation !== ids['conversationId']) {
    return 'hidden'
  }
  return message.author === who.id ? 'allowed' : 'forbidden'
}

const letter = (at: At) => ({
  text: `${at.word('message')} is a letter.`,
  ...(at.ids['attachmentIds'] === undefined && { attachmentIds: [] }),
})
const withDraft = { optional: { draftId: 'draft', attachmentIds: 'file' }, lists: ['attachmentIds'] } as const

export const conversationOperations: Operations = {
  startConversation: {
    ids: { topicId: 'topic' },
    ...withDraft,
    optional: { ...withDraft.optional, patientId: 'patient' },
    makes: { conversationId: 'conversation', messageId: 'message' },
    rest: (at) => ({
      subject: at.word('subject'),
      ...letter(at),
      ...(at.who.part !== 'patient' && at.ids['patientId'] === undefined && { patientId: somePatient(at) }),
    }),
    verdict: (at) => {
      const toWhom = at.ids['patientId'] ?? (at.who.part === 'patient' ? at.who.id : somePatient(at))
      return first(
        at.who.part === 'patient' && at.ids['patientId'] !== undefined ? 'invalid' : 'allowed',
        onWritingTo(at.facts, at.who, toWhom),
        openTopic(at),
        isOwn(at.facts.conversations, at, at.ids['conversationId']) ? 'invalid' : 'allowed',
        isOwn(at.facts.messages, at, at.ids['messageId']) ? 'invalid' : 'allowed',
        withOwnParts(at),
      )
    },
  },
  sendMessage: {
    ids: { conversationId: 'conversation' },
    ...withDraft,
    makes: { messageId: 'message' },
    rest: letter,
    verdict: (at) =>
      first(
        may('send')(at),
        isOwn(at.facts.messages, at, at.ids['messageId']) ? 'invalid' : 'allowed',
        withOwnParts(at),
      ),
  },
  listConversations: { ids: {}, verdict: duty('read own conversations') },
  readConversation: { ids: { conversationId: 'conversation' }, verdict: may('read') },
  markRead: { ids: { conversationId: 'conversation' }, rest: () => ({ sequence: 1 }), verdict: may('read') },
  closeConversation: {
    ids: { conversationId: 'conversation' },
    rest: (at) => ({ outcome: 'answered', version: at.versionOf(at.ids['conversationId'] ?? '') }),
    verdict: may('close'),
  },
  reopenConversation: { ids: { conversationId: 'conversation' }, verdict: may('reopen') },
  moveTopic: {
    ids: { conversationId: 'conversation', topicId: 'topic' },
    rest: (at) => ({ version: at.versionOf(at.ids['conversationId'] ?? '') }),
    verdict: (at) => first(may('assign')(at), thereOr('invalid', at.facts.topics, at, at.ids['topicId'])),
  },
  listMergeable: { ids: { conversationId: 'conversation' }, verdict: may('merge') },
  mergeConversation: {
    ids: { conversationId: 'conversation', otherId: 'conversation' },
    rest: ({ ids, versionOf }) => ({
      version: versionOf(ids['conversationId'] ?? ''),
      otherVersion: versionOf(ids['otherId'] ?? ''),
    }),
    verdict: both,
  },
  unmergeConversation: { ids: { conversationId: 'conversation', otherId: 'conversation' }, verdict: both },
  splitConversation: {
    ids: { conversationId: 'conversation', topicId: 'topic' },
    makes: { newId: 'conversation' },
    // Of no message there is: the doors are asked, and whoever passes them is told that it is not there.
    rest: (at) => ({
      messageIds: [at.newId()],
      subject: at.word('subject'),
      version: at.versionOf(at.ids['conversationId'] ?? ''),
    }),
    verdict: (at) => first(may('merge')(at), thereOr('invalid', at.facts.topics, at, at.ids['topicId']), 'refused'),
  },
  retractMessage: {
    ids: { conversationId: 'conversation', messageId: 'message' },
    rest: (at) => ({ reason: at.word('retraction') }),
    verdict: (at) => first(may('retract')(at), ownMessage(at)),
  },
  writeNote: {
    ids: { conversationId: 'conversation' },
    rest: (at) => ({ noteId: at.newId(), text: at.word('note') }),
    verdict: may('note'),
  },
  makeFollowUp: {
    ids: { conversationId: 'conversation' },
    // A time that has passed is taken from nobody, so that the crawl leaves every conversation as it is.
    rest: (at) => ({ noteId: at.newId(), text: at.word('note'), dueAt: '2020-01-01T09:00' }),
    verdict: (at) => first(may('assign')(at), 'refused'),
  },
  putLabel: {
    ids: { conversationId: 'conversation', labelId: 'label' },
    verdict: (at) => first(may('note')(at), thereOr('invalid', at.facts.labels, at, at.ids['labelId'])),
  },
  takeLabel: {
    ids: { conversationId: 'conversation', labelId: 'label' },
    verdict: may('note'),
  },
  labelSeveral: {
    ids: { labelId: 'label', conversationIds: 'conversation' },
    lists: ['conversationIds'],
    rest: () => ({ isOn: false }),
    verdict: duty('read the queue'),
  },
  closeSeveral: {
    ids: { conversationId: 'conversation' },
    within: ['conversationId'],
    rest: (at) => ({ conversations: asked(at), outcome: 'answered', endsTasks: true }),
    verdict: duty('read the queue'),
  },
  undoClosures: {
    ids: { conversationId: 'conversation' },
    within: ['conversationId'],
    rest: (at) => ({ conversations: asked(at) }),
    verdict: duty('read the queue'),
  },
  showPresence: {
    ids: { conversationId: 'conversation' },
    rest: () => ({ isWriting: false }),
    verdict: present,
  },
  fileConversation: {
    ids: { conversationId: 'conversation' },
    rest: (at) => ({ filingId: at.newId() }),
    verdict: may('file'),
  },
  saveDraft: {
    ids: {},
    makes: { draftId: 'draft' },
    optional: { conversationId: 'conversation', topicId: 'topic', patientId: 'patient' },
    rest: (at) => ({
      subject: at.word('draft'),
      text: at.word('draft'),
      version: at.versionOf(at.ids['draftId'] ?? ''),
      ...(at.who.part !== 'patient' &&
        at.ids['patientId'] === undefined &&
        at.ids['conversationId'] === undefined && { patientId: somePatient(at) }),
    }),
    verdict: (at) => {
      const { conversationId, patientId } = at.ids
      const toWhom = patientId ?? (at.who.part === 'patient' ? at.who.id : somePatient(at))
      const isNew = at.versionOf(at.ids['draftId'] ?? '') === 0
      return first(
        conversationId === undefined ? onWritingTo(at.facts, at.who, toWhom) : may('read')(at),
        thereOr('invalid', at.facts.topics, at, at.ids['topicId']),
        isNew || ownDraft(at) === 'allowed' ? 'allowed' : 'invalid',
      )
    },
  },
  listDrafts: { ids: {}, verdict: duty('keep drafts') },
  readDraft: { ids: { draftId: 'draft' }, verdict: ownDraft },
  discardDraft: { ids: { draftId: 'draft' }, verdict: ownDraft },
}

/** Staff write to somebody: the first patient of the practice, unless another is named. */
function somePatient({ facts, who }: At): string {
  return facts.patients.find(({ practice }) => practice === who.practice)?.id ?? ''
}

/** Patients write about topics that are open. */
function openTopic({ facts, who, ids }: At): Verdict {
  const topic = facts.topics.find(({ practice, id }) => practice === who.practice && id === ids['topicId'])
  return topic === undefined || (who.part === 'patient' && !topic.isOpen) ? 'hidden' : 'allowed'
}
