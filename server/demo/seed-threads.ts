import { limits } from '../../shared/limits.ts'
import { closeConversation } from '../conversations/close-conversation.ts'
import { markRead } from '../conversations/mark-read.ts'
import { readConversation } from '../conversations/read-conversation.ts'
import { sendMessage } from '../conversations/send-message.ts'
import { showPresence } from '../conversations/show-presence.ts'
import { startConversation } from '../conversations/start-conversation.ts'
import { writeNote } from '../conversations/write-note.ts'
import type { Way } from '../access/enter.ts'
import { uuidv7 } from '../platform/ids.ts'
import { acceptTask } from '../tasks/accept-task.ts'
import { assignTask } from '../tasks/assign-task.ts'
import { actAs, type Character } from './act-as.ts'
import { type Cast, one } from './seed-practice.ts'
import type { Step, Thread } from './story/story.ts'
import { instantOf, type When } from './when.ts'

/** Lets the people of a practice write and work, each thread from its first message to where it stands today. */
export async function seedThreads(
  way: Way,
  cast: Cast,
  threads: Thread[],
  today: { now: Date; timeZone: string },
): Promise<void> {
  const at = (when: When) => instantOf(when, today.now, today.timeZone)
  const left = [...threads]
  const tellOn = async (): Promise<void> => {
    for (let thread = left.shift(); thread !== undefined; thread = left.shift()) {
      const conversationId = await begin(way, cast, thread, at(thread.at))
      for (const step of thread.steps ?? []) {
        await openFirst(way, personOf(cast, thread, step.by), conversationId, at(step.at))
        await take(way, cast, personOf(cast, thread, step.by), conversationId, step, at(step.at))
      }
    }
  }
  // Fewer at once than there are connections: on a slow machine the story would otherwise be refused as too much.
  await Promise.all(Array.from({ length: limits.databaseConnections / 2 }, tellOn))
}

async function begin(way: Way, cast: Cast, thread: Thread, at: Date): Promise<string> {
  const conversationId = uuidv7(at)
  const patient = one(cast.patients, thread.patient)
  const author = thread.startedBy === undefined ? patient : one(cast.colleagues, thread.startedBy)
  await actAs(way, author, at, startConversation, {
    conversationId,
    messageId: uuidv7(at),
    topicId: one(cast.topics, thread.topic),
    subject: thread.subject,
    text: thread.text,
    attachmentIds: [],
    ...(author !== patient && { patientId: patient.id, mode: thread.mode ?? 'two-way' }),
  })
  return conversationId
}

/** A key may stand for a colleague and for a patient; in a thread the patient it is about comes first. */
function personOf(cast: Cast, thread: Thread, key: string): Character {
  return key === thread.patient ? one(cast.patients, key) : one(cast.colleagues, key)
}

/** Whoever of the clinic does something has the conversation on the screen, for that moment. */
async function openFirst(way: Way, person: Character, conversationId: string, at: Date): Promise<void> {
  if (person.role !== null) {
    await actAs(way, person, at, showPresence, { conversationId, isWriting: false })
    await actAs(way, person, at, showPresence, { conversationId, isWriting: false, isLeaving: true })
  }
}

async function take(
  way: Way,
  cast: Cast,
  person: Character,
  conversationId: string,
  step: Step,
  at: Date,
): Promise<unknown> {
  switch (step.does) {
    case 'write':
      return actAs(way, person, at, sendMessage, {
        conversationId,
        messageId: uuidv7(at),
        text: step.text,
        attachmentIds: [],
      })
    case 'note':
      return actAs(way, person, at, writeNote, { conversationId, noteId: uuidv7(at), text: step.text })
    case 'read': {
      const { messages } = await look(way, person, conversationId, at)
      return actAs(way, person, at, markRead, { conversationId, sequence: messages.at(-1)?.sequence ?? 0 })
    }
    case 'close': {
      const { version } = await look(way, person, conversationId, at)
      return actAs(way, person, at, closeConversation, { conversationId, outcome: step.outcome, version })
    }
    case 'claim':
      return actAs(way, person, at, acceptTask, await taskOf(way, person, conversationId, at))
    case 'mark-urgent':
      return actAs(way, person, at, assignTask, {
        ...(await taskOf(way, person, conversationId, at)),
        priority: 'urgent' as const,
      })
    case 'assign':
      return actAs(way, person, at, assignTask, {
        ...(await taskOf(way, person, conversationId, at)),
        practitionerId: one(cast.colleagues, step.to).id,
      })
    default:
      return step satisfies never
  }
}

function look(way: Way, person: Character, conversationId: string, at: Date) {
  return actAs(way, person, at, readConversation, { conversationId })
}

async function taskOf(
  way: Way,
  person: Character,
  conversationId: string,
  at: Date,
): Promise<{ taskId: string; version: number }> {
  const { work } = await look(way, person, conversationId, at)
  const task = work?.tasks.find(({ status }) => status === 'requested' || status === 'accepted')
  if (task === undefined) {
    throw new Error('the story has nothing to answer here')
  }
  return { taskId: task.id, version: task.version }
}
