// What stands in each patient's record: every kind of free text there is, written through the real server, with a word of its
// own in each.
import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../../server/platform/ids.ts'
import { call, type Person } from '../../server/testing/factories.ts'
import { bookingPage } from './operations/capacity.ts'
import type { Canaries } from './canaries.ts'
import { keepClinicWords } from './clinic-words.ts'
import type { PracticePeople } from './people.ts'
import type { Place } from './place.ts'
import { done, personOf, uploadFile, type Writing } from './sowing.ts'
import { keepTemplates, writeBelowMessages } from './template-records.ts'

type Writer = Writing & { people: PracticePeople; nurse: Person; index: number }
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

/** Who is tied to a record in another way than by an inbox: a task of theirs, or a reason they stated. */
export async function makeRelations(place: Place, canaries: Canaries, people: PracticePeople): Promise<void> {
  const patientOf = (index: number) => people.patients.get(`patient${index}`)?.id ?? ''
  const give = (column: 'owner_id' | 'escalated_to_id', person: string, patient: string) =>
    place.owner.query(`update tasks set ${column} = $1 where patient_id = $2 and ended_at is null`, [person, patient])
  await give('owner_id', personOf(people, 'nurse assigned').id, patientOf(0))
  await give('escalated_to_id', personOf(people, 'nurse escalated to').id, patientOf(1))
  for (const [key, index] of [
    ['physician with reason', 2],
    ['physician whose reason is over', 0],
  ] as const) {
    const patient = `${people.name}/patient${index}`
    const reason = canaries.word({ practice: people.name, kind: 'reason', patient, at: key, says: `${key}: reason` })
    const physician = personOf(people, key)
    await done(call(place.house, physician, api.grantAccess, { patientId: patientOf(index), reason }))
  }
  await place.owner.query(
    `update access_grants set granted_at = now() - interval '2 hours', expires_at = now() - interval '1 hour'
      where practitioner_id = $1`,
    [personOf(people, 'physician whose reason is over').id],
  )
  await makeAbsences(place, canaries, people)
  await keepViews(place, canaries, people)
  await keepCapacity(place, canaries, people)
  await keepClinicWords(place, canaries, people)
  await keepTemplates(place, canaries, people)
  await keepWaitingAnswer(place, canaries, people)
}

/** A search that two colleagues keep, each under a name of their own. */
async function keepViews(place: Place, canaries: Canaries, people: PracticePeople): Promise<void> {
  for (const key of ['nurse', 'physician']) {
    const viewId = uuidv7()
    const word = (says: string) =>
      canaries.word({ practice: people.name, kind: 'view', patient: null, at: viewId, says: `${key}: ${says}` })
    const filters = { words: word('words of a view'), patientId: people.patients.get('patient0')?.id }
    await done(
      call(place.house, personOf(people, key), api.saveView, {
        viewId,
        name: word('name of a view'),
        filters,
        version: 0,
      }),
    )
  }
}

/** A pause to come, a patient who may not write, one who was told how messages are meant, and a page to book a visit. */
async function keepCapacity(place: Place, canaries: Canaries, people: PracticePeople): Promise<void> {
  const { house, owner } = place
  const later = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  const words = (says: string) =>
    canaries.word({ practice: people.name, kind: 'pause words', patient: null, at: people.name, says })
  await done(
    call(house, personOf(people, 'administrator'), api.savePause, {
      pauseId: uuidv7(),
      topicId: null,
      practitionerId: null,
      aDay: null,
      stopsAnswers: true,
      words: {
        reason: { en: words('reason of a pause, en'), fr: words('reason of a pause, fr') },
        instead: { en: words('instead of writing, en'), fr: words('instead of writing, fr') },
      },
      startsAt: later(30),
      endsAt: later(31),
      version: 0,
    }),
  )
  const patient = `${people.name}/patient3`
  const reason = canaries.word({
    practice: people.name,
    kind: 'block reason',
    patient,
    at: patient,
    says: `${patient} reason of a block`,
  })
  await done(
    call(house, personOf(people, 'physician'), api.blockPatient, {
      patientId: people.patients.get('patient3')?.id ?? '',
      blockId: uuidv7(),
      reason,
      endsAt: later(3),
      conversationId: uuidv7(),
      messageId: uuidv7(),
    }),
  )
  const { rows } = await owner.query<{ id: string }>(
    'select id from conversations where practice_id = $1 and patient_id = $2 and care_team_id = $3 limit 1',
    [people.practice.id, people.patients.get('patient0')?.id, people.practice.careTeam.id],
  )
  const conversationId = rows[0]?.id ?? ''
  const text = canaries.word({
    practice: people.name,
    kind: 'message',
    patient: `${people.name}/patient0`,
    at: conversationId,
    says: `${people.name}/patient0 words of coaching`,
  })
  await done(
    call(house, personOf(people, 'nurse'), api.coachPatient, {
      conversationId,
      messageId: uuidv7(),
      kind: 'one-thing',
      text,
    }),
  )
  await owner.query('update practices set booking_url = $2 where practice_id = $1', [people.practice.id, bookingPage])
}

/** An answer that goes out after the crawl: its words are the clinic's alone until then. */
async function keepWaitingAnswer(place: Place, canaries: Canaries, people: PracticePeople): Promise<void> {
  const { house, owner } = place
  const nurse = personOf(people, 'nurse')
  const patient = `${people.name}/patient1`
  const { rows } = await owner.query<{ id: string; last_sequence: number }>(
    'select id, last_sequence from conversations where practice_id = $1 and patient_id = $2 and care_team_id = $3 limit 1',
    [people.practice.id, people.patients.get('patient1')?.id, people.practice.careTeam.id],
  )
  const [conversation] = rows
  const { body } = await done(call(house, nurse, api.listSendTimes, {}))
  const messageId = uuidv7()
  await done(
    call(house, nurse, api.scheduleSend, {
      conversationId: conversation?.id ?? '',
      messageId,
      draftId: uuidv7(),
      text: canaries.word({
        practice: people.name,
        kind: 'answer that waits',
        patient,
        at: conversation?.id ?? '',
        says: `${patient} answer that waits`,
      }),
      attachmentIds: [],
      seenSequence: conversation?.last_sequence ?? 0,
      sendAt: body.items.at(-1)?.local,
    }),
  )
  await owner.query(`update scheduled_sends set send_at = now() + interval '30 days' where id = $1`, [messageId])
}

type BegunStart = { writer: Writer; draftId: string; attachmentId: string }

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

/** One in force, in which another physician answers; one that is over; one to come, with words for patients; and a rotation. */
async function makeAbsences(place: Place, canaries: Canaries, people: PracticePeople): Promise<void> {
  const away = people.back.physician
  const insert = (from: string, until: string, cover: string) =>
    place.owner.query(
      `insert into absences (practice_id, id, practitioner_id, covering_practitioner_id, starts_at, ends_at, reason,
        created_at, created_by_id) values ($1, $2, $3, $4, now() + $5::interval, now() + $6::interval, 'holiday', now(), $3)`,
      [people.practice.id, uuidv7(), away.id, personOf(people, cover).id, from, until],
    )
  await insert('-1 day', '3 hours', 'physician who acts for another')
  await insert('-3 days', '-2 days', 'nurse without inbox')
  await place.owner.query('update conversations set responsible_id = $2 where practice_id = $1 and care_team_id = $3', [
    people.practice.id,
    away.id,
    people.back.careTeam.id,
  ])
  const nurse = personOf(people, 'nurse')
  const note = (language: string) =>
    canaries.word({
      practice: people.name,
      kind: 'absence note',
      patient: null,
      at: people.name,
      says: `${people.name} absence note ${language}`,
    })
  const who = { kind: 'practitioner' as const, id: nurse.id }
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  await done(
    call(place.house, nurse, api.saveAbsence, {
      absenceId: uuidv7(),
      who,
      from: `${day(40)}T09:00`,
      until: `${day(41)}T09:00`,
      cover: null,
      reason: 'holiday',
      note: { en: note('en'), fr: note('fr') },
      version: 0,
    }),
  )
  await done(
    call(place.house, nurse, api.saveRotation, {
      rotationId: uuidv7(),
      who,
      startsOn: day(60),
      endsOn: day(70),
      weeks: 1,
      turns: [{ week: 1, weekday: 1, practitionerId: away.id }],
      version: 0,
    }),
  )
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
