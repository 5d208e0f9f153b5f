// What is promised here: a file arrives whole or not at all, encrypted on disk, scanned before it leaves, and only to those it is for.
import { readdir, readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import { parseAuditEntry } from '../access/audit-entry.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aPatient, aPractice, call, inPractice, type PatientPerson, type TestPractice } from '../testing/factories.ts'
import { startFakeClamd } from '../testing/fake-clamd.ts'
import { inSystem } from '../testing/in-system.ts'
import { withFullLog } from '../testing/full-log.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { scanAttachments, sweepAttachments } from './sweep-attachments.ts'

const house = useTestHouse()
let picture: Buffer
beforeAll(async () => {
  picture = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#407060' } })
    .withExif({ IFD0: { Copyright: 'CANARY-EXIF-0451' } })
    .jpeg()
    .toBuffer()
})

async function aDraft() {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const draftId = uuidv7()
  await call(house(), patient, api.saveDraft, {
    draftId,
    topicId: practice.topic.id,
    text: 'See the photo.',
    version: 0,
  })
  return { practice, patient, draftId, attachmentId: uuidv7() }
}

async function upload(
  who: PatientPerson,
  place: { draftId: string; attachmentId: string },
  name: string,
  bytes: Buffer,
) {
  const answer = await house().app.inject({
    method: 'PUT',
    url: `/api/as/${who.id}/drafts/${place.draftId}/attachments/${place.attachmentId}`,
    headers: { ...who.as, 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(name) },
    payload: bytes,
  })
  return { status: answer.statusCode, body: answer.json() }
}

function download(
  who: { id: string; as: Record<string, string> },
  attachmentId: string,
  more: { variant?: string; range?: string } = {},
) {
  return house().app.inject({
    method: 'GET',
    url: `/api/as/${who.id}/attachments/${attachmentId}/content${more.variant ? `?variant=${more.variant}` : ''}`,
    headers: { ...who.as, ...(more.range && { range: more.range }) },
  })
}

const settle = (practice: TestPractice) => scanAttachments(inSystem(house(), practice.id))

async function send(patient: PatientPerson, practice: TestPractice, draftId: string, attachmentIds: string[]) {
  const conversationId = uuidv7()
  const answer = await call(house(), patient, api.startConversation, {
    conversationId,
    messageId: uuidv7(),
    topicId: practice.topic.id,
    subject: '',
    text: 'See the photo.',
    draftId,
    attachmentIds,
  })
  return { conversationId, answer }
}

test('a photo is sent, loses what the camera wrote into it, and opens for the nurse in whole and in part', async () => {
  const { practice, patient, ...place } = await aDraft()
  const received = await upload(patient, place, 'C:\\photos\\knee.jpg', picture)
  expect(received).toMatchObject({ status: 200, body: { status: 'quarantined', fileName: 'knee.jpg', kind: 'image' } })
  expect((await download(patient, place.attachmentId)).statusCode).toBe(409)
  expect(await settle(practice)).toBe(1)

  const { conversationId, answer } = await send(patient, practice, place.draftId, [place.attachmentId])
  expect(answer.body.message.attachments).toMatchObject([
    { id: place.attachmentId, status: 'unscanned', hasThumbnail: true },
  ])
  const whole = await download(practice.nurse, place.attachmentId)
  expect(whole.statusCode).toBe(200)
  expect(whole.headers).toMatchObject({
    'content-type': 'image/jpeg',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
  })
  expect(whole.rawPayload.includes('CANARY-EXIF-0451')).toBe(false)
  expect((await sharp(whole.rawPayload).metadata()).width).toBe(640)
  const part = await download(practice.nurse, place.attachmentId, { range: 'bytes=10-19' })
  expect(part.statusCode).toBe(206)
  expect(part.rawPayload).toEqual(whole.rawPayload.subarray(10, 20))
  expect((await download(practice.nurse, place.attachmentId, { range: 'bytes=99999999-' })).statusCode).toBe(416)
  const small = await download(practice.nurse, place.attachmentId, { variant: 'thumbnail' })
  expect((await sharp(small.rawPayload).metadata()).format).toBe('webp')
  const page = await call(house(), practice.nurse, api.readConversation, { conversationId })
  expect(page.body.messages[0]?.attachments[0]?.fileName).toBe('knee.jpg')
})

test('no clear byte of a file is on disk, and its name is nowhere in the database in clear', async () => {
  const { practice, patient, ...place } = await aDraft()
  await upload(patient, place, 'CANARY-NAME-77.txt', Buffer.from('CANARY-TEXT-88 '.repeat(4000)))
  await settle(practice)
  const files = (await readdir(join(house().dataDir, 'blobs'), { recursive: true, withFileTypes: true })).filter((f) =>
    f.isFile(),
  )
  expect(files.length).toBeGreaterThan(0)
  for (const file of files) {
    const bytes = await readFile(join(file.parentPath, file.name))
    expect(bytes.includes('CANARY')).toBe(false)
  }
})

test.each<[string, string, () => Buffer, string]>([
  ['an empty file', 'a.txt', () => Buffer.alloc(0), 'empty'],
  ['a file over the limit', 'a.txt', () => Buffer.alloc(limits.attachmentSizeBytes + 1, 'a'), 'too-large'],
  ['a page dressed as a picture', 'a.png', () => Buffer.from('<html><script>alert(1)</script></html>'), 'markup'],
  [
    'a drawing with a script',
    'a.svg',
    () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
    'markup',
  ],
  ['a picture with a lying name', 'a.pdf', () => picture, 'extension-mismatch'],
])('%s is refused with the reason, and leaves nothing on disk', async (_what, name, bytes, refusal) => {
  const { practice, patient, ...place } = await aDraft()
  expect(await upload(patient, place, name, bytes())).toMatchObject({
    status: 200,
    body: { status: 'rejected', refusal },
  })
  const folder = join(house().dataDir, 'blobs', practice.id)
  const left = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  expect(left.filter((f) => f.isFile())).toEqual([])
  const { answer } = await send(patient, practice, place.draftId, [place.attachmentId])
  expect(answer).toMatchObject({ status: 422, body: { fields: [{ path: 'attachmentIds', code: 'file-not-ready' }] } })
  expect((await call(house(), patient, api.listConversations, {})).body.items).toEqual([])
})

test('a damaged picture is refused when it is examined', async () => {
  const { practice, patient, ...place } = await aDraft()
  await upload(patient, place, 'a.jpg', picture.subarray(0, 400))
  await settle(practice)
  const state = await call(house(), patient, api.readAttachment, { attachmentId: place.attachmentId })
  expect(state.body).toMatchObject({ status: 'rejected', refusal: 'damaged' })
})

test('an upload cut at any point leaves no file; the same upload begun again succeeds', async () => {
  const { practice, patient, ...place } = await aDraft()
  const address = await house().app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = new URL(address)
  for (const cut of [0, 1, 1000, picture.length - 1]) {
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        const head = [
          `PUT /api/as/${patient.id}/drafts/${place.draftId}/attachments/${place.attachmentId} HTTP/1.1`,
          `Host: 127.0.0.1:${port}`,
          'Content-Type: application/octet-stream',
          'X-File-Name: knee.jpg',
          `Content-Length: ${picture.length}`,
          ...Object.entries(patient.as).map(([name, value]) => `${name}: ${value}`),
        ].join('\r\n')
        socket.write(`${head}\r\n\r\n`)
        socket.write(picture.subarray(0, cut), () => setTimeout(() => socket.destroy(), 150))
      })
      socket.on('close', () => resolve())
    })
  }
  await expect
    .poll(async () => {
      const left = await readdir(join(house().dataDir, 'blobs', practice.id), {
        recursive: true,
        withFileTypes: true,
      }).catch(() => [])
      return left.filter((f) => f.isFile()).length
    })
    .toBe(0)
  const state = await call(house(), patient, api.readAttachment, { attachmentId: place.attachmentId })
  expect(state.body.status).toBe('receiving')
  expect(await upload(patient, place, 'knee.jpg', picture)).toMatchObject({ body: { status: 'quarantined' } })
  expect(await upload(patient, place, 'knee.jpg', picture)).toMatchObject({
    status: 200,
    body: { status: 'quarantined' },
  })
})

test('every answer that names a file stands in the record, also when nothing new was uploaded', async () => {
  const { practice, patient, ...place } = await aDraft()
  const acts = async () =>
    (await entriesAbout(practice, place.attachmentId)).map(({ act, patient: about }) => [act, about])
  await upload(patient, place, 'knee.jpg', picture)
  await upload(patient, place, 'knee.jpg', picture)
  await call(house(), patient, api.readAttachment, { attachmentId: place.attachmentId })
  expect(await acts()).toEqual([
    ['attachment.upload', [patient.id]],
    ['attachment.read', [patient.id]],
    ['attachment.read', [patient.id]],
  ])
})

test('a name is sent percent-encoded in a header, and a broken one is refused by name', async () => {
  const { patient, ...place } = await aDraft()
  const url = `/api/as/${patient.id}/drafts/${place.draftId}/attachments/${place.attachmentId}`
  const send = (headers: Record<string, string>) =>
    house().app.inject({
      method: 'PUT',
      url,
      headers: { ...patient.as, 'content-type': 'application/octet-stream', ...headers },
      payload: picture,
    })
  expect((await send({})).json()).toMatchObject({ fields: [{ path: 'x-file-name', code: 'missing' }] })
  const broken = await send({ 'x-file-name': '%E9t%E9.jpg' })
  expect(broken.json()).toMatchObject({ status: 422, fields: [{ path: 'x-file-name', code: 'malformed' }] })
  const sent = await send({ 'x-file-name': encodeURIComponent('Été à 50 %.jpg') })
  expect(sent.json()).toMatchObject({ fileName: 'Été à 50 %.jpg' })
})

test('a file is for its author until it is sent, and then for those of the conversation', async () => {
  const { practice, patient, ...place } = await aDraft()
  await upload(patient, place, 'knee.jpg', picture)
  await settle(practice)
  const other = await aPatient(house(), practice)
  expect((await download(practice.nurse, place.attachmentId)).statusCode).toBe(404)
  expect((await download(other, place.attachmentId)).statusCode).toBe(404)
  await send(patient, practice, place.draftId, [place.attachmentId])
  expect((await download(practice.nurse, place.attachmentId)).statusCode).toBe(200)
  expect((await download(other, place.attachmentId)).statusCode).toBe(404)
  expect((await download((await aPractice(house())).nurse, place.attachmentId)).statusCode).toBe(404)
  expect((await call(house(), patient, api.removeAttachment, { attachmentId: place.attachmentId })).status).toBe(403)
})

test('no byte leaves of a download whose record the database does not take', async () => {
  const { practice, patient, ...place } = await aDraft()
  await upload(patient, place, 'note.txt', Buffer.from('CANARY-TEXT-88'))
  await settle(practice)
  const refused = await withFullLog(house(), () => download(patient, place.attachmentId))
  expect([refused.statusCode, refused.payload.includes('CANARY')]).toEqual([500, false])
  expect((await download(patient, place.attachmentId)).payload).toBe('CANARY-TEXT-88')
})

test('with a scanner: nothing leaves before it has spoken, nor while it is away; harm is refused', async () => {
  const clamd = await startFakeClamd({ signature: 'HARM' })
  const { practice, patient, ...place } = await aDraft()
  const { config } = house().way.house
  config.clamd = clamd.address
  try {
    await upload(patient, place, 'knee.jpg', picture)
    await settle(practice)
    const state = async (attachmentId: string) =>
      (await call(house(), patient, api.readAttachment, { attachmentId })).body
    expect(await state(place.attachmentId)).toMatchObject({ status: 'clean' })
    const harmful = { draftId: place.draftId, attachmentId: uuidv7() }
    await upload(patient, harmful, 'note.txt', Buffer.from('this is HARM'))
    await settle(practice)
    expect(await state(harmful.attachmentId)).toMatchObject({ status: 'rejected', refusal: 'infected' })
    expect((await download(patient, harmful.attachmentId)).statusCode).toBe(409)
    await clamd.stop()
    const second = { draftId: place.draftId, attachmentId: uuidv7() }
    await upload(patient, second, 'knee.jpg', picture)
    await settle(practice)
    expect(await state(second.attachmentId)).toMatchObject({ status: 'quarantined' })
    expect((await download(patient, second.attachmentId)).statusCode).toBe(409)
  } finally {
    config.clamd = undefined
  }
})

test('files taken out of a draft, and uploads that never ended, are swept with their bytes', async () => {
  const { practice, patient, ...place } = await aDraft()
  await upload(patient, place, 'knee.jpg', picture)
  await settle(practice)
  await call(house(), patient, api.removeAttachment, { attachmentId: place.attachmentId })
  house().clock.advance({ minutes: 1 })
  expect(await sweepAttachments(inSystem(house(), practice.id))).toBe(1)
  const stored = async () => {
    const left = await readdir(join(house().dataDir, 'blobs', practice.id), { recursive: true, withFileTypes: true })
    return left.filter((f) => f.isFile()).length
  }
  // A backup that is being taken still finds them.
  expect(await stored()).toBeGreaterThan(0)
  house().clock.advance({ seconds: limits.blobGraceMs / 1000 })
  await sweepAttachments(inSystem(house(), practice.id))
  expect(await stored()).toBe(0)
})

/** What stands in the practice's log about one thing, in the order it happened. */
async function entriesAbout(practice: { id: string }, id: string) {
  const rows = await inPractice(house(), practice.id, (tx) =>
    tx.selectFrom('audit_events').select('payload').where('practice_id', '=', practice.id).orderBy('id').execute(),
  )
  return rows.map((row) => parseAuditEntry(row.payload)).filter(({ object }) => object?.id === id)
}
