// A rule comes out of its form as it went in; what the server would refuse is found before it is sent; and a rule moves one place.
import { expect, test } from 'vitest'
import { limits } from '../../../shared/limits.ts'
import type { Rule } from '../../../shared/rules.ts'
import { answersOf, emptyRule, isSameSet, moveRule, type RuleAnswers, ruleOf, wrongIn } from './draft-rules.ts'

const rule: Rule = {
  ...emptyRule('a', 'Rash'),
  when: { ...emptyRule('a', '').when, words: ['rash', 'hives'], ageFrom: 0, ageTo: 17, topicIds: ['skin'] },
  does: { ...emptyRule('a', '').does, isUrgent: true },
}
const good = answersOf(rule)
const typed = (some: Partial<RuleAnswers['typed']>): RuleAnswers => ({ ...good, typed: { ...good.typed, ...some } })
const doing = (some: Partial<Rule['does']>): RuleAnswers => ({ ...good, does: { ...emptyRule('a', '').does, ...some } })

test('a rule comes out of its form as it went in', () => {
  expect(good.typed).toEqual({ ageFrom: '0', ageTo: '17', words: 'rash\nhives' })
  expect(ruleOf(good)).toEqual(rule)
  expect(ruleOf(answersOf(emptyRule('b', 'New')))).toEqual(emptyRule('b', 'New'))
})

test.each<[string, Partial<RuleAnswers['typed']>, Partial<Rule['when']>]>([
  ['empty lines and spaces', { words: ' rash \n\n  hives' }, { words: ['rash', 'hives'] }],
  ['an age between spaces', { ageFrom: ' 12 ' }, { ageFrom: 12 }],
  ['no ages', { ageFrom: '', ageTo: ' ' }, { ageFrom: null, ageTo: null }],
])('typed: %s', (_, parts, when) => {
  expect(ruleOf(typed(parts)).when).toMatchObject(when)
})

const problem = (path: string, code: string) => ({ path, code })

test.each<[string, RuleAnswers, { path: string; code: string }[]]>([
  ['nothing', good, []],
  ['a name of spaces', { ...good, name: '  ' }, [problem('name', 'empty')]],
  ['an age in words', typed({ ageFrom: 'ten' }), [problem('ageFrom', 'age')]],
  ['an age in parts', typed({ ageTo: '17.5' }), [problem('ageTo', 'age')]],
  ['an age below birth', typed({ ageFrom: '-1' }), [problem('ageFrom', 'age')]],
  ['the greatest age', typed({ ageTo: String(limits.ruleAge) }), []],
  ['an age beyond it', typed({ ageTo: String(limits.ruleAge + 1) }), [problem('ageTo', 'age')]],
  ['ages that cross', typed({ ageFrom: '18' }), [problem('ageTo', 'before-start')]],
  ['one age alone', typed({ ageFrom: '18', ageTo: '' }), []],
  ['as many words as there may be', typed({ words: 'a\n'.repeat(limits.ruleWords) }), []],
  ['one word more', typed({ words: 'a\n'.repeat(limits.ruleWords + 1) }), [problem('words', 'too-many-words')]],
  ['a word too long', typed({ words: 'a'.repeat(limits.ruleWordCharacters + 1) }), [problem('words', 'too-long')]],
  ['a line without a letter', typed({ words: 'rash\n?!' }), [problem('words', 'no-letters')]],
  ['a line of another script', typed({ words: 'сыпь' }), []],
  ['doing nothing', doing({}), [problem('careTeamId', 'does-nothing')]],
  ['an inbox alone', doing({ careTeamId: 'i' }), []],
  ['a person alone', doing({ practitionerId: 'p' }), []],
  ['a label alone', doing({ labelIds: ['l'] }), []],
  ['a reply alone', doing({ reply: { templateId: 't', asksForMore: false } }), []],
])('wrong: %s', (_, answers, problems) => {
  expect(wrongIn(answers)).toEqual(problems)
})

const rules = ['a', 'b', 'c'].map((id) => emptyRule(id, id))

test.each<[number, -1 | 1, string]>([
  [0, 1, 'bac'],
  [1, -1, 'bac'],
  [1, 1, 'acb'],
  [2, -1, 'acb'],
  [3, -1, 'abc'],
])('the rule at %i moves by %i: %s', (at, by, order) => {
  expect(
    moveRule(rules, at, by)
      .map(({ id }) => id)
      .join(''),
  ).toBe(order)
})

test('sets are the same by what their rules say, whatever the order of the fields', () => {
  const [first = rule, ...rest] = rules
  const { name, ...others } = first
  expect(isSameSet(rules, [{ ...others, name }, ...rest])).toBe(true)
  expect(isSameSet(rules, rest)).toBe(false)
  expect(isSameSet(rules, [...rest, first])).toBe(false)
  const asking = { ...first, does: { ...first.does, reply: { templateId: 't', asksForMore: true } } }
  expect(
    isSameSet([asking], [{ ...asking, does: { ...asking.does, reply: { templateId: 't', asksForMore: false } } }]),
  ).toBe(false)
})
