import { uuidv7 } from '../platform/ids.ts'
import { type EndpointRows, memberStatuses, type World } from '../testing/endpoint-actors.ts'
import { aPractitioner } from '../testing/factories.ts'
import { anAbsence, anAbsenceForm, aRotation, person } from './absences.fixture.ts'

const staffAlone = memberStatuses({
  otherPractice: 200,
  patient: 403,
  otherPatient: 403,
  clerk: 200,
  nurse: 200,
  physician: 200,
  administrator: 200,
  privacyOfficer: 200,
})
/** The absence or rotation is the nurse's: she and administrators may write it. */
const sheOrAdministrators = { ...staffAlone, otherPractice: 404, clerk: 403, physician: 403, privacyOfficer: 403 }

/** The nurse has been away: what happened meanwhile is hers to read. */
const absentAlone = { ...sheOrAdministrators, clerk: 404, physician: 404, administrator: 404, privacyOfficer: 404 }

async function anEndedAbsence({ house, practice }: World) {
  house.clock.advance({ days: 2 })
  const { id } = await anAbsence(house, practice.nurse, anAbsenceForm(house, person(practice.nurse)))
  house.clock.advance({ days: 2 })
  return { absenceId: id }
}

async function aNursesRotation({ house, practice }: World) {
  const nurse = await aPractitioner(house, practice, { role: 'nurse' })
  return aRotation(house, nurse, person(nurse), [[1, 1, practice.physician.id]])
}

export const absenceRows: EndpointRows = {
  listAbsences: { input: () => ({}), statuses: staffAlone },
  saveAbsence: {
    input: async ({ house, practice }) => {
      // Each at a time of its own: none overlaps.
      house.clock.advance({ days: 2 })
      return anAbsenceForm(house, person(practice.nurse))
    },
    statuses: { ...sheOrAdministrators, otherPractice: 403 },
  },
  cancelAbsence: {
    input: async ({ house, practice }) => {
      house.clock.advance({ days: 2 })
      const { id, version } = await anAbsence(house, practice.nurse, anAbsenceForm(house, person(practice.nurse)))
      return { absenceId: id, version }
    },
    statuses: sheOrAdministrators,
  },
  saveRotation: {
    input: ({ practice }) => ({
      rotationId: uuidv7(),
      who: person(practice.nurse),
      startsOn: '2027-01-04',
      endsOn: null,
      weeks: 1,
      turns: [{ week: 1, weekday: 1, practitionerId: practice.physician.id }],
      version: 0,
    }),
    // She has one now, and the days of a second are taken.
    statuses: { ...sheOrAdministrators, otherPractice: 403, administrator: 422 },
  },
  cancelRotation: {
    input: async (world) => {
      const { id, version } = await aNursesRotation(world)
      return { rotationId: id, version }
    },
    statuses: { ...sheOrAdministrators, nurse: 403 },
  },
  readAbsenceCalendar: { input: () => ({}), statuses: staffAlone },
  previewResponders: { input: () => ({}), statuses: staffAlone },
  listHandovers: { input: () => ({}), statuses: staffAlone },
  readHandover: { input: anEndedAbsence, statuses: absentAlone },
  finishHandover: { input: anEndedAbsence, statuses: absentAlone },
}
