import { uuidv7 } from '../platform/ids.ts'
import { type EndpointRows, memberStatuses, type World } from '../testing/endpoint-actors.ts'
import { aPatient, aPractitioner, inPractice } from '../testing/factories.ts'
import { aPatientForm, aTopicForm } from './forms.fixture.ts'

/** Who may do what with the practice and its people. */
const everyMember = memberStatuses({
  otherPractice: 200,
  patient: 200,
  otherPatient: 200,
  clerk: 200,
  nurse: 200,
  physician: 200,
  administrator: 200,
  privacyOfficer: 200,
})
/** Lists and additions: whoever asks from another practice gets their own. */
const staffAlone = { ...everyMember, patient: 403, otherPatient: 403 }
const administratorAlone = {
  ...staffAlone,
  otherPractice: 403,
  clerk: 403,
  nurse: 403,
  physician: 403,
  privacyOfficer: 403,
}

export const peopleRows: EndpointRows = {
  readPractice: { input: () => ({}), statuses: everyMember },
  changePractice: {
    input: async (world) => ({ phone: '416-555-0111', version: await practiceVersion(world) }),
    statuses: administratorAlone,
  },
  listTopics: { input: () => ({}), statuses: everyMember },
  saveTopic: {
    input: ({ practice }) => aTopicForm(practice.careTeam.id),
    // An inbox of another practice is none here.
    statuses: { ...administratorAlone, otherPractice: 422 },
    otherPracticeAs: 'administrator',
  },
  listCareTeams: { input: () => ({}), statuses: staffAlone },
  saveCareTeam: {
    input: ({ practice }) => ({
      careTeamId: uuidv7(),
      name: { en: 'Nurses', fr: 'Soins infirmiers' },
      ownerId: practice.nurse.id,
      backupId: practice.physician.id,
      memberIds: [],
      version: 0,
    }),
    statuses: { ...administratorAlone, otherPractice: 422 },
    otherPracticeAs: 'administrator',
  },
  listPractitioners: { input: () => ({}), statuses: staffAlone },
  addPractitioner: {
    input: () => ({ practitionerId: uuidv7(), name: 'Rosa Amsel', role: 'nurse', email: 'rosa@example.test' }),
    statuses: administratorAlone,
  },
  changePractitioner: {
    input: async ({ house, practice }) => ({
      practitionerId: (await aPractitioner(house, practice, { role: 'nurse' })).id,
      event: 'suspend',
      version: 1,
    }),
    statuses: { ...administratorAlone, otherPractice: 404 },
    otherPracticeAs: 'administrator',
  },
  invitePractitioner: {
    input: async ({ house, practice }) => ({
      practitionerId: (await aPractitioner(house, practice, { role: 'nurse', status: 'invited' })).id,
      email: 'nurse@example.test',
    }),
    statuses: { ...administratorAlone, otherPractice: 404 },
    otherPracticeAs: 'administrator',
  },
  listPatients: { input: () => ({ search: 'fair' }), statuses: staffAlone },
  addPatient: {
    input: aPatientForm,
    statuses: { ...staffAlone, privacyOfficer: 403 },
  },
  readPatient: {
    input: ({ patient }) => ({ patientId: patient.id }),
    statuses: { ...staffAlone, otherPractice: 404 },
  },
  changePatient: {
    input: async ({ house, practice }) => ({
      patientId: (await aPatient(house, practice)).id,
      phone: '613-555-0100',
      version: 1,
    }),
    statuses: { ...staffAlone, otherPractice: 404, privacyOfficer: 403 },
  },
  invitePatient: {
    input: async ({ house, practice }) => ({ patientId: (await aPatient(house, practice, { status: 'invited' })).id }),
    statuses: { ...staffAlone, otherPractice: 404, privacyOfficer: 403 },
  },
}

async function practiceVersion({ house, practice }: World): Promise<number> {
  const row = await inPractice(house, practice.id, (tx) =>
    tx.selectFrom('practices').select('version').where('practice_id', '=', practice.id).executeTakeFirstOrThrow(),
  )
  return row.version
}
