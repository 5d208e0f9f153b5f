// What is promised here: a backup holds everything and shows nothing, comes back into an empty place and is proved there, to any
// moment that was kept; and what cannot be restored is refused in words, and leaves the place as it was.
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import S3rver from 's3rver'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { aPdf } from '../attachments/sample-files.ts'
import { scanAttachments } from '../attachments/sweep-attachments.ts'
import { archiveLog } from '../backup/archive-log.ts'
import { openBackupStore } from '../backup/backup-store.ts'
import { backupKey } from '../backup/seal-object.ts'
import type { Config } from '../config.ts'
import { aReply } from '../tasks/queue.fixture.ts'
import { scanDocuments } from '../templates/settle-document.ts'
import { call } from '../testing/factories.ts'
import { inSystem } from '../testing/in-system.ts'
import { openObjectFolder } from '../platform/object-store.ts'
import { uuidv7 } from '../platform/ids.ts'
import { loadOrCreateKeyFile } from '../platform/key-file.ts'
import { backup, openSource } from './backup.ts'
import { aLivingClinic, anEmptyPlace, type LivingClinic, openAgain } from './backup.fixture.ts'
import { restore } from './restore.ts'

const folders: string[] = []
let clinic: LivingClinic
let store: string

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'threadwell-backups-'))
  folders.push(folder)
  return folder
}

async function aPlace(): Promise<Config> {
  const config = await anEmptyPlace(clinic.config)
  folders.push(config.dataDir)
  return config
}

beforeAll(async () => {
  clinic = await aLivingClinic()
  store = await aFolder()
  await backup(['--to', store], () => {}, clinic.config)
}, 120_000)
afterAll(async () => {
  await clinic.stop()
  await Promise.all([clinic.config.dataDir, ...folders].map((folder) => rm(folder, { recursive: true, force: true })))
})
const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

/** What the command says, or why it refuses. */
async function run(command: typeof restore, config: Config, ...args: string[]): Promise<string[]> {
  const said: string[] = []
  await command(args, (line) => said.push(line), config)
  return said
}

async function messagesIn(config: Config): Promise<string[]> {
  const house = await openAgain(config)
  stops.push(house.stop)
  const input = { conversationId: clinic.conversationId }
  const { body } = await call(house, clinic.patient, api.readConversation, input)
  return body.messages.filter((message) => message.kind === 'message').map((message) => message.text)
}

const text = 'CANARY-7731 here they are.'

test(
  'what was written is there again, the file with its bytes, and the log goes on',
  { timeout: 120_000 },
  async () => {
    const place = await aPlace()
    const said = await run(restore, place, '--from', store)
    expect(said.join('\n')).toContain('All is well')
    expect(said.join('\n')).toMatch(/messages 2.*\nFiles: 1,/)
    const house = await openAgain(place)
    stops.push(house.stop)
    const { body } = await call(house, clinic.patient, api.readConversation, { conversationId: clinic.conversationId })
    expect(body.messages[0]).toMatchObject({ text, attachments: [{ fileName: 'readings.txt', status: 'unscanned' }] })
    const file = await house.app.inject({
      method: 'GET',
      url: `/api/as/${clinic.patient.id}/attachments/${clinic.attachmentId}/content`,
      headers: clinic.patient.as,
    })
    expect(file.body).toBe('Mon 128/82')
    await aReply(house, clinic.practice.nurse, clinic.conversationId)
  },
)

test('nothing in it can be read, and the key is not in it', async () => {
  const key = (await readFile(clinic.config.keyFile, 'utf8')).trim().split(' ')[1] ?? ''
  const names = await readdir(store, { recursive: true, withFileTypes: true })
  for (const entry of names.filter((each) => each.isFile())) {
    const bytes = await readFile(join(entry.parentPath, entry.name))
    for (const word of ['CANARY-7731', 'readings.txt', 'threadwell_owner', 'PG_VERSION', key]) {
      expect(bytes.includes(word)).toBe(false)
    }
    expect(bytes.includes(Buffer.from(key, 'base64'))).toBe(false)
  }
})

test('a second backup has its own database, and no file twice', { timeout: 120_000 }, async () => {
  const before = await blobFiles()
  const [said] = await run(backup, clinic.config, '--to', store)
  expect(said).toMatch(/is whole: \d+ MB of database, 1 files/)
  expect(await blobFiles()).toEqual(before)
  expect(await run(restore, clinic.config, '--from', store, '--list')).toHaveLength(2)
})

async function blobFiles(): Promise<string[]> {
  return (await readdir(join(store, 'blobs'), { recursive: true })).sort()
}

test(
  'a moment between two messages is reached, and one that was not kept is refused',
  { timeout: 240_000 },
  async () => {
    const folder = await aFolder()
    await run(backup, clinic.config, '--to', folder)
    const kek = await loadOrCreateKeyFile(clinic.config.keyFile, { mayCreate: false })
    const source = await openSource(clinic.config)
    const sealed = openBackupStore(openObjectFolder(folder), backupKey(kek))
    await archiveLog(source.owner, sealed)
    await aReply(clinic.house, clinic.practice.nurse, clinic.conversationId)
    await wait(1_100)
    const moment = new Date()
    await wait(1_100)
    await aReply(clinic.house, clinic.practice.nurse, clinic.conversationId)
    const first = await archiveLog(source.owner, sealed)
    // Asked again, the beginning of the last segment is kept once, and longer.
    const second = await archiveLog(source.owner, sealed)
    expect(second.upTo).toBeGreaterThanOrEqual(first.upTo)
    const pieces = (await readdir(join(folder, 'log'), { recursive: true })).filter((name) =>
      /\.[0-9a-f]{8}$/.test(name),
    )
    expect(pieces).toHaveLength(1)
    await source.close()

    const [earlier, whole, never] = [await aPlace(), await aPlace(), await aPlace()]
    await run(restore, earlier, '--from', folder, '--until', moment.toISOString())
    expect((await messagesIn(earlier)).length).toBe(2)
    await run(restore, whole, '--from', folder)
    expect((await messagesIn(whole)).length).toBe(3)
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
    await expect(run(restore, never, '--from', folder, '--until', tomorrow)).rejects.toThrow('does not reach that far')
    expect(await readdir(never.dataDir)).toEqual(['keys'])
  },
)

test(
  'a drill takes one, brings it back beside the living server, and leaves nothing behind',
  { timeout: 120_000 },
  async () => {
    const before = (await readdir(tmpdir())).filter((name) => name.startsWith('threadwell-drill-'))
    const said = await run(restore, clinic.config, '--drill')
    expect(said.at(-1)).toContain('All is well')
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('threadwell-drill-'))).toEqual(before)
  },
)

test('an object store keeps it as well', { timeout: 120_000 }, async () => {
  const directory = await aFolder()
  const server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: 'backups', configs: [] }],
  })
  const { port } = await server.run()
  process.env['AWS_ACCESS_KEY_ID'] = 'S3RVER'
  process.env['AWS_SECRET_ACCESS_KEY'] = 'S3RVER'
  try {
    const place = `s3://backups/clinic?endpoint=http://127.0.0.1:${port}`
    await run(backup, clinic.config, '--to', place)
    const said = await run(restore, await aPlace(), '--from', place)
    expect(said.join('\n')).toContain('All is well')
  } finally {
    await server.close()
  }
})

/** A copy of the store, changed, and what a restore of it says. */
async function refusal(change: (folder: string) => Promise<unknown>, ...args: string[]): Promise<string> {
  const folder = await aFolder()
  const { cp } = await import('node:fs/promises')
  await cp(store, folder, { recursive: true })
  await change(folder)
  const place = await aPlace()
  const why = await run(restore, place, '--from', folder, ...args).catch((error: Error) => error.message)
  expect(await readdir(place.dataDir)).toEqual(['keys'])
  return Array.isArray(why) ? why.join('\n') : why
}

async function firstFile(folder: string, part: RegExp): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return paths.sort().findLast((path) => part.test(path)) ?? ''
}

test.each([
  ['the database', /database\.00000$/],
  ['the list of its files', /\/files$/],
  ['the manifest', /manifest$/],
  ['a file', /\/blobs\//],
])('a changed byte in %s is refused', { timeout: 60_000 }, async (_name, part) => {
  const why = await refusal(async (folder) => {
    const path = await firstFile(folder, part)
    const bytes = await readFile(path)
    const middle = Math.floor(bytes.length / 2)
    bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle)
    await writeFile(path, bytes)
  })
  expect(why).toContain('is not what was written')
})

test(
  'so are a part that is cut off, one that is missing, and one in another’s place',
  { timeout: 120_000 },
  async () => {
    const part = /database\.00000$/
    const cut = async (folder: string) => {
      const path = await firstFile(folder, part)
      await writeFile(path, (await readFile(path)).subarray(0, -16_400))
    }
    expect(await refusal(cut)).toContain('is not what was written')
    expect(await refusal(async (folder) => rm(await firstFile(folder, part)))).toContain('is missing')
    const swap = async (folder: string) =>
      writeFile(await firstFile(folder, part), await readFile(await firstFile(folder, /\/files$/)))
    expect(await refusal(swap)).toContain('is not what was written')
  },
)

test(
  'one that was never finished is refused, by its name too, and one that is not there',
  { timeout: 60_000 },
  async () => {
    const halve = async (folder: string) => {
      for (const id of await readdir(join(folder, 'base'))) {
        await rm(join(folder, 'base', id, 'manifest'))
      }
    }
    expect(await refusal(halve)).toContain('was never finished')
    const [id = ''] = await readdir(join(store, 'base'))
    expect(await refusal(async (folder) => rm(join(folder, 'base', id, 'manifest')), '--backup', id)).toContain(
      'was never finished',
    )
    expect(await refusal(async () => {}, '--backup', 'nothing')).toContain('There is no backup nothing')
    expect(await refusal(async (folder) => rm(join(folder, 'base'), { recursive: true }))).toContain(
      'There is no backup',
    )
    expect(await refusal(async () => {}, '--until', '2020-01-01T00:00:00Z')).toContain('No backup')
    expect(await refusal(async () => {}, '--until', 'yesterday')).toContain('takes a time with its zone')
  },
)

test('without the key, and with another one, nothing is begun', { timeout: 60_000 }, async () => {
  const [without, other] = [await aPlace(), await aPlace()]
  await rm(without.keyFile)
  await expect(run(restore, without, '--from', store)).rejects.toThrow('There is no key file')
  await chmod(other.keyFile, 0o600)
  await rm(other.keyFile)
  await loadOrCreateKeyFile(other.keyFile, { mayCreate: true })
  await expect(run(restore, other, '--from', store)).rejects.toThrow(
    /was made with the key [0-9a-f]{16}, and the key file holds/,
  )
  expect(await readdir(other.dataDir)).toEqual(['keys'])
})

test('a place that is not empty is left alone', async () => {
  await expect(run(restore, clinic.config, '--from', store)).rejects.toThrow('is not empty')
  expect(await messagesOfLiving()).toContain(text)
})

async function messagesOfLiving(): Promise<string[]> {
  const input = { conversationId: clinic.conversationId }
  const { body } = await call(clinic.house, clinic.patient, api.readConversation, input)
  return body.messages.map((message) => message.text)
}

test('a restore that was killed lets nothing start there, and begins anew', { timeout: 60_000 }, async () => {
  const place = await aPlace()
  await writeFile(join(place.dataDir, 'THREADWELL'), '')
  await writeFile(join(place.dataDir, 'RESTORING'), '')
  await writeFile(join(place.dataDir, 'half'), '')
  await expect(openAgain(place)).rejects.toThrow('was not finished')
  expect((await run(restore, place, '--from', store)).join('\n')).toContain('All is well')
  expect(await readdir(place.dataDir)).not.toContain('half')
})

test(
  'a template’s documents and the files of a letter that is not sent yet come back, open as they were, and serve again',
  { timeout: 120_000 },
  async () => {
    const { nurse } = clinic.practice
    const [templateId, documentId, draftId, fileId] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()]
    const folder = await aFolder()
    const leaflet = aPdf({ trailer: '/Info 1 0 R' })
    const paths = {
      document: `/templates/${templateId}/documents/${documentId}`,
      file: `/drafts/${draftId}/attachments/${fileId}`,
    }
    expect(await put(nurse, paths.document, 'Leaflet.pdf', leaflet)).toBe(200)
    await scanDocuments(inSystem(clinic.house, clinic.practice.id))
    const words = { name: { en: 'Flu shot', fr: 'Vaccin' }, text: { en: 'Please read.', fr: 'Lisez ceci.' } }
    const named = { ...words, documents: { en: [documentId], fr: [documentId] }, reviewOn: null, version: 0 }
    const saved = { templateId, scope: 'practice' as const, careTeamId: null, ...named }
    expect((await call(clinic.house, nurse, api.saveTemplate, saved)).status).toBe(200)
    await call(clinic.house, clinic.patient, api.saveDraft, {
      draftId,
      topicId: clinic.practice.topic.id,
      text: '',
      version: 0,
    })
    expect(await put(clinic.patient, paths.file, 'not sent yet.txt', Buffer.from('Tue 131/84'))).toBe(200)
    await scanAttachments(inSystem(clinic.house, clinic.practice.id))
    await run(backup, clinic.config, '--to', folder)

    const place = await aPlace()
    expect((await run(restore, place, '--from', folder)).join('\n')).toContain('All is well')
    const house = await openAgain(place)
    stops.push(house.stop)
    const open = async (who: Who, path: string) =>
      (await house.app.inject({ url: `/api/as/${who.id}${path}/content`, headers: who.as })).rawPayload
    expect((await open(nurse, paths.document)).equals(leaflet)).toBe(true)
    expect(String(await open(clinic.patient, `/attachments/${fileId}`))).toBe('Tue 131/84')
    const input = { conversationId: clinic.conversationId, text: '', version: 0 }
    const answer = uuidv7()
    await call(house, nurse, api.saveDraft, { draftId: answer, ...input })
    const added = { draftId: answer, templateId, version: 1, language: 'fr' as const }
    expect((await call(house, nurse, api.addTemplateDocuments, added)).body.attachments).toMatchObject([
      { fileName: 'Leaflet.pdf', status: 'quarantined' },
    ])
    const sent = { conversationId: uuidv7(), messageId: uuidv7(), topicId: clinic.practice.topic.id, draftId }
    const letter = { ...sent, subject: 'Tuesday', text: 'One more.', attachmentIds: [fileId] }
    expect((await call(house, clinic.patient, api.startConversation, letter)).status).toBe(200)
  },
)

type Who = Parameters<typeof call>[1]

async function put(who: Who, path: string, name: string, payload: Buffer): Promise<number> {
  const headers = { ...who.as, 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(name) }
  return (await clinic.house.app.inject({ method: 'PUT', url: `/api/as/${who.id}${path}`, headers, payload }))
    .statusCode
}
