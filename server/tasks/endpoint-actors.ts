import { asIntruder } from '../audit/database-log.fixture.ts'
import { uuidv7 } from '../platform/ids.ts'
import { type EndpointRows, memberStatuses, type World } from '../testing/endpoint-actors.ts'
import { aWaitingMessage } from './queue.fixture.ts'

/** Who works in inboxes; a colleague of the other practice has a queue of their own. */
const workingColleagues = memberStatuses({
  otherPractice: 200,
  patient: 403,
  otherPatient: 403,
  clerk: 200,
  nurse: 200,
  physician: 200,
  administrator: 403,
  privacyOfficer: 403,
})
/** A task is known to whoever sees its conversation: its patient (who may do nothing with it) and those of its inbox. */
const thoseOfTheInbox = {
  ...workingColleagues,
  otherPractice: 404,
  otherPatient: 404,
  administrator: 404,
  privacyOfficer: 404,
}

const administratorAlone = {
  ...workingColleagues,
  otherPractice: 403,
  clerk: 403,
  nurse: 403,
  physician: 403,
  administrator: 200,
}

async function aTask({ house, practice, patient }: World) {
  const { taskId, version } = await aWaitingMessage(house, practice, { patient })
  return { taskId, version }
}

async function theTasks({ house, practice, patient }: World) {
  const { conversationId, taskId, version } = await aWaitingMessage(house, practice, { patient })
  return { conversationId, tasks: [{ taskId, version }] }
}

export const taskRows: EndpointRows = {
  listInboxes: { input: () => ({}), statuses: workingColleagues },
  listQueue: { input: () => ({}), statuses: workingColleagues },
  acceptTask: { input: aTask, statuses: thoseOfTheInbox },
  releaseTask: { input: async (world) => ({ taskId: (await aTask(world)).taskId }), statuses: thoseOfTheInbox },
  assignTask: {
    input: async (world) => ({ ...(await aTask(world)), practitionerId: world.practice.nurse.id }),
    statuses: thoseOfTheInbox,
  },
  assignSeveral: {
    input: async (world) => ({
      assignmentId: uuidv7(),
      conversations: [await theTasks(world)],
      careTeamId: world.practice.careTeam.id,
    }),
    // Each conversation is told of by itself; the other practice has no such inbox.
    statuses: { ...workingColleagues, otherPractice: 404 },
  },
  undoAssignments: {
    input: () => ({ assignmentId: uuidv7() }),
    statuses: {
      ...workingColleagues,
      otherPractice: 404,
      clerk: 404,
      nurse: 404,
      physician: 404,
    },
  },
  completeTask: {
    input: async (world) => ({ ...(await aTask(world)), outcome: 'no-reply-needed' }),
    statuses: thoseOfTheInbox,
  },
  makeFollowUp: {
    input: async ({ house, practice, patient }) => ({
      conversationId: (await aWaitingMessage(house, practice, { patient })).conversationId,
      noteId: uuidv7(),
      text: 'Call the pharmacy.',
      dueAt: '2026-11-25T09:00',
    }),
    statuses: thoseOfTheInbox,
  },
  deferTask: {
    input: async (world) => ({
      ...(await aTask(world)),
      until: '2026-11-24T15:00',
      reason: 'results',
      noteId: uuidv7(),
    }),
    statuses: thoseOfTheInbox,
  },
  resumeTask: { input: async (world) => ({ taskId: (await aTask(world)).taskId }), statuses: thoseOfTheInbox },
  listLate: { input: () => ({}), statuses: { ...workingColleagues, administrator: 200 } },
  listOrphans: { input: () => ({}), statuses: administratorAlone },
  mendOrphan: {
    input: async (world) => ({ conversationId: await anOrphan(world), practitionerId: world.practice.nurse.id }),
    statuses: { ...administratorAlone, otherPractice: 404 },
    otherPracticeAs: 'administrator',
  },
}

/** A conversation that the nightly check found. */
async function anOrphan({ house, practice, patient }: World): Promise<string> {
  const { conversationId } = await aWaitingMessage(house, practice, { patient })
  await asIntruder(house, (db) =>
    db.query(
      `insert into orphans (practice_id, id, kind, conversation_id, found_at)
        values ($1, priv.time_ordered_id(), 'no-alarm', $2, now())`,
      [practice.id, conversationId],
    ),
  )
  return conversationId
}
