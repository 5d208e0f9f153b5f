import { api } from '../../shared/api/index.ts'
import type { Rule } from '../../shared/rules.ts'
import { uuidv7 } from '../platform/ids.ts'
import { call, type TestPractice } from '../testing/factories.ts'
import type { TestHouse } from '../testing/test-house.ts'

type RuleParts = Partial<Omit<Rule, 'when' | 'does'>> & { when?: Partial<Rule['when']>; does?: Partial<Rule['does']> }

/** A rule that asks for nothing and makes urgent, unless it is told otherwise. */
export function aRule({ when, does, ...rest }: RuleParts = {}): Rule {
  return {
    id: uuidv7(),
    name: 'Chest pain',
    isOn: true,
    stops: false,
    ...rest,
    when: {
      topicIds: [],
      words: [],
      wordsIn: 'both',
      files: null,
      language: null,
      ageFrom: null,
      ageTo: null,
      usualPractitionerIds: [],
      hours: null,
      ...when,
    },
    does: { careTeamId: null, practitionerId: null, isUrgent: does === undefined, labelIds: [], reply: null, ...does },
  }
}

/** Puts these rules in force. */
export async function putInForce(house: TestHouse, practice: TestPractice, rules: Rule[]) {
  const { body } = await call(house, practice.administrator, api.listRules, {})
  const answer = await call(house, practice.administrator, api.saveRules, { rules, version: body.version })
  if (answer.status !== 200) {
    throw new Error(`the rules were not saved: ${JSON.stringify(answer.body)}`)
  }
  return answer.body
}

export async function aLabel(house: TestHouse, practice: TestPractice, en = 'Chest', fr = 'Poitrine') {
  const { body } = await call(house, practice.administrator, api.saveLabel, {
    labelId: uuidv7(),
    name: { en, fr },
    isOffered: true,
    version: 0,
  })
  return body
}
