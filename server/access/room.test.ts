// What is promised here: whoever runs the server is told that a volume fills up; before it is full what can wait or go another way
// is refused in words, and what has been taken is read and answered; and with room everything is taken again, under the same ids.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import { createApp } from '../app.ts'
import { loadConfig } from '../config.ts'
import { createLogger } from '../platform/log.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aPatient, aPractice, call, inPractice, type PatientPerson } from '../testing/factories.ts'
import { useTestHouse, type TestHouse } from '../testing/test-house.ts'
import { type RoomLimits, levelOf, stateOf, type Volume, watchRoom } from './room.ts'

const token = 'a-token-for-the-scraper'
const house = useTestHouse({ METRICS_TOKEN: token })

const gigabyte = 1024 ** 3
const given = { lowShare: 0.8, fullShare: 0.95, filesBytes: 10 * gigabyte, messagesBytes: 2 * gigabyte }

test.each<[string, Volume['holds'], { usedShare: number; freeBytes: number } | null, string]>([
  ['half empty', 'files', { usedShare: 0.5, freeBytes: gigabyte }, 'enough'],
  ['just below the first share', 'files', { usedShare: 0.799, freeBytes: 1 }, 'enough'],
  ['at the first share', 'files', { usedShare: 0.8, freeBytes: 400 * gigabyte }, 'low'],
  ['at the second share', 'files', { usedShare: 0.95, freeBytes: 9 * gigabyte }, 'full'],
  ['a large one is still used', 'files', { usedShare: 0.95, freeBytes: 10 * gigabyte }, 'low'],
  ['messages are taken for longer', 'messages', { usedShare: 0.97, freeBytes: 2 * gigabyte }, 'low'],
  ['and not for ever', 'messages', { usedShare: 0.97, freeBytes: 2 * gigabyte - 1 }, 'full'],
  ['of the chart’s folder it is told alone', null, { usedShare: 1, freeBytes: 0 }, 'low'],
  ['one that does not answer', 'messages', null, 'unseen'],
])('a volume: %s', (_words, holds, fill, level) => expect(levelOf({ holds, fill }, given)).toBe(level))

test.each([
  ['nothing is known', [{ holds: 'messages', level: 'unseen' }], { isLow: false, forFiles: true, forMessages: true }],
  ['the files are full', [{ holds: 'files', level: 'full' }], { isLow: true, forFiles: false, forMessages: true }],
  [
    'one of two is full',
    [
      { holds: 'messages', level: 'enough' },
      { holds: 'messages', level: 'full' },
    ],
    { isLow: true, forFiles: true, forMessages: false },
  ],
] as const)('%s', (_words, volumes, state) => expect(stateOf(volumes)).toEqual(state))

test.each<[string, Record<string, string>, string[]]>([
  ['everything of one folder', {}, ['data', 'record', 'files', 'database', 'database-log']],
  ['no files where a store has them', { BLOB_URL: 's3://files' }, ['data', 'record', 'database', 'database-log']],
  ['of an external database nothing', { DATABASE_URL: 'postgres:///clinic' }, ['data', 'record', 'files']],
  [
    'of an external database what is named',
    { DATABASE_URL: 'postgres:///clinic', DATABASE_VOLUMES: '/var/lib, /tmp' },
    ['data', 'record', 'files', 'database-1', 'database-2'],
  ],
  [
    'the folder of backups',
    { BACKUP_TO: '/mnt/backup' },
    ['data', 'record', 'backup', 'files', 'database', 'database-log'],
  ],
])('watched is %s, also where nothing has been written yet', async (_words, env, names) => {
  const config = loadConfig({ DATA_DIR: house().dataDir, RECORD_DIR: join(house().dataDir, randomUUID(), 'a'), ...env })
  const room = await watchRoom(config, createLogger({ level: 'silent' }))
  room.close()
  expect(room.volumes.map(({ name }) => name)).toEqual(names)
  expect(room.volumes.filter(({ fill }) => fill === null)).toEqual([])
})

/** By these the disk under the tests has room; by the others it counts as filling up, or as full. */
const roomy: RoomLimits = { lowShare: 2, fullShare: 2, filesBytes: 0, messagesBytes: 0 }
const low = { ...roomy, lowShare: 0 }
const noFiles = { ...low, fullShare: 0, filesBytes: Infinity }
const noMessages = { ...low, fullShare: 0, messagesBytes: Infinity }

/** The same house with other limits of its room. */
async function houseWith(roomLimits: RoomLimits, log = createLogger({ level: 'silent' })): Promise<TestHouse> {
  const opened = house()
  const room = await watchRoom(opened.way.house.config, log, roomLimits)
  const way = { ...opened.way, house: { ...opened.way.house, room } }
  const app = await createApp(way)
  onTestFinished(async () => {
    await app.close()
    room.close()
  })
  return { ...opened, app, way }
}

type Where = { draftId: string; attachmentId: string }
async function upload({ app }: TestHouse, who: PatientPerson, { draftId, attachmentId }: Where, language = 'en') {
  const answer = await app.inject({
    method: 'PUT',
    url: `/api/as/${who.id}/drafts/${draftId}/attachments/${attachmentId}`,
    headers: {
      ...who.as,
      'content-type': 'application/octet-stream',
      'x-file-name': 'list.txt',
      'accept-language': language,
    },
    payload: 'Two tablets a day.',
  })
  return { status: answer.statusCode, body: answer.json(), headers: answer.headers }
}

const retry = { 'retry-after': String(limits.diskRetrySeconds) }

test('a file that there is no room for is refused before anything of it is kept; the message goes without it', async () => {
  const [open, full] = [await houseWith(roomy), await houseWith(noFiles)]
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const draftId = uuidv7()
  const draft = { draftId, topicId: practice.topic.id, text: 'See the list.', version: 0 }
  expect((await call(full, patient, api.saveDraft, draft)).status).toBe(200)
  const arrived = { draftId, attachmentId: uuidv7() }
  expect((await upload(open, patient, arrived)).status).toBe(200)

  const late = { draftId, attachmentId: uuidv7() }
  const refused = await upload(full, patient, late)
  expect(refused).toMatchObject({ status: 503, body: { code: 'no-room-for-files' }, headers: retry })
  expect(refused.body.title).toMatch(/not taken.*Call your clinic/)
  expect((await upload(full, patient, late, 'fr')).body.title).toMatch(/pas été pris.*Appelez votre clinique/)
  // One that had arrived is not called refused.
  expect((await upload(full, patient, arrived)).status).toBe(200)
  const rows = () => inPractice(house(), practice.id, (tx) => tx.selectFrom('attachments').select('id').execute())
  expect(await rows()).toEqual([{ id: arrived.attachmentId }])

  const sent = await call(full, patient, api.startConversation, { ...aLetter(practice.topic.id), draftId })
  expect(sent.status).toBe(200)
  const next = uuidv7()
  await call(full, patient, api.saveDraft, { ...draft, draftId: next })
  expect((await upload(open, patient, { ...late, draftId: next })).status).toBe(200)
})

function aLetter(topicId: string) {
  const text = 'I have two tablets left.'
  return { conversationId: uuidv7(), messageId: uuidv7(), topicId, subject: '', text, attachmentIds: [] }
}

test('a message that there is no room for is refused in words, and all that was taken is read and answered', async () => {
  const [open, full] = [await houseWith(roomy), await houseWith(noMessages)]
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const first = aLetter(practice.topic.id)
  const taken = await call(open, patient, api.startConversation, first)
  expect(taken.status).toBe(200)

  // Before anybody writes they are told, and the words that they had begun are kept.
  expect((await call(full, patient, api.readWriting, {})).body).toMatchObject({
    start: { code: 'no-room', until: null },
    topics: [{ start: { code: 'no-room' }, answer: { code: 'no-room' } }],
  })
  const draft = { draftId: uuidv7(), topicId: practice.topic.id, text: 'It itches.', version: 0 }
  expect((await call(full, patient, api.saveDraft, draft)).status).toBe(200)

  const second = aLetter(practice.topic.id)
  const { conversationId } = first
  const answer = { conversationId, messageId: uuidv7(), text: 'And one more thing.', attachmentIds: [] }
  for (const refused of [
    await call(full, patient, api.startConversation, second),
    await call(full, patient, api.sendMessage, answer),
  ]) {
    expect(refused).toMatchObject({ status: 503, body: { code: 'writing-no-room' }, headers: retry })
    expect(String((refused.body as { title?: string }).title)).toMatch(/not taken.*Call your clinic/)
  }
  const inFrench = { ...patient, as: { ...patient.as, 'accept-language': 'fr' } }
  const french = (await call(full, inFrench, api.sendMessage, answer)).body as { title?: string }
  expect(String(french.title)).toMatch(/pas été pris.*Appelez/)
  // One that had been taken, and whose answer was lost, is not called refused.
  const again = await call(full, patient, api.startConversation, first)
  expect(again).toMatchObject({ status: 200, body: { message: { id: first.messageId } } })

  expect((await call(full, practice.nurse, api.readConversation, { conversationId })).body.messages).not.toEqual([])
  const reply = { conversationId, messageId: uuidv7(), text: 'It is at your pharmacy.', attachmentIds: [] }
  expect((await call(full, practice.nurse, api.sendMessage, reply)).status).toBe(200)

  // There is room again: the same messages, once each.
  expect((await call(open, patient, api.readWriting, {})).body.start).toBeNull()
  expect((await call(open, patient, api.startConversation, second)).status).toBe(200)
  expect((await call(open, patient, api.sendMessage, answer)).status).toBe(200)
  const { body } = await call(open, patient, api.readConversation, { conversationId })
  expect(body.messages.filter(({ id }) => id === answer.messageId)).toHaveLength(1)
})

test('it is told in /readyz, in /metrics, in the log and to colleagues, and never to patients', async () => {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  for (const [roomLimits, check, room, level, taken] of [
    [roomy, 'ok', 'enough', null, [1, 1]],
    [low, 'low', 'low', 40, [1, 1]],
    [noFiles, 'full', 'no-files', 50, [0, 1]],
    [noMessages, 'full', 'no-messages', 50, [1, 0]],
  ] as const) {
    const said: { level: number; volume: string; usedShare: number }[] = []
    const other = await houseWith(
      roomLimits,
      createLogger({ level: 'info', destination: { write: (line) => void said.push(JSON.parse(line)) } }),
    )
    const ready = await other.app.inject({ method: 'GET', url: '/readyz' })
    expect(ready.statusCode).toBe(200)
    expect(ready.json().checks.volumes).toBe(check)
    const { body } = await other.app.inject({ url: '/metrics', headers: { authorization: `Bearer ${token}` } })
    expect(body).toContain(`threadwell_taken{what="files"} ${taken[0]}`)
    expect(body).toContain(`threadwell_taken{what="messages"} ${taken[1]}`)
    expect(body).toMatch(/^threadwell_volume_used_ratio\{volume="database-log"\} 0\.\d+$/m)
    expect(body).toMatch(/^threadwell_volume_free_bytes\{volume="files"\} \d+/m)
    expect(Math.max(0, ...said.map((line) => line.level))).toBe(level ?? 0)
    expect((await call(other, practice.nurse, api.readPractice, {})).body.room).toBe(room)
    expect((await call(other, patient, api.readPractice, {})).body.room).toBeNull()

    // Looked at again and as full as before: not another line.
    const lines = said.length
    await other.way.house.room.look()
    expect(said).toHaveLength(lines)
  }
})
