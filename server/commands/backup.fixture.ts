import { copyFile, mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { api } from '../../shared/api/index.ts'
import { scanAttachments } from '../attachments/sweep-attachments.ts'
import { type Config, loadConfig } from '../config.ts'
import { openHouse } from '../house.ts'
import { createLogger } from '../platform/log.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aPatient, aPractice, call, type PatientPerson, type TestPractice } from '../testing/factories.ts'
import { inSystem } from '../testing/in-system.ts'
import type { TestHouse } from '../testing/test-house.ts'
import { prepareDatabase } from './prepare-database.ts'

export type LivingClinic = {
  config: Config
  house: TestHouse
  practice: TestPractice
  patient: PatientPerson
  conversationId: string
  attachmentId: string
  stop(): Promise<void>
}

const log = createLogger({ level: 'silent' })

/** A server of its own with its own database and key, in which a patient has written with a file. */
export async function aLivingClinic(): Promise<LivingClinic> {
  const dataDir = await mkdtemp(join(tmpdir(), 'threadwell-living-'))
  const config = loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' })
  const house = await openAgain(config)
  const practice = await aPractice(house)
  const patient = await aPatient(house, practice)
  const [draftId, attachmentId, conversationId] = [uuidv7(), uuidv7(), uuidv7()]
  await call(house, patient, api.saveDraft, { draftId, topicId: practice.topic.id, text: '', version: 0 })
  await house.app.inject({
    method: 'PUT',
    url: `/api/as/${patient.id}/drafts/${draftId}/attachments/${attachmentId}`,
    headers: { ...patient.as, 'content-type': 'application/octet-stream', 'x-file-name': 'readings.txt' },
    payload: 'Mon 128/82',
  })
  await scanAttachments(inSystem(house, practice.id))
  const words = { subject: 'Readings', text: 'CANARY-7731 here they are.', draftId, attachmentIds: [attachmentId] }
  await call(house, patient, api.startConversation, {
    conversationId,
    messageId: uuidv7(),
    topicId: practice.topic.id,
    ...words,
  })
  return { config, house, practice, patient, conversationId, attachmentId, stop: house.stop }
}

/** The server on what lies in a data directory, as a start opens it. */
export async function openAgain(config: Config): Promise<TestHouse & { stop(): Promise<void> }> {
  const prepared = await prepareDatabase(config, log)
  const { kek, connection } = prepared
  const opened = await openHouse({ config, kek, connection, log }).catch(async (error: unknown) => {
    await prepared.stop()
    throw error
  })
  const stop = async (): Promise<void> => {
    await opened.close()
    await prepared.stop()
  }
  const clock = { now: () => new Date(), advance: () => {} }
  return { ...opened, clock, dataDir: config.dataDir, stop }
}

/** An empty data directory, in which there is the key of another one. */
export async function anEmptyPlace(keyOf: Config): Promise<Config> {
  const dataDir = await mkdtemp(join(tmpdir(), 'threadwell-restored-'))
  const config = loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' })
  await mkdir(join(dataDir, 'keys'), { mode: 0o700 })
  await copyFile(keyOf.keyFile, config.keyFile)
  return config
}
