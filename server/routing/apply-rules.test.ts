import { describe, expect, test } from 'vitest'
import type { Rule } from '../../shared/rules.ts'
import { foldText } from '../platform/fold-text.ts'
import { aRule } from '../rules/rules.fixture.ts'
import { applyRules, readyRules, type RuleFacts } from './apply-rules.ts'
import { messageWords } from './message-words.ts'

const words = (text: string) => messageWords(foldText(text))
const message: RuleFacts = {
  topicId: 'renewal',
  subject: words('Ordonnance'),
  text: words("J’ai une douleur à la poitrine depuis hier, et l'ÉTÉ a été long."),
  hasFiles: false,
  language: 'fr',
  age: 40,
  usualPractitionerId: 'ada',
  isOpen: true,
}
const apply = (rules: Rule[], facts: Partial<RuleFacts> = {}) =>
  applyRules(readyRules(rules, foldText), { ...message, ...facts })

describe('a rule is met', () => {
  test.each<[string, Partial<Rule['when']>, Partial<RuleFacts>, boolean]>([
    ['when it asks for nothing', {}, {}, true],
    ['by its topic', { topicIds: ['lab', 'renewal'] }, {}, true],
    ['not by another topic', { topicIds: ['lab'] }, {}, false],
    ['by one of its words', { words: ['ankle', 'poitrine'] }, {}, true],
    ['whatever the accents', { words: ['ete'] }, {}, true],
    ['whatever the case', { words: ['POITRINE'] }, {}, true],
    ['not by a part of a word', { words: ['poitr'] }, {}, false],
    ['not by a word that holds the one in the message', { words: ['poitrines'] }, {}, false],
    ['by words in a row', { words: ['douleur à la poitrine'] }, {}, true],
    ['not by the same words in another order', { words: ['poitrine douleur'] }, {}, false],
    ['not by words that stand apart', { words: ['douleur poitrine'] }, {}, false],
    ['behind an apostrophe', { words: ['été'], wordsIn: 'text' }, {}, true],
    ['with either apostrophe', { words: ['j\u0027ai'] }, {}, true],
    ['with a hyphen or a space', { words: ['rendez-vous'] }, { text: words('un rendez vous') }, true],
    ['across a line', { words: ['chest pain'] }, { text: words('My chest\npain') }, true],
    ['by a word in the subject', { words: ['ordonnance'], wordsIn: 'subject' }, {}, true],
    ['not by a word of the subject in the text', { words: ['ordonnance'], wordsIn: 'text' }, {}, false],
    ['not by a word of the text in the subject', { words: ['poitrine'], wordsIn: 'subject' }, {}, false],
    ['by no files', { files: 'none' }, {}, true],
    ['not by files that are not there', { files: 'some' }, {}, false],
    ['by files', { files: 'some' }, { hasFiles: true }, true],
    ['by the language', { language: 'fr' }, {}, true],
    ['not by the other language', { language: 'en' }, {}, false],
    ['at the first age of a band', { ageFrom: 40 }, {}, true],
    ['at the last age of a band', { ageTo: 40 }, {}, true],
    ['not below a band', { ageFrom: 41 }, {}, false],
    ['not above a band', { ageFrom: 0, ageTo: 39 }, {}, false],
    ['by the usual clinician', { usualPractitionerIds: ['ada'] }, {}, true],
    ['not by another clinician', { usualPractitionerIds: ['bo'] }, {}, false],
    ['not without a usual clinician', { usualPractitionerIds: ['ada'] }, { usualPractitionerId: null }, false],
    ['while the clinic is open', { hours: 'open' }, {}, true],
    ['not while it is open', { hours: 'closed' }, {}, false],
    ['when all that it asks for is so', { topicIds: ['renewal'], words: ['poitrine'], language: 'fr' }, {}, true],
    ['not when one of it is not so', { topicIds: ['renewal'], words: ['poitrine'], language: 'en' }, {}, false],
  ])('%s', (_, when, facts, isMet) => {
    expect(apply([aRule({ when })], facts).numbers).toEqual(isMet ? [1] : [])
  })
})

describe('of several rules', () => {
  const nurses = aRule({ does: { careTeamId: 'nurses', labelIds: ['a', 'b'] } })
  const photo = { templateId: 'photo', asksForMore: true }
  const doctors = aRule({
    does: { careTeamId: 'doctors', practitionerId: 'ada', labelIds: ['b', 'c'], reply: photo },
  })
  const urgent = aRule({ when: { words: ['poitrine'] } })

  test('the first that names an inbox, a person or a reply decides, and labels add up', () => {
    expect(apply([nurses, doctors, urgent])).toEqual({
      careTeamId: 'nurses',
      practitionerId: 'ada',
      isUrgent: true,
      labelIds: ['a', 'b', 'c'],
      reply: photo,
      numbers: [1, 2, 3],
    })
  })
  test('one reply is sent, however many rules have one', () => {
    const other = aRule({ does: { reply: { templateId: 'other', asksForMore: false } } })
    expect(apply([doctors, other])).toMatchObject({ reply: photo, numbers: [1, 2] })
  })
  test('none is looked at after one that stops', () => {
    expect(apply([{ ...nurses, stops: true }, doctors, urgent])).toMatchObject({ isUrgent: false, numbers: [1] })
  })
  test('one that stops and is not met stops nothing', () => {
    const other = aRule({ when: { topicIds: ['lab'] }, stops: true })
    expect(apply([other, doctors])).toMatchObject({ careTeamId: 'doctors', numbers: [2] })
  })
  test('one that is off does nothing and keeps its number', () => {
    expect(apply([{ ...nurses, isOn: false, stops: true }, doctors])).toMatchObject({ numbers: [2] })
  })
  test('no rules say nothing', () => {
    expect(apply([])).toMatchObject({ careTeamId: null, isUrgent: false, numbers: [] })
  })
})
