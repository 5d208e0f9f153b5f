// Conversations that stand with others: one whose letter is answered apart in another inbox, one that was put into another, one
// about which the clinicians of an inbox were asked, and one with several follow-ups.
import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../../server/platform/ids.ts'
import { call, type Person } from '../../server/testing/factories.ts'
import type { Canaries } from './canaries.ts'
import type { PracticePeople } from './people.ts'
import type { Place } from './place.ts'
import { done, personOf, uploadFile, type Writing } from './sowing.ts'

type Writer = Writing & { people: PracticePeople; nurse: Person }

export async function tangle(place: Place, canaries: Canaries, people: PracticePeople): Promise<void> {
  const writer = (name: string): Writer => {
    const key = `${people.name}/${name}`
    const patient = people.patients.get(name)
    if (patient === undefined) {
      throw new Error(`nobody is called ${name}`)
    }
    const word: Writer['word'] = (kind, at, says) =>
      canaries.word({ practice: people.name, kind, patient: key, at, says: `${key} ${says}` })
    return { place, people, nurse: personOf(people, 'nurse'), patient, word }
  }
  await answerApart(writer('patient2'))
  await putTogether(writer('patient2'))
  await askInbox(writer('patient0'))
  await askAndHear(writer('patient0'))
  await keepFollowUps(writer('patient1'))
}

/** Three letters: the second, with its file, is answered by the back inbox, which knows nothing of the others. */
async function answerApart(writer: Writer): Promise<void> {
  const { place, people, nurse, patient } = writer
  const { house, owner } = place
  const [conversationId, newId, messageId] = [uuidv7(), uuidv7(), uuidv7()]
  await begin(writer, conversationId, 'with a letter that is answered apart')
  const draftId = uuidv7()
  await done(call(house, patient, api.saveDraft, { draftId, conversationId, text: '', version: 0 }))
  const attachmentId = await uploadFile(writer, draftId, 'file')
  await place.sweep()
  const text = writer.word('letter answered apart', messageId, 'letter that is answered apart')
  await done(
    call(house, patient, api.sendMessage, {
      conversationId,
      messageId,
      text,
      draftId,
      attachmentIds: [attachmentId],
    }),
  )
  await done(
    call(house, nurse, api.splitConversation, {
      conversationId,
      newId,
      messageIds: [messageId],
      topicId: people.practice.topic.id,
      subject: writer.word('subject', newId, 'subject of what is answered apart'),
      version: await versionOf(writer, conversationId),
    }),
  )
  for (const [table, column] of [
    ['conversations', 'id'],
    ['tasks', 'conversation_id'],
  ] as const) {
    const to = [people.practice.id, newId, people.back.careTeam.id]
    await owner.query(`update ${table} set care_team_id = $3 where practice_id = $1 and ${column} = $2`, to)
  }
  const answer = writer.word('message', newId, 'answer in what is answered apart')
  await done(
    call(house, people.back.physician, api.sendMessage, {
      conversationId: newId,
      messageId: uuidv7(),
      text: answer,
      attachmentIds: [],
    }),
  )
}

async function putTogether(writer: Writer): Promise<void> {
  const [conversationId, otherId] = [uuidv7(), uuidv7()]
  await begin(writer, conversationId, 'into which another was put')
  await begin(writer, otherId, 'that was put into another')
  await done(
    call(writer.place.house, writer.nurse, api.mergeConversation, {
      conversationId,
      otherId,
      version: await versionOf(writer, conversationId),
      otherVersion: await versionOf(writer, otherId),
    }),
  )
}

/** It is for the clinicians of the back inbox to decide; an answer is proposed. */
async function askInbox(writer: Writer): Promise<void> {
  const conversationId = uuidv7()
  await begin(writer, conversationId, 'about which an inbox was asked')
  await done(
    call(writer.place.house, writer.nurse, api.askClinician, {
      conversationId,
      consultId: uuidv7(),
      careTeamId: writer.people.back.careTeam.id,
      kind: 'advice',
      question: writer.word('note', conversationId, 'question to an inbox'),
      text: writer.word('answer that waits', conversationId, 'proposed answer'),
      messageId: uuidv7(),
      seenSequence: 100,
    }),
  )
}

/** The clinician sends the question back with words for who asked. */
async function askAndHear(writer: Writer): Promise<void> {
  const { place, people, nurse } = writer
  const [conversationId, consultId] = [uuidv7(), uuidv7()]
  const physician = personOf(people, 'physician')
  await begin(writer, conversationId, 'about which a clinician was asked')
  await done(
    call(place.house, nurse, api.askClinician, {
      conversationId,
      consultId,
      practitionerId: physician.id,
      kind: 'advice',
      question: writer.word('note', conversationId, 'question to a clinician'),
      messageId: uuidv7(),
      seenSequence: 100,
    }),
  )
  await done(
    call(place.house, physician, api.decideConsult, {
      conversationId,
      consultId,
      decision: 'return',
      text: writer.word('note', conversationId, 'words with which a question came back'),
      seenSequence: 100,
    }),
  )
}

/** Two that are open, one of them a colleague's who has no other part in it, and one that is done. */
async function keepFollowUps(writer: Writer): Promise<void> {
  const { place, people, nurse } = writer
  const conversationId = uuidv7()
  await begin(writer, conversationId, 'with several follow-ups')
  const dueAt = `${new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)}T10:00`
  const make = async (says: string, practitionerId?: string) => {
    const text = writer.word('note', conversationId, says)
    const input = { conversationId, noteId: uuidv7(), text, dueAt, ...(practitionerId && { practitionerId }) }
    return (await done(call(place.house, nurse, api.makeFollowUp, input))).body.taskId
  }
  await make('follow-up of a colleague', personOf(people, 'nurse assigned').id)
  await make('follow-up of the inbox')
  const taskId = await make('follow-up that is done')
  await done(call(place.house, nurse, api.completeTask, { taskId, outcome: 'done', version: 1 }))
}

async function begin(writer: Writer, conversationId: string, says: string): Promise<void> {
  await done(
    call(writer.place.house, writer.patient, api.startConversation, {
      conversationId,
      messageId: uuidv7(),
      topicId: writer.people.practice.topic.id,
      subject: writer.word('subject', conversationId, `subject of one ${says}`),
      text: `${writer.word('message', conversationId, `letter of one ${says}`)} is what I wanted to ask.`,
      attachmentIds: [],
    }),
  )
}

async function versionOf({ place, nurse }: Writer, conversationId: string): Promise<number> {
  const { body } = await done(call(place.house, nurse, api.readConversation, { conversationId }))
  return body.version
}
