import { expect, test } from 'vitest'
import type { Rule, RuleWarning } from '../../shared/rules.ts'
import { aRule } from '../rules/rules.fixture.ts'
import { warnOfRules } from './warn-of-rules.ts'

const facts = {
  topics: new Map([
    ['open', { isOpen: true, files: 3 }],
    ['closed', { isOpen: false, files: 3 }],
    ['without-files', { isOpen: true, files: 0 }],
  ]),
  actingIds: new Set(['ada']),
}
const everything = aRule()
const some = aRule({ when: { topicIds: ['open'] } })

test.each<[string, Rule[], RuleWarning[][]]>([
  ['a rule that asks for something', [some], [[]]],
  ['a rule for every message', [everything], [['matches-everything']]],
  ['one after it that is reached', [everything, some], [['matches-everything'], []]],
  ['one after it that never is', [{ ...everything, stops: true }, some], [['matches-everything'], ['never-reached']]],
  ['one that is off hides nothing', [{ ...everything, stops: true, isOn: false }, some], [[], []]],
  ['closed topics alone', [aRule({ when: { topicIds: ['closed'] } })], [['topics-closed']]],
  ['a closed topic beside an open one', [aRule({ when: { topicIds: ['closed', 'open'] } })], [[]]],
  [
    'files about a topic without files',
    [aRule({ when: { topicIds: ['without-files'], files: 'some' } })],
    [['topics-without-files']],
  ],
  ['a colleague who works here', [aRule({ when: some.when, does: { practitionerId: 'ada' } })], [[]]],
  [
    'a colleague who has left',
    [aRule({ when: some.when, does: { practitionerId: 'bo' } })],
    [['colleague-cannot-act']],
  ],
])('%s', (_, rules, warnings) => {
  expect(warnOfRules(rules, facts)).toEqual(warnings)
})
