import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Rule } from '../../shared/rules.ts'
import { limits } from '../../shared/limits.ts'
import { foldText } from '../platform/fold-text.ts'
import { applyRules, readyRules, type RuleFacts } from './apply-rules.ts'
import { messageWords } from './message-words.ts'

/** Laws of triage rules, for any set of them and any message. */

const ids = fc.constantFrom('a', 'b', 'c')
const word = fc.constantFrom('pain', 'douleur', 'chest pain', 'été', '!', 'no no', 'rash')
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 3 })
const rule: fc.Arbitrary<Rule> = fc.record({
  id: fc.uuid(),
  name: fc.constant('rule'),
  isOn: fc.boolean(),
  when: fc.record({
    topicIds: fc.array(ids, { maxLength: 2 }),
    words: fc.array(word, { maxLength: 3 }),
    wordsIn: fc.constantFrom('both', 'subject', 'text'),
    files: maybe(fc.constantFrom('some', 'none')),
    language: maybe(fc.constantFrom('en', 'fr')),
    ageFrom: maybe(fc.nat(90)),
    ageTo: maybe(fc.nat(90)),
    usualPractitionerIds: fc.array(ids, { maxLength: 2 }),
    hours: maybe(fc.constantFrom('open', 'closed')),
  }),
  does: fc.record({
    careTeamId: maybe(ids),
    practitionerId: maybe(ids),
    isUrgent: fc.boolean(),
    labelIds: fc.array(ids, { maxLength: 3 }),
    reply: maybe(fc.record({ templateId: ids, asksForMore: fc.boolean() })),
  }),
  stops: fc.boolean(),
})
const rules = fc.array(rule, { maxLength: limits.rules })
const text = fc.array(word, { maxLength: 12 }).map((words) => messageWords(foldText(words.join(' '))))
const facts: fc.Arbitrary<RuleFacts> = fc.record({
  topicId: ids,
  subject: text,
  text,
  hasFiles: fc.boolean(),
  language: fc.constantFrom('en', 'fr'),
  age: fc.nat(100),
  usualPractitionerId: maybe(ids),
  isOpen: fc.boolean(),
})

test('every rule is looked at once at most, in order, and the pass ends with the first that stops', () => {
  fc.assert(
    fc.property(rules, facts, (all, message) => {
      let looks = 0
      const ready = readyRules(all, foldText).map(({ when, ...rest }) => ({
        ...rest,
        // The topic is what is looked at first, so that this counts the looks.
        when: new Proxy(when, { get: (of, field) => (field === 'topicIds' && looks++, Reflect.get(of, field)) }),
      }))
      const { numbers } = applyRules(ready, message)
      expect(looks).toBeLessThanOrEqual(ready.length)
      expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b))
      const stop = numbers.find((number) => all[number - 1]?.stops)
      expect(stop === undefined || numbers.at(-1) === stop).toBe(true)
      expect(numbers.every((number) => all[number - 1]?.isOn)).toBe(true)
    }),
  )
})

test('what is decided comes from a rule that was met, and a rule more at the end undoes nothing', () => {
  fc.assert(
    fc.property(rules, rule, facts, (all, last, message) => {
      const before = applyRules(readyRules(all, foldText), message)
      const met = before.numbers.flatMap((number) => all[number - 1] ?? [])
      expect(before.isUrgent).toBe(met.some(({ does }) => does.isUrgent))
      expect(before.careTeamId).toBe(met.map(({ does }) => does.careTeamId).find((id) => id !== null) ?? null)
      const after = applyRules(readyRules([...all, last], foldText), message)
      expect(after.numbers.slice(0, before.numbers.length)).toEqual(before.numbers)
      expect(after.isUrgent || !before.isUrgent).toBe(true)
      expect(before.careTeamId === null || after.careTeamId === before.careTeamId).toBe(true)
      expect(after.labelIds.slice(0, before.labelIds.length)).toEqual(before.labelIds)
    }),
  )
})
