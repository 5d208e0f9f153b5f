// What is promised here: a closed conversation reaches the record folder, once, whole, with its receipt; what fails stays visible.
import { createHash } from 'node:crypto'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { scanAttachments } from '../attachments/sweep-attachments.ts'
import { bundleBytes, toBundle } from '../fhir/bundle.ts'
import { uuidv7 } from '../platform/ids.ts'
import {
  aPatient,
  aPractice,
  aPractitioner,
  aTopic,
  call,
  type Person,
  type TestPractice,
} from '../testing/factories.ts'
import { aWaitingMessage } from '../tasks/queue.fixture.ts'
import { inSystem } from '../testing/in-system.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aLabel, aRule, putInForce } from '../rules/rules.fixture.ts'
import { fileDue } from './file-due.ts'
import type { FiledConversation } from './filed-conversation.ts'

const house = useTestHouse()
const file = (practice: TestPractice) =>
  fileDue(inSystem(house(), practice.id), (record) => bundleBytes(toBundle(record)))

async function aClosedConversation() {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const draftId = uuidv7()
  const attachmentId = uuidv7()
  await call(house(), patient, api.saveDraft, { draftId, text: '', version: 0 })
  await house().app.inject({
    method: 'PUT',
    url: `/api/as/${patient.id}/drafts/${draftId}/attachments/${attachmentId}`,
    headers: { ...patient.as, 'content-type': 'application/octet-stream', 'x-file-name': 'readings.txt' },
    payload: Buffer.from('Mon 128/82\nTue 131/85\n'),
  })
  const conversationId = uuidv7()
  await call(house(), patient, api.startConversation, {
    conversationId,
    messageId: uuidv7(),
    topicId: practice.topic.id,
    subject: 'Home readings',
    text: 'Here are my readings. Élévation le matin?',
    attachmentIds: [attachmentId],
    draftId,
  })
  await call(house(), practice.nurse, api.sendMessage, {
    conversationId,
    messageId: uuidv7(),
    text: 'They look fine. Keep going.',
    attachmentIds: [],
  })
  await call(house(), patient, api.markRead, { conversationId, sequence: 3 })
  const { body } = await call(house(), practice.nurse, api.readConversation, { conversationId })
  await call(house(), practice.nurse, api.closeConversation, {
    conversationId,
    outcome: 'answered',
    version: body.version,
  })
  const filing = async () =>
    (await call(house(), practice.nurse, api.readConversation, { conversationId })).body.work?.filing
  return { practice, patient, conversationId, attachmentId, filing }
}

test('a closed conversation waits for its files, is filed once, and carries its receipt', async () => {
  const { practice, patient, attachmentId, filing } = await aClosedConversation()
  await file(practice)
  expect(await filing()).toMatchObject({ status: 'requested', problem: 'files-not-scanned' })
  const waiting = await call(house(), practice.clerk, api.listUnfiled, {})
  expect(waiting.body.items).toMatchObject([
    { status: 'requested', problem: 'files-not-scanned', patient: { name: patient.name } },
  ])

  await scanAttachments(inSystem(house(), practice.id))
  house().clock.advance({ minutes: 1 })
  expect(await file(practice)).toBe(1)
  const receipt = await filing()
  expect(receipt).toMatchObject({ status: 'filed', problem: null, isStale: false })
  const folder = join(house().way.house.config.recordDir, receipt?.location ?? '')
  const pdf = await readFile(join(folder, 'record.pdf'))
  expect(createHash('sha256').update(pdf).digest('hex')).toBe(receipt?.sha256)
  expect(await readFile(join(folder, 'attachments', `${attachmentId}.txt`), 'utf8')).toBe('Mon 128/82\nTue 131/85\n')
  const bundle = JSON.parse(await readFile(join(folder, 'bundle.json'), 'utf8'))
  const texts = JSON.stringify(bundle)
  expect(texts).toContain('Here are my readings. Élévation le matin?')
  expect(texts).toContain('They look fine. Keep going.')
  expect(pdf.includes('bundle.json')).toBe(true)

  expect(await file(practice)).toBe(0)
  expect((await call(house(), practice.clerk, api.listUnfiled, {})).body.items).toEqual([])
})

test('what is not filed is listed to those who may know of the conversation', async () => {
  const { practice, conversationId } = await aClosedConversation()
  const outside = await aPractitioner(house(), practice, { role: 'physician' })
  const listed = async (reader: Person) =>
    (await call(house(), reader, api.listUnfiled, {})).body.items.map((item) => item.conversationId)
  expect(await listed(practice.nurse)).toEqual([conversationId])
  expect(await listed(outside)).toEqual([])
  expect(await listed(practice.administrator)).toEqual([])
})

test('pages that wait for the receipt are told that it is there', async () => {
  const { practice, conversationId } = await aClosedConversation()
  await scanAttachments(inSystem(house(), practice.id))
  const heard: string[] = []
  const { live } = house().way.house
  const stop = live.subscribe(practice.id, undefined, {
    hear: ({ hint }) => heard.push('draftId' in hint ? hint.draftId : 'careTeamId' in hint ? '' : hint.conversationId),
    reset: () => {},
  })
  // Everything before this has come round.
  const mark = uuidv7()
  live.publish({ practiceId: practice.id, draftId: mark, authorId: mark })
  await expect.poll(() => heard, { timeout: 5_000 }).toContain(mark)
  heard.length = 0
  await file(practice)
  await expect.poll(() => heard, { timeout: 5_000 }).toEqual([conversationId])
  stop()
})

test('two workers at once file one record', async () => {
  const { practice, patient, filing } = await aClosedConversation()
  await scanAttachments(inSystem(house(), practice.id))
  await Promise.all([file(practice), file(practice), file(practice)])
  expect(await filing()).toMatchObject({ status: 'filed' })
  const folder = join(house().way.house.config.recordDir, practice.id, patient.id)
  expect(await readdir(folder)).toHaveLength(1)
})

test('workers who file at once where there is no record folder yet make it together, and none of them fails', async () => {
  const { practice, patient, filing } = await aClosedConversation()
  const others = await Promise.all([aClosedConversation(), aClosedConversation(), aClosedConversation()])
  const all = [practice, ...others.map((other) => other.practice)]
  for (const { id } of all) {
    await scanAttachments(inSystem(house(), id))
  }
  const { recordDir } = house().way.house.config
  await rm(recordDir, { recursive: true, force: true })
  await Promise.all(all.flatMap((one) => [file(one), file(one)]))
  for (const receipt of [await filing(), ...(await Promise.all(others.map((other) => other.filing())))]) {
    expect(receipt).toMatchObject({ status: 'filed', problem: null })
  }
  expect(await readdir(join(recordDir, '.unfinished'))).toEqual([])
  expect(await readdir(join(recordDir, practice.id, patient.id))).toHaveLength(1)
})

test('a file where the record folder should be is told as a folder that is missing; filed once it has gone', async () => {
  const { practice, filing } = await aClosedConversation()
  await scanAttachments(inSystem(house(), practice.id))
  const { recordDir } = house().way.house.config
  await rm(recordDir, { recursive: true, force: true })
  await writeFile(recordDir, '')
  await file(practice)
  expect(await filing()).toMatchObject({ status: 'failed', problem: 'record-folder-missing' })
  await rm(recordDir)
  house().clock.advance({ minutes: 5 })
  await file(practice)
  expect(await filing()).toMatchObject({ status: 'filed', problem: null })
})

test('a record folder that is away leaves the filing on the list, and it is filed when the folder is back', async () => {
  const { practice, filing } = await aClosedConversation()
  await scanAttachments(inSystem(house(), practice.id))
  const { config } = house().way.house
  const { recordDir } = config
  config.recordDir = '/nowhere/that/is/mounted'
  try {
    await file(practice)
  } finally {
    config.recordDir = recordDir
  }
  expect(await filing()).toMatchObject({ status: 'failed', problem: 'record-folder-missing' })
  expect((await call(house(), practice.nurse, api.listUnfiled, {})).body.items).toMatchObject([{ attempts: 1 }])
  house().clock.advance({ minutes: 5 })
  await file(practice)
  expect(await filing()).toMatchObject({ status: 'filed' })
})

test('what is said after the filing makes it stale, and filing again files it all', async () => {
  const { practice, patient, conversationId, filing } = await aClosedConversation()
  await scanAttachments(inSystem(house(), practice.id))
  await file(practice)
  await call(house(), patient, api.sendMessage, {
    conversationId,
    messageId: uuidv7(),
    text: 'Thank you!',
    attachmentIds: [],
  })
  expect(await filing()).toMatchObject({ status: 'filed', isStale: true })
  await call(house(), practice.nurse, api.fileConversation, { conversationId, filingId: uuidv7() })
  await file(practice)
  const again = await filing()
  expect(again).toMatchObject({ status: 'filed', isStale: false })
  const bundle = await readFile(join(house().way.house.config.recordDir, again?.location ?? '', 'bundle.json'), 'utf8')
  expect(bundle).toContain('Thank you!')
})

test('whoever has it on the screen is told when it is asked for, when it fails, and when it is in the chart', async () => {
  const { practice, patient, conversationId, filing } = await aClosedConversation()
  await scanAttachments(inSystem(house(), practice.id))
  const { live, config } = house().way.house
  const { recordDir } = config
  const heard: string[] = []
  const stop = live.subscribe(practice.id, undefined, {
    hear: ({ hint }) => 'conversationId' in hint && heard.push(hint.conversationId),
    reset: () => {},
  })
  /** How often it was told since the last time: hints come in order, and this one of our own is the last. */
  async function timesTold(): Promise<number> {
    const last = uuidv7()
    live.publish({
      practiceId: practice.id,
      conversationId: last,
      patientId: patient.id,
      careTeamIds: [],
      practitionerIds: [],
    })
    await expect.poll(() => heard.at(-1)).toBe(last)
    return heard.splice(0).filter((id) => id === conversationId).length
  }
  try {
    await timesTold()
    await call(house(), practice.nurse, api.fileConversation, { conversationId, filingId: uuidv7() })
    expect(await timesTold()).toBe(1)
    config.recordDir = '/nowhere/that/is/mounted'
    await file(practice)
    expect(await timesTold()).toBe(1)
    config.recordDir = recordDir
    house().clock.advance({ minutes: 5 })
    await file(practice)
    expect(await timesTold()).toBe(1)
    expect(await filing()).toMatchObject({ status: 'filed' })
  } finally {
    config.recordDir = recordDir
    stop()
  }
})

test('the record says what the rules did, which labels it has and how its topic changed, as it was when it was asked for', async () => {
  const practice = await aPractice(house())
  const [label, late] = [
    await aLabel(house(), practice, 'Skin', 'Peau'),
    await aLabel(house(), practice, 'Late', 'Tard'),
  ]
  const other = await aTopic(house(), practice, practice.careTeam, {})
  const rule = aRule({ name: 'Rash', when: { words: ['rash'] }, does: { isUrgent: true, labelIds: [label.id] } })
  await putInForce(house(), practice, [rule])
  const { conversationId } = await aWaitingMessage(house(), practice, { text: 'A rash.' })
  await putInForce(house(), practice, [{ ...rule, name: 'Something else' }])
  const { nurse } = practice
  const version = async () => (await call(house(), nurse, api.readConversation, { conversationId })).body.version
  await call(house(), nurse, api.moveTopic, { conversationId, topicId: other.id, version: await version() })
  await call(house(), nurse, api.closeConversation, { conversationId, outcome: 'answered', version: await version() })
  house().clock.advance({ minutes: 1 })
  await call(house(), nurse, api.putLabel, { conversationId, labelId: late.id })
  let record: FiledConversation | undefined
  await fileDue(inSystem(house(), practice.id), (filed) => {
    record = filed
    return bundleBytes(toBundle(filed))
  })
  expect(record?.conversation.labels).toEqual(['Skin'])
  expect(record?.acts.map(({ act }) => act)).toEqual(['route', 'open', 'move-topic', 'cancel', 'close'])
  expect(record?.acts[0]).toMatchObject({ rules: ['Rash'], version: 1, isUrgent: true, labels: ['Skin'] })
  expect(record?.acts[2]).toMatchObject({ actorId: nurse.id, topicBefore: { en: 'A question for the clinic' } })
})
