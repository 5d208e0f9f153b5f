// The practice's list of topics: administrators write it, patients see what can be written about now.
import { describe, expect, test } from 'vitest'
import { people as api } from '../../shared/api/people.ts'
import { limits } from '../../shared/limits.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aPatient, aPractice, aTopic, call, callLoosely } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aTopicForm } from './forms.fixture.ts'

const house = useTestHouse()

describe('listing', () => {
  test('a patient sees the open topics of a live practice, staff see all', async () => {
    const practice = await aPractice(house())
    const closed = await aTopic(house(), practice, practice.careTeam, { isOpen: false })
    const patient = await aPatient(house(), practice)
    const idsFor = async (as: typeof practice.nurse) =>
      (await call(house(), as, api.listTopics, {})).body.items.map(({ id }) => id)
    expect(await idsFor(patient)).toEqual([practice.topic.id])
    expect(await idsFor(practice.clerk)).toEqual([practice.topic.id, closed.id])
  })

  test('a practice that is not live has nothing for patients', async () => {
    const practice = await aPractice(house(), { isLive: false })
    const patient = await aPatient(house(), practice)
    expect((await call(house(), patient, api.listTopics, {})).body.items).toEqual([])
    expect((await call(house(), practice.clerk, api.listTopics, {})).body.items).toHaveLength(1)
  })

  test('the inbox is named in the reader’s language', async () => {
    const practice = await aPractice(house())
    const inFrench = { ...practice.clerk, as: { ...practice.clerk.as, 'accept-language': 'fr-CA,fr;q=0.9' } }
    const nameFor = async (as: typeof practice.clerk) =>
      (await call(house(), as, api.listTopics, {})).body.items[0]?.careTeam.name
    expect([await nameFor(practice.clerk), await nameFor(inFrench)]).toEqual(['Front desk', 'Accueil'])
  })
})

describe('saving', () => {
  test('version 0 creates, and the next one changes the whole topic', async () => {
    const practice = await aPractice(house())
    const form = aTopicForm(practice.careTeam.id)
    const created = await call(house(), practice.administrator, api.saveTopic, form)
    const { version: _version, topicId, ...fields } = form
    expect(created).toMatchObject({ status: 200, body: { id: topicId, ...fields, version: 1 } })
    const changed = await call(house(), practice.administrator, api.saveTopic, {
      ...form,
      words: null,
      name: { en: 'Renewals', fr: 'Renouvellements' },
      isOpen: false,
      version: 1,
    })
    expect(changed).toMatchObject({
      status: 200,
      body: { words: null, name: { en: 'Renewals' }, isOpen: false, version: 2 },
    })
    const list = await call(house(), practice.clerk, api.listTopics, {})
    expect(list.body.items.map(({ id }) => id)).toEqual([practice.topic.id, topicId])
  })

  test('the same click sent twice creates one', async () => {
    const practice = await aPractice(house())
    const form = aTopicForm(practice.careTeam.id)
    const answers = await Promise.all([1, 2, 3].map(() => call(house(), practice.administrator, api.saveTopic, form)))
    expect(answers.map(({ status, body }) => [status, body.version])).toEqual([
      [200, 1],
      [200, 1],
      [200, 1],
    ])
    expect((await call(house(), practice.clerk, api.listTopics, {})).body.items).toHaveLength(2)
  })

  test('an older form is refused with the fields that differ', async () => {
    const practice = await aPractice(house())
    const form = aTopicForm(practice.careTeam.id)
    const save = (input: Partial<typeof form>) =>
      call(house(), practice.administrator, api.saveTopic, { ...form, ...input })
    await save({})
    await save({ files: 5, version: 1 })
    expect(await save({ characters: 500, version: 1 })).toMatchObject({
      status: 409,
      body: { code: 'changed-meanwhile', facts: { version: 2, fields: ['characters', 'files'] } },
    })
  })

  test.each([
    [{ keyword: 'Not A Keyword' }, [{ path: 'keyword', code: 'malformed' }]],
    [{ name: { en: 'Renewals', fr: ' ' } }, [{ path: 'name.fr', code: 'empty' }]],
    [{ help: { en: 'x'.repeat(601), fr: 'y' } }, [{ path: 'help.en', code: 'too-long', limit: 600 }]],
    [{ urgentHelp: { en: 'a\u202eb' } }, [{ path: 'urgentHelp.fr' }]],
    [{ characters: limits.messageCharacters + 1 }, [{ path: 'characters', code: 'too-long' }]],
    [{ words: 1.5 }, [{ path: 'words' }]],
    [{ files: -1 }, [{ path: 'files', code: 'too-short' }]],
    [{ replyWithinMinutes: 0 }, [{ path: 'replyWithinMinutes', code: 'too-short' }]],
    [{ careTeamId: uuidv7() }, [{ path: 'careTeamId', code: 'not-found' }]],
    [{ position: 3 }, [{ path: 'position', code: 'unknown-field' }]],
  ])('is refused: %j', async (input, fields) => {
    const practice = await aPractice(house())
    const form = { ...aTopicForm(practice.careTeam.id), ...input }
    const answer = await callLoosely(house(), practice.administrator, api.saveTopic, form)
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-input', fields } })
  })

  test('a keyword is one topic’s', async () => {
    const practice = await aPractice(house())
    const form = { ...aTopicForm(practice.careTeam.id), keyword: practice.topic.keyword }
    const answer = await call(house(), practice.administrator, api.saveTopic, form)
    expect(answer).toMatchObject({ status: 422, body: { fields: [{ path: 'keyword', code: 'already-used' }] } })
  })

  test('a topic of another practice answers as one that does not exist', async () => {
    const [practice, other] = await Promise.all([aPractice(house()), aPractice(house())])
    const ask = async (topicId: string) => {
      const form = { ...aTopicForm(practice.careTeam.id), keyword: 'the-same', topicId, version: 1 }
      const { status, body } = await call(house(), practice.administrator, api.saveTopic, form)
      return { status, body: { ...body, instance: '' } }
    }
    const theirs = await ask(other.topic.id)
    expect(theirs.status).toBe(404)
    expect(theirs).toEqual(await ask(uuidv7()))
  })
})
