// What the clinic says and keeps, and who is tied to a record in another way than by an inbox, with a word of its own in each.
import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../../server/platform/ids.ts'
import { call } from '../../server/testing/factories.ts'
import { bookingPage } from './operations/capacity.ts'
import type { Canaries } from './canaries.ts'
import { keepClinicWords } from './clinic-words.ts'
import type { PracticePeople } from './people.ts'
import type { Place } from './place.ts'
import { done, personOf } from './sowing.ts'
import { keepTemplates } from './template-records.ts'

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
