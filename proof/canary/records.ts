// What stands in each patient's record: every kind of free text there is, written through the real server, with a word of its
// own in each.
import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../../server/platform/ids.ts'
import { call, type Person } from '../../server/testing/factories.ts'
import type { Canaries } from './canaries.ts'
import type { PracticePeople } from './people.ts'
import type { Place } from './place.ts'
import { done, personOf, uploadFile, type Writing } from './sowing.ts'
import { writeBelowMessages } from './template-records.ts'

type Writer = Writing & { people: PracticePeople; nurse: Person; index: number }
type BegunStart = { writer: Writer; draftId: string; attachmentId: string }
type Begun = { conversationId: string; draftId: string; attachmentId: string }

export async function makeRecords(place: Place, canaries: Canaries, both: PracticePeople[]): Promise<void> {
  for (const people of both) {
    await writeBelowMessages(place, canaries, people)
  }
  const writers = both.flatMap((people) => writersOf(place, canaries, people))
  const begun: [Writer, Begun][] = []
  for (const writer of writers) {
    begun.push([writer, await beginLetter(writer)])
  }
  const starts = await Promise.all(writers.filter(({ index }) => index === 1).map(beginStart))
  // What was uploaded has been looked at before it is sent.
  await place.sweep()
  for (const [writer, letter] of begun) {
    await writeOpenConversation(writer, letter)
    await writeBackConversation(writer)
  }
  for (const start of starts) {
    await keepWaitingStart(start)
  }
}

/** What is unfinished comes last: nothing that is sown later has its files looked at. */
export async function makeDrafts(place: Place, canaries: Canaries, both: PracticePeople[]): Promise<void> {
  for (const writer of both.flatMap((people) => writersOf(place, canaries, people))) {
    await keepDrafts(writer)
  }
}

function writersOf(place: Place, canaries: Canaries, people: PracticePeople): Writer[] {
  const nurse = personOf(people, 'nurse')
  return [...people.patients].map(([name, patient], index) => {
    const key = `${people.name}/${name}`
    const word: Writer['word'] = (kind, at, says) =>
      canaries.word({ practice: people.name, kind, patient: key, at, says: `${key} ${says}` })
    return { place, people, patient, nurse, word, index }
  })
}

/** A draft of the nurse's to begin a conversation with, and a file in it. */
async function beginStart(writer: Writer): Promise<BegunStart> {
  const { nurse, patient, place } = writer
  const draftId = uuidv7()
  await done(call(place.house, nurse, api.saveDraft, { draftId, patientId: patient.id, text: '', version: 0 }))
  return { writer, draftId, attachmentId: await uploadFile({ ...writer, patient: nurse }, draftId, 'file') }
}

/** A first message that goes out after the crawl: who works in its inbox opens its file. */
async function keepWaitingStart({ writer, draftId, attachmentId }: BegunStart): Promise<void> {
  const { nurse, patient, people, place } = writer
  const messageId = uuidv7()
  await done(
    call(place.house, nurse, api.scheduleStart, {
      conversationId: uuidv7(),
      messageId,
      draftId,
      patientId: patient.id,
      topicId: people.practice.topic.id,
      subject: '',
      text: 'Bring this along.',
      attachmentIds: [attachmentId],
    }),
  )
  await place.owner.query(`update scheduled_sends set send_at = now() + interval '30 days' where id = $1`, [messageId])
}

/** A draft with a file, still to be looked at. */
async function beginLetter(writer: Writer): Promise<Begun> {
  const { patient, people, place } = writer
  const [conversationId, draftId] = [uuidv7(), uuidv7()]
  const topicId = people.practice.topic.id
  await done(call(place.house, patient, api.saveDraft, { draftId, topicId, text: '', version: 0 }))
  return { conversationId, draftId, attachmentId: await uploadFile(writer, draftId, 'file') }
}

/** In the front inbox: a letter with a file, an answer, a note, and a letter that was taken back. */
async function writeOpenConversation(writer: Writer, { conversationId, draftId, attachmentId }: Begun): Promise<void> {
  const { patient, nurse } = writer
  const { house } = writer.place
  const topicId = writer.people.practice.topic.id
  await done(
    call(house, patient, api.startConversation, {
      conversationId,
      messageId: uuidv7(),
      topicId,
      subject: writer.word('subject', conversationId, 'subject'),
      text: `${writer.word('message', conversationId, 'first letter')} is what I wanted to ask.`,
      draftId,
      attachmentIds: [attachmentId],
    }),
  )
  const answer = `${writer.word('message', conversationId, 'answer')} is what to do.`
  await done(
    call(house, nurse, api.sendMessage, { conversationId, messageId: uuidv7(), text: answer, attachmentIds: [] }),
  )
  const note = writer.word('note', conversationId, 'note')
  await done(call(house, nurse, api.writeNote, { conversationId, noteId: uuidv7(), text: note }))
  const messageId = uuidv7()
  const text = writer.word('message', conversationId, 'letter that was taken back')
  await done(call(house, patient, api.sendMessage, { conversationId, messageId, text, attachmentIds: [] }))
  const reason = writer.word('retraction', conversationId, 'reason of taking back')
  await done(call(house, patient, api.retractMessage, { conversationId, messageId, reason }))
}

/** In the back inbox, where the front knows nothing of it: open, one-way, until a time, or closed and on its way to the chart. */
async function writeBackConversation(writer: Writer): Promise<void> {
  const { house } = writer.place
  const { patient, index } = writer
  const { back } = writer.people
  const conversationId = uuidv7()
  const mode = (['two-way', 'one-way', 'reply-until', 'two-way'] as const)[index % 4] ?? 'two-way'
  await done(
    call(house, back.physician, api.startConversation, {
      conversationId,
      messageId: uuidv7(),
      topicId: back.topic.id,
      patientId: patient.id,
      mode,
      ...(mode === 'reply-until' && { replyUntil: new Date(Date.now() + 86_400_000).toISOString() }),
      subject: writer.word('subject', conversationId, 'subject in back'),
      text: writer.word('message', conversationId, 'letter of the clinic'),
      attachmentIds: [],
    }),
  )
  if (mode === 'two-way') {
    const text = writer.word('message', conversationId, 'reply in back')
    await done(call(house, patient, api.sendMessage, { conversationId, messageId: uuidv7(), text, attachmentIds: [] }))
  }
  if (index % 4 === 3) {
    const { body } = await done(call(house, back.physician, api.readConversation, { conversationId }))
    const closing = { conversationId, outcome: 'answered' as const, version: body.version }
    await done(call(house, back.physician, api.closeConversation, closing))
  }
}

/** Unfinished words of both sides, and a file that nobody has looked at yet. */
async function keepDrafts(writer: Writer): Promise<void> {
  const { patient, nurse } = writer
  const { house } = writer.place
  const draftId = uuidv7()
  const topicId = writer.people.practice.topic.id
  const own = {
    subject: writer.word('draft', draftId, 'subject of a draft'),
    text: writer.word('draft', draftId, 'draft'),
  }
  await done(call(house, patient, api.saveDraft, { draftId, topicId, ...own, version: 0 }))
  await uploadFile(writer, draftId, 'quarantined file')
  const nurses = uuidv7()
  const text = writer.word('draft', nurses, 'draft of the nurse')
  await done(call(house, nurse, api.saveDraft, { draftId: nurses, patientId: patient.id, text, version: 0 }))
}
