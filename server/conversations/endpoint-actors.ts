import { aLabel } from '../rules/rules.fixture.ts'
import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import { type ActorKind, type EndpointRows, memberStatuses, type World } from '../testing/endpoint-actors.ts'
import { call } from '../testing/factories.ts'

/** The patient's conversation is in the inbox of nurse, physician and clerk; everybody else does not know of it. */
export const onConversation = memberStatuses({
  otherPractice: 404,
  patient: 200,
  otherPatient: 404,
  clerk: 200,
  nurse: 200,
  physician: 200,
  administrator: 404,
  privacyOfficer: 404,
})
const byStaff = { ...onConversation, patient: 403 }
/** Whoever works in inboxes is told of each conversation by itself, also of those that they may not know of. */
const severalAtOnce = { ...byStaff, otherPractice: 200, otherPatient: 403, administrator: 403, privacyOfficer: 403 }

export async function aConversation({ house, practice, patient }: World): Promise<string> {
  const conversationId = uuidv7()
  await call(house, patient, api.startConversation, {
    conversationId,
    messageId: uuidv7(),
    topicId: practice.topic.id,
    subject: '',
    text: 'Hello.',
    attachmentIds: [],
  })
  return conversationId
}

/** One conversation per world serves all who only look. */
const shared = new WeakMap<World, Promise<string>>()
export function theConversation(world: World): Promise<string> {
  const known = shared.get(world) ?? aConversation(world)
  shared.set(world, known)
  return known
}

async function aClosedOne(world: World): Promise<string> {
  const conversationId = await aConversation(world)
  const version = await versionOf(world, conversationId)
  await call(world.house, world.practice.nurse, api.closeConversation, { conversationId, outcome: 'answered', version })
  return conversationId
}

async function versionOf({ house, practice }: World, conversationId: string): Promise<number> {
  return (await call(house, practice.nurse, api.readConversation, { conversationId })).body.version
}

async function twoThatBelongTogether(world: World) {
  const [conversationId, otherId] = [await aConversation(world), await aConversation(world)]
  const [version, otherVersion] = [await versionOf(world, conversationId), await versionOf(world, otherId)]
  return { conversationId, otherId, version, otherVersion }
}

/** A draft of whoever acts, where they may have one. */
async function ownDraft(world: World, kind: ActorKind): Promise<{ draftId: string }> {
  const draftId = uuidv7()
  const { house, practice, patient } = world
  const owners = { patient, clerk: practice.clerk, nurse: practice.nurse, physician: practice.physician } as const
  const owner = kind in owners ? owners[kind as keyof typeof owners] : patient
  await call(house, owner, api.saveDraft, { draftId, patientId: patient.id, text: 'x', version: 0 })
  return { draftId }
}

const letter = () => ({ messageId: uuidv7(), text: 'Hello again.', attachmentIds: [] })

export const conversationRows: EndpointRows = {
  startConversation: {
    input: ({ practice, patient }, actor) => ({
      conversationId: uuidv7(),
      topicId: practice.topic.id,
      subject: '',
      ...letter(),
      ...(!['patient', 'otherPatient'].includes(actor) && { patientId: patient.id }),
    }),
    statuses: memberStatuses({
      otherPractice: 404,
      patient: 200,
      otherPatient: 200,
      clerk: 200,
      nurse: 200,
      physician: 200,
      administrator: 403,
      privacyOfficer: 403,
    }),
  },
  sendMessage: {
    input: async (world) => ({ conversationId: await theConversation(world), ...letter() }),
    statuses: onConversation,
  },
  listConversations: {
    input: () => ({}),
    statuses: memberStatuses({
      otherPractice: 403,
      patient: 200,
      otherPatient: 200,
      clerk: 403,
      nurse: 403,
      physician: 403,
      administrator: 403,
      privacyOfficer: 403,
    }),
  },
  readConversation: {
    input: async (world) => ({ conversationId: await theConversation(world) }),
    statuses: onConversation,
  },
  markRead: {
    input: async (world) => ({ conversationId: await theConversation(world), sequence: 1 }),
    statuses: onConversation,
  },
  closeConversation: {
    input: async (world) => {
      const conversationId = await aConversation(world)
      return { conversationId, outcome: 'answered', version: await versionOf(world, conversationId) }
    },
    statuses: byStaff,
  },
  reopenConversation: {
    input: async (world) => ({ conversationId: await aClosedOne(world) }),
    statuses: byStaff,
  },
  moveTopic: {
    input: async (world) => {
      const conversationId = await theConversation(world)
      const version = await versionOf(world, conversationId)
      return { conversationId, topicId: world.practice.topic.id, version }
    },
    statuses: byStaff,
  },
  listMergeable: {
    input: async (world) => ({ conversationId: await theConversation(world) }),
    statuses: byStaff,
  },
  mergeConversation: { input: twoThatBelongTogether, statuses: byStaff },
  unmergeConversation: {
    input: async (world) => {
      const { conversationId, otherId } = await twoThatBelongTogether(world)
      return { conversationId, otherId }
    },
    statuses: byStaff,
  },
  splitConversation: {
    input: async (world) => {
      const conversationId = await aConversation(world)
      const sent = { conversationId, messageId: uuidv7(), text: 'And something else.', attachmentIds: [] }
      await call(world.house, world.patient, api.sendMessage, sent)
      const version = await versionOf(world, conversationId)
      const about = { topicId: world.practice.topic.id, subject: 'Something else' }
      return { conversationId, newId: uuidv7(), messageIds: [sent.messageId], ...about, version }
    },
    statuses: byStaff,
  },
  retractMessage: {
    // The message is the patient's: colleagues may withdraw their own alone.
    input: async (world) => {
      const conversationId = await aConversation(world)
      const { body } = await call(world.house, world.patient, api.readConversation, { conversationId })
      return { conversationId, messageId: body.messages[0]?.id, reason: 'Wrong words.' }
    },
    statuses: { ...onConversation, clerk: 403, nurse: 403, physician: 403 },
  },
  writeNote: {
    input: async (world) => ({ conversationId: await theConversation(world), noteId: uuidv7(), text: 'A note.' }),
    statuses: byStaff,
  },
  putLabel: {
    input: async (world) => ({
      conversationId: await theConversation(world),
      // No two labels of a practice have the same name.
      labelId: (await aLabel(world.house, world.practice, uuidv7().slice(-12), uuidv7().slice(-12))).id,
    }),
    statuses: byStaff,
  },
  labelSeveral: {
    input: async (world) => ({
      conversationIds: [await theConversation(world)],
      labelId: (await aLabel(world.house, world.practice, uuidv7().slice(-12), uuidv7().slice(-12))).id,
      isOn: false,
    }),
    statuses: severalAtOnce,
  },
  closeSeveral: {
    input: async (world) => ({
      conversations: [{ conversationId: await theConversation(world), version: 0 }],
      outcome: 'answered',
    }),
    statuses: severalAtOnce,
  },
  undoClosures: {
    input: async (world) => ({ conversations: [{ conversationId: await theConversation(world), version: 0 }] }),
    statuses: severalAtOnce,
  },
  takeLabel: {
    input: async (world) => ({ conversationId: await theConversation(world), labelId: uuidv7() }),
    statuses: byStaff,
  },
  showPresence: {
    input: async (world) => ({ conversationId: await theConversation(world), isWriting: false }),
    statuses: { ...byStaff, otherPatient: 403 },
  },
  saveDraft: {
    input: async (world) => ({
      draftId: uuidv7(),
      conversationId: await theConversation(world),
      text: 'Not finished',
      version: 0,
    }),
    statuses: onConversation,
  },
  listDrafts: {
    input: () => ({}),
    statuses: memberStatuses({
      otherPractice: 200,
      patient: 200,
      otherPatient: 200,
      clerk: 200,
      nurse: 200,
      physician: 200,
      administrator: 200,
      privacyOfficer: 200,
    }),
  },
  readDraft: { input: ownDraft, statuses: onConversation },
  discardDraft: { input: ownDraft, statuses: onConversation },
}
