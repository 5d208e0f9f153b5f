// What is promised here: a document of a template is looked at before anybody gets it, is never clear on disk, stays with every version
// that names it, and comes into a draft as a file of that patient: once, within the limits, and not from a template that has changed.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import { aDocx, aPdf } from '../attachments/sample-files.ts'
import { scanAttachments, sweepAttachments } from '../attachments/sweep-attachments.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aRule, putInForce } from '../rules/rules.fixture.ts'
import { aWaitingMessage } from '../tasks/queue.fixture.ts'
import { aPatient, aPractice, call, callLoosely, inPractice, type TestPractice } from '../testing/factories.ts'
import { startFakeClamd } from '../testing/fake-clamd.ts'
import { inSystem } from '../testing/in-system.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { scanDocuments } from './settle-document.ts'
import { sweepDocuments } from './sweep-documents.ts'

const house = useTestHouse()
type Who = Parameters<typeof call>[1]

const words = {
  scope: 'practice' as const,
  careTeamId: null,
  name: { en: 'Flu shot', fr: 'Vaccin' },
  text: { en: 'Please read the leaflet.', fr: 'Lisez le dépliant.' },
  reviewOn: null,
}
type Saving = Parameters<typeof call<typeof api.saveTemplate>>[3]
const save = (who: Who, templateId: string, input: Partial<Saving> = {}) =>
  callLoosely(house(), who, api.saveTemplate, { templateId, ...words, version: 0, ...input })
const read = async (who: Who, templateId: string) => (await call(house(), who, api.readTemplate, { templateId })).body
const scan = (practice: TestPractice) => scanDocuments(inSystem(house(), practice.id))

async function upload(who: Who, templateId: string, name: string, bytes: Buffer, documentId = uuidv7()) {
  const answer = await house().app.inject({
    method: 'PUT',
    url: `/api/as/${who.id}/templates/${templateId}/documents/${documentId}`,
    headers: { ...who.as, 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(name) },
    payload: bytes,
  })
  return { status: answer.statusCode, body: answer.json(), documentId }
}

const download = (who: Who, place: { templateId: string; documentId: string }) =>
  house().app.inject({
    method: 'GET',
    url: `/api/as/${who.id}/templates/${place.templateId}/documents/${place.documentId}/content`,
    headers: who.as,
  })

/** A practice whose template has a leaflet in English and two in French; and a nurse's draft to a patient. */
async function aWorld() {
  const practice = await aPractice(house())
  const templateId = uuidv7()
  const names: [string, Buffer][] = [
    ['Leaflet.pdf', aPdf()],
    ['Dépliant.pdf', aPdf({ trailer: '/Info 1 0 R' })],
    ['Consentement.docx', aDocx()],
  ]
  const ids: string[] = []
  for (const [name, bytes] of names) {
    ids.push((await upload(practice.nurse, templateId, name, bytes)).documentId)
  }
  await scan(practice)
  const [en = '', ...fr] = ids
  expect((await save(practice.nurse, templateId, { documents: { en: [en], fr } })).status).toBe(200)
  const { conversationId, patient } = await aWaitingMessage(house(), practice)
  const draftId = uuidv7()
  await call(house(), practice.nurse, api.saveDraft, { draftId, conversationId, text: '', version: 0 })
  const add = (input: object = {}, who: Who = practice.nurse) =>
    callLoosely(house(), who, api.addTemplateDocuments, { draftId, templateId, version: 1, language: 'fr', ...input })
  return { practice, templateId, en, fr, conversationId, patient, draftId, add }
}
type Added = { attachments: { id: string; fileName: string; status: string }[]; left: object[] }

test('a document is of its uploader until it is saved, then of whoever knows of the template; earlier versions keep theirs', async () => {
  const practice = await aPractice(house())
  const templateId = uuidv7()
  const first = await upload(practice.nurse, templateId, 'ZEPHYR leaflet.pdf', aPdf())
  expect(first).toMatchObject({ status: 200, body: { status: 'quarantined', fileName: 'ZEPHYR leaflet.pdf' } })
  const place = { templateId, documentId: first.documentId }
  expect((await download(practice.nurse, place)).statusCode).toBe(409)
  expect(await scan(practice)).toBe(1)
  expect((await download(practice.nurse, place)).rawPayload).toEqual(aPdf())
  expect((await download(practice.physician, place)).statusCode).toBe(404)
  expect(
    (await save(practice.physician, templateId, { documents: { en: [first.documentId], fr: [] } })).body,
  ).toMatchObject({ fields: [{ path: 'documents.en', code: 'not-found' }] })
  expect((await save(practice.nurse, templateId, { documents: { en: [first.documentId], fr: [] } })).status).toBe(200)
  expect((await download(practice.physician, place)).rawPayload).toEqual(aPdf())
  expect((await download((await aPractice(house())).nurse, place)).statusCode).toBe(404)
  expect((await call(house(), practice.nurse, api.removeTemplateDocument, place)).status).toBe(409)

  // A page that knows nothing of documents leaves them as they are; the next version has others.
  expect((await save(practice.nurse, templateId, { version: 1, reviewOn: '2027-01-01' })).status).toBe(200)
  const second = await upload(practice.physician, templateId, 'New.pdf', aPdf())
  const documents = { en: [second.documentId], fr: [] }
  expect((await save(practice.physician, templateId, { version: 2, documents })).status).toBe(200)
  const { versions } = await read(practice.clerk, templateId)
  expect(versions.map((one) => one.documents.en.map(({ fileName }) => fileName))).toEqual([
    ['New.pdf'],
    ['ZEPHYR leaflet.pdf'],
    ['ZEPHYR leaflet.pdf'],
  ])
  house().clock.advance({ days: 3 })
  await sweepDocuments(inSystem(house(), practice.id))
  await sweepAttachments(inSystem(house(), practice.id))
  expect((await download(practice.physician, place)).statusCode).toBe(200)

  const folder = join(house().dataDir, 'blobs', practice.id)
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  expect(files).toHaveLength(2)
  for (const { parentPath, name } of files) {
    expect((await readFile(join(parentPath, name))).toString('latin1')).not.toContain('%PDF')
  }
  const stored = await inPractice(house(), practice.id, async (tx) => ({
    names: await tx.selectFrom('template_documents').select('file_name_sealed').execute(),
    acts: await tx.selectFrom('audit_events').select('payload').execute(),
  }))
  expect(stored.names.map((row) => row.file_name_sealed.toString('latin1')).join()).not.toContain('ZEPHYR')
  const log = stored.acts.map(({ payload }) => payload.toString('utf8')).join()
  expect(log).toContain('template-document.upload')
  expect(log).not.toContain('ZEPHYR')
})

test('what no version names within a day is removed with its bytes; so is what is taken away', async () => {
  const practice = await aPractice(house())
  const templateId = uuidv7()
  const [kept, taken] = [
    await upload(practice.nurse, templateId, 'a.pdf', aPdf()),
    await upload(practice.nurse, templateId, 'b.pdf', aPdf()),
  ]
  const gone = { templateId, documentId: taken.documentId }
  expect((await call(house(), practice.physician, api.removeTemplateDocument, gone)).status).toBe(404)
  expect((await call(house(), practice.nurse, api.removeTemplateDocument, gone)).status).toBe(200)
  expect((await call(house(), practice.nurse, api.readTemplateDocument, gone)).status).toBe(404)
  const inFolder = async () =>
    (await readdir(join(house().dataDir, 'blobs', practice.id), { recursive: true, withFileTypes: true })).filter(
      (entry) => entry.isFile(),
    ).length
  const sweep = async () => {
    await sweepDocuments(inSystem(house(), practice.id))
    house().clock.advance({ hours: limits.blobGraceMs / 3_600_000 + 1 })
    await sweepAttachments(inSystem(house(), practice.id))
  }
  expect(await inFolder()).toBe(2)
  await sweep()
  expect(await inFolder()).toBe(1)
  house().clock.advance({ days: 2 })
  await sweep()
  expect(await inFolder()).toBe(0)
  const documents = { en: [kept.documentId], fr: [] }
  expect((await save(practice.nurse, templateId, { documents })).body).toMatchObject({
    fields: [{ path: 'documents.en', code: 'not-found' }],
  })
})

test('a document comes into the draft under the patient’s key, goes out with the answer, and is the same bytes', async () => {
  const { practice, en, conversationId, patient, draftId, add } = await aWorld()
  const offered = (await call(house(), practice.nurse, api.listInsertions, { patientId: patient.id })).body.items[0]
  expect(offered).toMatchObject({ version: 1, documents: [{ id: en, fileName: 'Leaflet.pdf', status: 'unscanned' }] })
  const added = (await add({ language: 'en' })).body as Added
  // Nothing has scanned it: it waits as any file, and is looked at again under the patient's key.
  expect(added).toMatchObject({ attachments: [{ fileName: 'Leaflet.pdf', status: 'quarantined' }], left: [] })
  const attachmentIds = added.attachments.map(({ id }) => id)
  const sent = await call(house(), practice.nurse, api.sendMessage, {
    conversationId,
    messageId: uuidv7(),
    text: 'Read this.',
    draftId,
    attachmentIds,
  })
  expect(sent.body.message.attachments).toMatchObject([{ fileName: 'Leaflet.pdf' }])

  await scanAttachments(inSystem(house(), practice.id))
  const got = await house().app.inject({
    method: 'GET',
    url: `/api/as/${patient.id}/attachments/${attachmentIds[0]}/content`,
    headers: patient.as,
  })
  expect(got.rawPayload).toEqual(aPdf())
})

test('the same template twice adds nothing; what was taken out comes back; what does not fit is named, and the rest comes', async () => {
  const { practice, fr, draftId, add } = await aWorld()
  const both = (await Promise.all([add(), add()])).map(({ body }) => body as Added)
  const ids = both.map(({ attachments }) => attachments.map(({ id }) => id).toSorted())
  expect(ids[0]).toHaveLength(2)
  expect(ids[1]).toEqual(ids[0])
  expect(((await add()).body as Added).attachments.map(({ id }) => id).toSorted()).toEqual(ids[0])
  const attachmentId = ids[0]?.[0] ?? ''
  expect((await call(house(), practice.nurse, api.removeAttachment, { attachmentId })).status).toBe(200)
  const again = ((await add()).body as Added).attachments.map(({ id }) => id)
  expect(again).toHaveLength(2)
  expect(again).not.toContain(attachmentId)

  await call(house(), practice.nurse, api.removeAttachment, { attachmentId: again[0] ?? '' })
  for (let n = 0; n < limits.attachmentsPerMessage - 1; n++) {
    await house().app.inject({
      method: 'PUT',
      url: `/api/as/${practice.nurse.id}/drafts/${draftId}/attachments/${uuidv7()}`,
      headers: { ...practice.nurse.as, 'content-type': 'application/octet-stream', 'x-file-name': 'a.txt' },
      payload: Buffer.from('words'),
    })
  }
  const full = (await add()).body as Added
  expect(full.attachments).toHaveLength(1)
  expect(full.left).toMatchObject([{ reason: 'too-many-files' }])
  expect(fr).toHaveLength(2)
})

test('a template that has changed, is put away or is not there gives nothing; nor does anybody else’s draft', async () => {
  const { practice, templateId, patient, draftId, add } = await aWorld()
  expect((await add({}, practice.physician)).status).toBe(404)
  expect((await add({}, patient)).status).toBe(403)
  expect((await add({ templateId: uuidv7() })).status).toBe(404)
  expect((await add({ language: 'de' })).status).toBe(422)
  const other = await aWorld()
  expect((await add({ templateId: other.templateId })).status).toBe(404)
  expect((await add({}, other.practice.nurse)).status).toBe(404)
  await save(practice.physician, templateId, { version: 1, documents: { en: [], fr: [] } })
  expect(await add()).toMatchObject({ status: 409, body: { code: 'changed-meanwhile' } })
  expect((await add({ version: 2 })).body).toEqual({ attachments: [], left: [] })
  await call(house(), practice.nurse, api.archiveTemplate, { templateId, isArchived: true, version: 2 })
  expect(await add({ version: 2 })).toMatchObject({ status: 409, body: { code: 'template-archived' } })
  await call(house(), practice.nurse, api.discardDraft, { draftId })
  expect(await add({ version: 2 })).toMatchObject({ status: 409, body: { code: 'draft-ended' } })
})

test('what a scanner found clean need not be scanned again; what it refused is not given out', async () => {
  const clamd = await startFakeClamd({ signature: 'HARM' })
  const { clamd: before } = house().way.house.config
  house().way.house.config.clamd = clamd.address
  try {
    const { practice, add } = await aWorld()
    const { attachments } = (await add()).body as Added
    expect(attachments.map(({ status }) => status)).toEqual(['clean', 'clean'])
    const acts = await inPractice(house(), practice.id, (tx) =>
      tx.selectFrom('audit_events').select('payload').execute(),
    )
    const settled = acts.filter(({ payload }) => payload.toString('utf8').includes('"attachment.settle"'))
    expect(settled).toHaveLength(2)
  } finally {
    house().way.house.config.clamd = before
    await clamd.stop()
  }
})

test('a rule does not answer with a template that has documents, and says so', async () => {
  const { practice, templateId } = await aWorld()
  const rule = aRule({ when: { words: ['flu'] }, does: { reply: { templateId, asksForMore: false } } })
  await putInForce(house(), practice, [rule])
  const { body } = await call(house(), practice.administrator, api.listRules, {})
  expect(body.warnings).toEqual([['template-documents']])
  const patient = await aPatient(house(), practice)
  const { conversationId } = await aWaitingMessage(house(), practice, { patient, text: 'About the flu' })
  const conversation = (await call(house(), practice.nurse, api.readConversation, { conversationId })).body
  expect(conversation.messages.map(({ kind }) => kind)).not.toContain('rule-reply')
  expect(conversation.work?.routings[0]?.reply).toMatchObject({ problem: 'documents' })
})

test('bad input is refused by name, and nothing is kept of it', async () => {
  const practice = await aPractice(house())
  const templateId = uuidv7()
  const put = async (name: string, bytes: Buffer) => (await upload(practice.nurse, templateId, name, bytes)).body
  expect(await put('empty.pdf', Buffer.alloc(0))).toMatchObject({ status: 'rejected', refusal: 'empty' })
  expect(await put('lie.pdf', Buffer.from('only words'))).toMatchObject({ refusal: 'extension-mismatch' })
  expect(await put('big.pdf', Buffer.alloc(limits.attachmentSizeBytes + 1, '%PDF-'))).toMatchObject({
    refusal: 'too-large',
  })
  const refused = await upload(practice.nurse, templateId, 'page.html', Buffer.from('<html><script>x</script></html>'))
  expect(refused.body).toMatchObject({ refusal: 'markup' })
  const naming = (en: string[], more: object = {}) =>
    save(practice.nurse, templateId, { documents: { en, fr: [] }, ...more })
  expect((await naming([refused.documentId])).body).toMatchObject({
    fields: [{ path: 'documents.en', code: 'file-refused' }],
  })
  const { documentId } = await upload(practice.nurse, templateId, 'a.pdf', aPdf())
  expect((await upload(practice.nurse, uuidv7(), 'a.pdf', aPdf(), documentId)).body).toMatchObject({
    fields: [{ path: 'documentId', code: 'id-already-used' }],
  })
  expect((await naming([documentId, documentId])).body).toMatchObject({ fields: [{ code: 'named-twice' }] })
  expect((await naming([documentId], { text: { en: '', fr: 'x' }, name: { en: '', fr: 'x' } })).body).toMatchObject({
    fields: [{ path: 'documents.en', code: 'no-text' }],
  })
  expect((await naming(Array.from({ length: limits.templateDocuments + 1 }, () => uuidv7()))).body).toMatchObject({
    fields: [{ path: 'documents.en', code: 'too-long', limit: limits.templateDocuments }],
  })
  for (let n = 1; n < limits.unnamedDocuments; n++) {
    expect((await upload(practice.nurse, templateId, 'a.pdf', aPdf())).status).toBe(200)
  }
  expect((await upload(practice.nurse, templateId, 'a.pdf', aPdf())).body).toMatchObject({
    fields: [{ path: 'documentId', code: 'too-many-files', limit: limits.unnamedDocuments }],
  })
  const other = await aPractice(house())
  expect((await upload(other.nurse, templateId, 'a.pdf', aPdf(), documentId)).status).toBe(200)
  expect((await naming([documentId])).status).toBe(200)
  expect((await upload(other.clerk, uuidv7(), 'a.pdf', aPdf())).status).toBe(200)
})
