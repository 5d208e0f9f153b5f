import { uuidv7 } from '../platform/ids.ts'
import { type EndpointRows, memberStatuses } from '../testing/endpoint-actors.ts'
import { aRule } from './rules.fixture.ts'

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
const administratorAlone = {
  ...staffAlone,
  otherPractice: 403,
  clerk: 403,
  nurse: 403,
  physician: 403,
  privacyOfficer: 403,
}

export const ruleRows: EndpointRows = {
  listRules: { input: () => ({}), statuses: staffAlone },
  saveRules: {
    input: ({ practice }) => ({ rules: [aRule({ does: { careTeamId: practice.careTeam.id } })], version: 0 }),
    // An inbox of another practice is none here.
    statuses: { ...administratorAlone, otherPractice: 422 },
    otherPracticeAs: 'administrator',
  },
  tryRules: {
    input: () => ({ rules: [aRule()] }),
    statuses: { ...staffAlone, clerk: 403, privacyOfficer: 403 },
  },
  listRuleVersions: { input: () => ({}), statuses: staffAlone },
  listLabels: { input: () => ({}), statuses: staffAlone },
  saveLabel: {
    input: () => ({ labelId: uuidv7(), name: { en: 'To call', fr: 'À appeler' }, isOffered: true, version: 0 }),
    statuses: administratorAlone,
  },
}
