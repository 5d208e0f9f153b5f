import { aHealthNumber } from '../../../server/testing/factories.ts'
import { type At, colleagues, duty, first, type Operations, thereOr } from './operation.ts'

const both = (at: At, kind: 'topic' | 'inbox') => ({ en: at.word(kind), fr: at.word(kind) })
const patientThere = (at: At) => thereOr('hidden', at.facts.patients, at, at.ids['patientId'])
const colleagueThere = (at: At) => thereOr('hidden', colleagues(at), at, at.ids['practitionerId'])

/** An id is taken when anybody of any practice is known by it: memberships stand in one directory. */
function isTaken({ facts }: At, id: string | undefined): boolean {
  return facts.members.some((member) => member.id === id) || facts.patients.some((patient) => patient.id === id)
}

export const peopleOperations: Operations = {
  readPractice: { ids: {}, verdict: duty('read the practice') },
  changePractice: {
    ids: {},
    rest: (at) => ({ address: at.word('practice'), version: at.versionOf(at.who.practice) }),
    verdict: duty('change the practice'),
  },
  listTopics: { ids: {}, verdict: duty('read topics') },
  saveTopic: {
    ids: { topicId: 'topic', careTeamId: 'inbox' },
    rest: (at) => ({
      keyword: `a-${at.newId().slice(-12)}`,
      name: both(at, 'topic'),
      help: both(at, 'topic'),
      urgentHelp: both(at, 'topic'),
      characters: 1_000,
      words: null,
      files: 2,
      replyWithinMinutes: 840,
      remindAfterHours: 72,
      remindAgainAfterHours: null,
      contactAfterHours: 72,
      importantAfterHours: 24,
      reopenDays: 14,
      isOpen: true,
      version: at.versionOf(at.ids['topicId'] ?? ''),
    }),
    verdict: (at) =>
      first(
        duty('change topics')(at),
        thereOr('invalid', at.facts.inboxes, at, at.ids['careTeamId']),
        // An id that is nowhere here, with the version of what is elsewhere, is a change of nothing.
        at.versionOf(at.ids['topicId'] ?? '') === 0
          ? 'allowed'
          : thereOr('invalid', at.facts.topics, at, at.ids['topicId']),
      ),
  },
  listCareTeams: { ids: {}, verdict: duty('read inboxes') },
  saveCareTeam: {
    ids: { careTeamId: 'inbox', ownerId: 'practitioner', backupId: 'practitioner' },
    optional: { memberIds: 'practitioner' },
    lists: ['memberIds'],
    rest: (at) => ({
      name: both(at, 'inbox'),
      ...(at.ids['memberIds'] === undefined && { memberIds: [] }),
      version: at.versionOf(at.ids['careTeamId'] ?? ''),
    }),
    verdict: (at) =>
      first(
        duty('change inboxes')(at),
        ...['ownerId', 'backupId', 'memberIds'].map((name) => thereOr('invalid', colleagues(at), at, at.ids[name])),
        at.versionOf(at.ids['careTeamId'] ?? '') === 0
          ? 'allowed'
          : thereOr('invalid', at.facts.inboxes, at, at.ids['careTeamId']),
      ),
  },
  listPractitioners: { ids: {}, verdict: duty('read colleagues') },
  addPractitioner: {
    ids: {},
    makes: { practitionerId: 'practitioner' },
    rest: (at) => ({ name: at.word('staff name'), role: 'nurse', email: `${at.word('nobody')}@example.test` }),
    verdict: (at) =>
      first(duty('change colleagues')(at), isTaken(at, at.ids['practitionerId']) ? 'invalid' : 'allowed'),
  },
  changePractitioner: {
    ids: { practitionerId: 'practitioner' },
    rest: (at) => ({ event: 'suspend', version: at.versionOf(at.ids['practitionerId'] ?? '') }),
    verdict: (at) => first(duty('change colleagues')(at), colleagueThere(at)),
  },
  invitePractitioner: {
    ids: { practitionerId: 'practitioner' },
    rest: (at) => ({ email: `${at.word('nobody')}@example.test` }),
    verdict: (at) => first(duty('change colleagues')(at), colleagueThere(at)),
  },
  listPatients: { ids: {}, rest: () => ({ search: '', limit: 50 }), verdict: duty('read patients') },
  addPatient: {
    ids: {},
    makes: { patientId: 'patient' },
    optional: { usualPractitionerId: 'practitioner' },
    rest: (at) => ({
      familyName: at.word('demographics'),
      givenName: at.word('demographics'),
      birthDate: '1991-02-03',
      healthNumber: aHealthNumber(600_000_000 + Number.parseInt(at.newId().slice(-6), 16)).digits,
      language: 'fr',
      email: `${at.word('demographics')}@example.test`,
      phone: '613 555-0177',
      ...(at.ids['usualPractitionerId'] === undefined && { usualPractitionerId: null }),
    }),
    verdict: (at) =>
      first(
        duty('change patients')(at),
        thereOr('invalid', colleagues(at), at, at.ids['usualPractitionerId']),
        at.facts.patients.some(({ practice, id }) => practice === at.who.practice && id === at.ids['patientId'])
          ? 'invalid'
          : 'allowed',
      ),
  },
  readPatient: {
    ids: { patientId: 'patient' },
    verdict: (at) => first(duty('read patients')(at), patientThere(at)),
  },
  changePatient: {
    ids: { patientId: 'patient' },
    optional: { usualPractitionerId: 'practitioner' },
    rest: (at) => ({ givenName: at.word('demographics'), version: at.versionOf(at.ids['patientId'] ?? '') }),
    verdict: (at) =>
      first(
        duty('change patients')(at),
        patientThere(at),
        thereOr('invalid', colleagues(at), at, at.ids['usualPractitionerId']),
      ),
  },
  invitePatient: {
    ids: { patientId: 'patient' },
    verdict: (at) => first(duty('change patients')(at), patientThere(at)),
  },
}
