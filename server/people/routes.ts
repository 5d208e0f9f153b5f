import { people as api } from '../../shared/api/people.ts'
import type { Mount } from '../app.ts'
import { addPatient } from './add-patient.ts'
import { addPractitioner } from './add-practitioner.ts'
import { changePatient } from './change-patient.ts'
import { changePractice } from './change-practice.ts'
import { changePractitioner } from './change-practitioner.ts'
import { invitePatient } from './invite-patient.ts'
import { invitePractitioner } from './invite-practitioner.ts'
import { listCareTeams } from './list-care-teams.ts'
import { listPatients } from './list-patients.ts'
import { listPractitioners } from './list-practitioners.ts'
import { listTopics } from './list-topics.ts'
import { readPatient } from './read-patient.ts'
import { readPractice } from './read-practice.ts'
import { saveCareTeam } from './save-care-team.ts'
import { saveTopic } from './save-topic.ts'

/** The practice, its topics and inboxes, its staff and its patients. */
export function peopleRoutes({ route }: Mount): void {
  route(api.readPractice, readPractice)
  route(api.changePractice, changePractice)
  route(api.listTopics, listTopics)
  route(api.saveTopic, saveTopic)
  route(api.listCareTeams, listCareTeams)
  route(api.saveCareTeam, saveCareTeam)
  route(api.listPractitioners, listPractitioners)
  route(api.addPractitioner, addPractitioner)
  route(api.changePractitioner, changePractitioner)
  route(api.invitePractitioner, invitePractitioner)
  route(api.listPatients, listPatients)
  route(api.addPatient, addPatient)
  route(api.readPatient, readPatient)
  route(api.changePatient, changePatient)
  route(api.invitePatient, invitePatient)
}
