import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../../server/platform/ids.ts'
import { call, isRefused, type Person, type Refused } from './person.ts'

export type Line = { subject: string; body: string }
export type Desk = { topicId: string; patients: Person[]; staff: Person[] }
/** How far one message came; each step is checked by asking the server again, not by trusting its first answer. */
export type Course = {
  conversationId: string
  sent: boolean
  stored: boolean
  autoReplied: boolean
  answered: boolean
  read: boolean
  closed: boolean
  filed: boolean
  refused: Refused['refused'] | null
}

/** Sends one line as a patient's message, has staff claim, answer and close it, and the patient read the answer. */
export async function followMessage(desk: Desk, line: Line, number: number): Promise<Course> {
  const patient = desk.patients[number % desk.patients.length]
  const staff = desk.staff[number % desk.staff.length]
  if (patient === undefined || staff === undefined) {
    throw new Error('the demonstration has no patient or no staff for this topic')
  }
  const conversationId = uuidv7()
  const course: Course = {
    conversationId,
    sent: false,
    stored: false,
    autoReplied: false,
    answered: false,
    read: false,
    closed: false,
    filed: false,
    refused: null,
  }
  const sent = await call(patient, api.startConversation, {
    conversationId,
    messageId: uuidv7(),
    topicId: desk.topicId,
    // A subject is one line; the file's may be two.
    subject: line.subject.replace(/\s+/g, ' ').trim(),
    text: line.body,
    attachmentIds: [],
  })
  if (isRefused(sent)) {
    return { ...course, refused: sent.refused }
  }
  course.sent = true
  const page = must(await call(staff, api.readConversation, { conversationId }))
  course.stored = page.messages[0]?.text === sent.message.text
  course.autoReplied = page.messages[1]?.kind === 'auto-reply' && sent.dueAt !== null
  const task = page.work?.tasks.find((each) => each.kind === 'respond' && each.status === 'requested')
  if (task !== undefined) {
    must(await call(staff, api.acceptTask, { taskId: task.id, version: task.version }))
  }
  const reply = must(
    await call(staff, api.sendMessage, {
      conversationId,
      messageId: uuidv7(),
      text: 'Thank you for writing. We have read your message and will see to it.',
      attachmentIds: [],
      seenSequence: 2,
    }),
  )
  course.answered = reply.message.sequence === 3
  must(await call(patient, api.readConversation, { conversationId }))
  must(await call(patient, api.markRead, { conversationId, sequence: reply.message.sequence }))
  const after = must(await call(staff, api.readConversation, { conversationId }))
  course.read = after.messages.some((m) => m.sequence === 3 && m.firstReadAt !== null)
  must(await call(staff, api.closeConversation, { conversationId, outcome: 'answered', version: after.version }))
  course.closed = true
  return course
}

/** Whether the record is in the chart, with its receipt. */
export async function isFiled(desk: Desk, conversationId: string): Promise<boolean> {
  const [staff] = desk.staff
  if (staff === undefined) {
    return false
  }
  const { work } = must(await call(staff, api.readConversation, { conversationId }))
  return work?.filing?.status === 'filed' && work.filing.sha256 !== null
}

function must<T>(answer: T | Refused): T {
  if (isRefused(answer)) {
    throw new Error(`refused: ${answer.refused.status} ${answer.refused.code}`)
  }
  return answer as T
}
