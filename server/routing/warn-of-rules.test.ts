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
  templates: new Map([
    [
      'both',
      { isArchived: false, text: { en: 'Hello {patientName}.', fr: 'Bonjour {patientName}.' }, hasDocuments: false },
    ],
    ['archived', { isArchived: true, text: { en: 'Hello.', fr: 'Bonjour.' }, hasDocuments: false }],
    ['english', { isArchived: false, text: { en: 'Hello.', fr: '' }, hasDocuments: false }],
    ['signed', { isArchived: false, text: { en: 'Hello, {myName}.', fr: 'Bonjour.' }, hasDocuments: false }],
    ['leaflet', { isArchived: false, text: { en: 'Hello.', fr: 'Bonjour.' }, hasDocuments: true }],
  ]),
}
const everything = aRule()
const some = aRule({ when: { topicIds: ['open'] } })
const answering = (templateId: string, language: 'en' | 'fr' | null = null) =>
  aRule({ when: { ...some.when, language }, does: { reply: { templateId, asksForMore: false } } })

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
  ['a template that can be sent', [answering('both')], [[]]],
  ['a template out of use', [answering('archived')], [['template-archived']]],
  ['a template in one language', [answering('english')], [['template-one-language']]],
  ['a template in one language, for who reads it', [answering('english', 'en')], [[]]],
  ['a template that names who writes it', [answering('signed')], [['template-open-variables']]],
  ['the same, in the other language', [answering('signed', 'fr')], [[]]],
  ['a template with documents', [answering('leaflet')], [['template-documents']]],
])('%s', (_, rules, warnings) => {
  expect(warnOfRules(rules, facts)).toEqual(warnings)
})
