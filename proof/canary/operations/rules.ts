import { type At, duty, type Operations } from './operation.ts'

const aRule = (at: At) => ({
  id: at.newId(),
  name: at.word('practice'),
  isOn: true,
  when: {
    topicIds: [],
    words: [at.word('practice')],
    wordsIn: 'both',
    files: null,
    language: null,
    ageFrom: null,
    ageTo: null,
    usualPractitionerIds: [],
    hours: null,
  },
  does: { careTeamId: null, practitionerId: null, isUrgent: true, labelIds: [], reply: null },
  stops: false,
})

export const ruleOperations: Operations = {
  listRules: { ids: {}, verdict: duty('read triage rules') },
  // Names and words of rules are for everybody who works there, and kept as they are typed like the letterhead.
  saveRules: {
    ids: {},
    rest: (at) => ({
      rules: [aRule(at)],
      version: at.versionOf('rules'),
    }),
    verdict: duty('change triage rules'),
  },
  tryRules: { ids: {}, rest: (at) => ({ rules: [aRule(at)] }), verdict: duty('try triage rules') },
  listRuleVersions: { ids: {}, verdict: duty('read triage rules') },
  listLabels: { ids: {}, verdict: duty('read triage rules') },
  saveLabel: {
    ids: {},
    makes: { labelId: 'label' },
    rest: (at) => ({
      name: { en: at.word('practice'), fr: at.word('practice') },
      isOffered: true,
      version: at.versionOf(at.ids['labelId'] ?? ''),
    }),
    verdict: duty('change triage rules'),
  },
}
