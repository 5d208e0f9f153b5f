import { aRule } from '../../../server/rules/rules.fixture.ts'
import { type At, duty, type Operations } from './operation.ts'

const ruleOf = (at: At) => aRule({ name: at.word('staff words'), when: { words: [at.word('staff words')] } })

export const ruleOperations: Operations = {
  listRules: { ids: {}, verdict: duty('read triage rules') },
  // Names and words of rules are for everybody who works there, and kept as they are typed like the letterhead.
  saveRules: {
    ids: {},
    rest: (at) => ({
      rules: [ruleOf(at)],
      version: at.versionOf('rules'),
    }),
    verdict: duty('change triage rules'),
  },
  tryRules: { ids: {}, rest: (at) => ({ rules: [ruleOf(at)] }), verdict: duty('try triage rules') },
  listRuleVersions: { ids: {}, verdict: duty('read triage rules') },
  listLabels: { ids: {}, verdict: duty('read triage rules') },
  saveLabel: {
    ids: {},
    makes: { labelId: 'label' },
    rest: (at) => ({
      name: { en: at.word('staff words'), fr: at.word('staff words') },
      isOffered: true,
      version: at.versionOf(at.ids['labelId'] ?? ''),
    }),
    verdict: duty('change triage rules'),
  },
}
