// What is promised here: rules name only what there is, a saving is a version that says who changed what, and whoever was
// overtaken is told instead of undoing what a colleague saved.
import { expect, test } from 'vitest'
import { z } from 'zod'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import type { Rule } from '../../shared/rules.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aPractice, call, callLoosely } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aLabel, aRule, putInForce } from './rules.fixture.ts'

const house = useTestHouse()

async function aWorld() {
  const practice = await aPractice(house())
  const save = (rules: Rule[], version = 0) =>
    callLoosely(house(), practice.administrator, api.saveRules, { rules, version })
  const versions = async () => (await call(house(), practice.nurse, api.listRuleVersions, {})).body.items
  return { practice, save, versions }
}

test('each saving is a version that says who changed what', async () => {
  const { practice, versions } = await aWorld()
  const [one, two] = [
    aRule({ name: 'One', when: { words: ['rash'] } }),
    aRule({ name: 'Two', does: { careTeamId: practice.careTeam.id } }),
  ]
  await putInForce(house(), practice, [one, two])
  const second = await putInForce(house(), practice, [two, { ...one, name: 'One again' }])
  await putInForce(house(), practice, [two])

  expect(second).toMatchObject({
    version: 2,
    savedBy: { name: 'Adele Marchand' },
    warnings: [['matches-everything'], []],
  })
  expect(await versions()).toMatchObject([
    { version: 3, added: [], removed: [{ name: 'One again' }], changed: [], moved: [] },
    {
      version: 2,
      added: [],
      removed: [],
      changed: [{ name: 'One again' }],
      moved: [{ name: 'Two' }, { name: 'One again' }],
    },
    { version: 1, added: [{ name: 'One' }, { name: 'Two' }], savedBy: { name: 'Adele Marchand' } },
  ])
})

test('the same click, sent twice, makes no version', async () => {
  const { save, versions } = await aWorld()
  const rules = [aRule()]
  const [first, again] = [await save(rules), await save(rules)]
  expect([first.status, again.status, again.body, (await versions()).length]).toEqual([
    200,
    200,
    expect.objectContaining({ version: 1 }),
    1,
  ])
})

test('whoever was overtaken is told which rules differ, and nothing is lost', async () => {
  const { save, versions } = await aWorld()
  const [one, two] = [aRule({ name: 'One' }), aRule({ name: 'Two' })]
  await save([one, two])
  await save([{ ...one, name: 'One, changed' }, two], 1)
  expect(await save([one, { ...two, name: 'Two, changed' }], 1)).toMatchObject({
    status: 409,
    body: { code: 'changed-meanwhile', facts: { version: 2, fields: ['rules.0', 'rules.1'] } },
  })
  expect((await versions()).length).toBe(2)
})

test('a rule that names what is not there, or says nothing, is refused by its place', async () => {
  const { practice, save } = await aWorld()
  const other = await aPractice(house())
  const label = await aLabel(house(), other)
  const refused = await save([
    aRule({ does: { careTeamId: practice.careTeam.id } }),
    aRule({
      name: ' ',
      when: { topicIds: [other.topic.id], words: ['rash', '—', ' '], ageFrom: 18, ageTo: 17 },
      does: { careTeamId: other.careTeam.id, practitionerId: other.nurse.id, labelIds: [label.id] },
    }),
    aRule({ does: {} }),
  ])
  const { fields } = z.object({ fields: z.array(z.object({ path: z.string(), code: z.string() })) }).parse(refused.body)
  expect(refused.status).toBe(422)
  expect(fields).toEqual(
    expect.arrayContaining([
      { path: 'rules.1.name', code: 'empty' },
      { path: 'rules.1.when.topicIds.0', code: 'not-found' },
      { path: 'rules.1.when.words.1', code: 'no-letters' },
      { path: 'rules.1.when.words.2', code: 'empty' },
      { path: 'rules.1.when.ageTo', code: 'before-start' },
      { path: 'rules.1.does.careTeamId', code: 'not-found' },
      { path: 'rules.1.does.practitionerId', code: 'not-found' },
      { path: 'rules.1.does.labelIds.0', code: 'not-found' },
      { path: 'rules.2.does', code: 'does-nothing' },
    ]),
  )
  expect(fields).toHaveLength(9)
})

test('there is a limit to rules, and to the words of one', async () => {
  const { save } = await aWorld()
  const rule = aRule()
  const tooMany = Array.from({ length: limits.rules + 1 }, () => ({ ...rule, id: uuidv7() }))
  expect((await save(tooMany)).status).toBe(422)
  expect(await save([rule, rule])).toMatchObject({
    status: 422,
    body: { fields: [{ path: 'rules.1.id', code: 'twice' }] },
  })
  const words = Array.from({ length: limits.ruleWords + 1 }, (_, at) => `word${at}`)
  expect((await save([aRule({ when: { words } })])).status).toBe(422)
  expect(await save([aRule({ when: { words: ['x'.repeat(limits.ruleWordCharacters + 1)] } })])).toMatchObject({
    body: { fields: [{ path: 'rules.0.when.words.0', code: 'too-long', limit: limits.ruleWordCharacters }] },
  })
})

test('a label has a name of its own in each language, and its changes are not lost', async () => {
  const { practice } = await aWorld()
  const label = await aLabel(house(), practice, 'To call', 'À appeler')
  const change = (part: object) =>
    callLoosely(house(), practice.administrator, api.saveLabel, {
      labelId: label.id,
      name: label.name,
      isOffered: true,
      version: 1,
      ...part,
    })
  expect(await change({ labelId: uuidv7(), name: { en: 'Other', fr: 'A APPELER' }, version: 0 })).toMatchObject({
    status: 422,
    body: { fields: [{ path: 'name.fr', code: 'already-used' }] },
  })
  expect(await change({ isOffered: false })).toMatchObject({ status: 200, body: { version: 2, isOffered: false } })
  expect(await change({ name: { en: 'Phone', fr: 'Téléphoner' } })).toMatchObject({
    status: 409,
    body: { facts: { fields: ['name', 'isOffered'] } },
  })
})

test('a page that knows of no replies saves rules without one', async () => {
  const practice = await aPractice(house())
  const { reply: _reply, ...does } = aRule().does
  const { status, body } = await callLoosely(house(), practice.administrator, api.saveRules, {
    rules: [{ ...aRule(), does }],
    version: 0,
  })
  expect([status, body]).toMatchObject([200, { rules: [{ does: { ...does, reply: null } }] }])
})
