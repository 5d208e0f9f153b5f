import { randomBytes, randomInt } from 'node:crypto'
import type { Insertable } from 'kysely'
import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { DataKeys } from '../platform/db-types.ts'
import type { Tx } from '../platform/db.ts'
import { type Key, keyNumberOf, open, openText, type Place, seal } from '../platform/crypto/envelope.ts'
import { deriveKey } from '../platform/crypto/hkdf.ts'
import { lookupHash } from '../platform/crypto/lookup.ts'
import { unwrapKey, wrapKey } from '../platform/crypto/wrap.ts'
import { uuidv7 } from '../platform/ids.ts'
import type { KeyEncryptionKey } from '../platform/key-file.ts'
import { questionOf } from '../platform/together.ts'
import { wrappingKey } from './key-encryption.ts'
import {
  keyPlaces,
  type PatientPlace,
  patientPlaces,
  type PracticePlace,
  practicePlaces,
  segmentPlaces,
} from './places.ts'

/** A row of a sealed column: `version` rises with each change of its content (1 where content never changes). */
export type SealedRow = { id: string; version: number }
export type PatientRow = SealedRow & { patientId: string }

/** What seals and opens the values of one practice. Patients' keys must be loaded before they are used. */
export type Keyring = {
  /** One query for those not in memory yet. */
  load(patientIds: Iterable<string>): Promise<void>
  createPatientKey(patientId: string): Promise<void>
  seal(place: PatientPlace, row: PatientRow, content: string | Uint8Array): Buffer
  open(place: PatientPlace, row: PatientRow, envelope: Buffer): string
  openBytes(place: PatientPlace, row: PatientRow, envelope: Buffer): Buffer
  sealForPractice(place: PracticePlace, row: SealedRow, content: string): Buffer
  openForPractice(place: PracticePlace, row: SealedRow, envelope: Buffer): string
  /** What seals and opens a segment of the search: its key and the places of its two parts, for the thread that reads it. */
  segment(row: SealedRow): { key: Key; place: Place; wordsPlace: Place }
  /** Exact-match hash under the practice's lookup key. */
  lookup(label: string, value: string): Buffer
  /** The key of one attachment, and the number of the patient's key it follows from. */
  attachmentKey(patientId: string, attachmentId: string, dataKeyNumber?: number): { key: Buffer; dataKeyNumber: number }
  /** The key of one document of the practice itself, which is about no patient. */
  documentKey(documentId: string): Buffer
}

type PracticeKey = {
  version: number
  wrapping: Key
  data: Key
  segment: Key
  document: Buffer
  lookup: Buffer
  loadedAt: number
}
type PatientKeys = { active: Key; byNumber: Map<number, Key>; loadedAt: number }

/** The keys in memory, for the whole process: least recently used go first, and none stays longer than limits.keyCacheMs. */
export type KeyCache = {
  kek: KeyEncryptionKey
  practices: Map<string, PracticeKey>
  patients: Map<string, PatientKeys>
  drawKeyNumber: () => number
}

/** `drawKeyNumber` is given by tests alone. */
export function createKeyCache(kek: KeyEncryptionKey, drawKeyNumber = () => randomInt(1, 2 ** 31)): KeyCache {
  return { kek, practices: new Map(), patients: new Map(), drawKeyNumber }
}

export async function createPracticeKey(cache: KeyCache, tx: Tx, practiceId: string, now: Date): Promise<void> {
  const id = uuidv7(now)
  const place = keyPlace('practice_keys.wrapped', practiceId, id)
  await tx
    .insertInto('practice_keys')
    .values({
      practice_id: practiceId,
      version: 1,
      id,
      kek_id: cache.kek.id,
      wrapped: wrapKey(wrappingKey(cache.kek), place, randomBytes(32)),
      created_at: now,
    })
    .execute()
}

/** The keyring of a practice, for the length of one transaction. */
export async function openKeyring(cache: KeyCache, tx: Tx, practiceId: string, now: Date): Promise<Keyring> {
  const practice = await practiceKey(cache, tx, practiceId)
  const keysOf = (patientId: string): PatientKeys => {
    const keys = cache.patients.get(`${practiceId}/${patientId}`)
    if (keys === undefined) {
      throw new Error('the key of this patient is not loaded')
    }
    return keys
  }
  const keyOf = (patientId: string, envelope: Buffer): Key => {
    const keys = keysOf(patientId)
    return keys.byNumber.get(keyNumberOf(envelope)) ?? keys.active
  }
  const placeOf = (place: readonly [number, number], row: SealedRow): Place => ({
    practiceId,
    table: place[0],
    column: place[1],
    rowId: row.id,
    rowVersion: row.version,
  })
  return {
    load: (patientIds) => loadPatients(cache, tx, practiceId, practice, patientIds),
    createPatientKey: (patientId) => createPatientKey(cache, tx, practiceId, practice, patientId, now),
    seal: (place, row, content) => seal(keysOf(row.patientId).active, placeOf(patientPlaces[place], row), content),
    open: (place, row, envelope) =>
      openText(keyOf(row.patientId, envelope), placeOf(patientPlaces[place], row), envelope),
    openBytes: (place, row, envelope) =>
      open(keyOf(row.patientId, envelope), placeOf(patientPlaces[place], row), envelope),
    sealForPractice: (place, row, content) => seal(practice.data, placeOf(practicePlaces[place], row), content),
    openForPractice: (place, row, envelope) => openText(practice.data, placeOf(practicePlaces[place], row), envelope),
    segment: (row) => ({
      key: practice.segment,
      place: placeOf(segmentPlaces['search_segments.file'], row),
      wordsPlace: placeOf(segmentPlaces['search_segments.words'], row),
    }),
    lookup: (label, value) => lookupHash(practice.lookup, label, value),
    documentKey: (documentId) => deriveKey(practice.document, 'threadwell/v1/att', Buffer.from(documentId)),
    attachmentKey: (patientId, attachmentId, dataKeyNumber) => {
      const keys = keysOf(patientId)
      const key = dataKeyNumber === undefined ? keys.active : keys.byNumber.get(dataKeyNumber)
      if (key === undefined) {
        throw new Error('the key of this attachment is gone')
      }
      return { key: deriveKey(key.bytes, 'threadwell/v1/att', Buffer.from(attachmentId)), dataKeyNumber: key.no }
    },
  }
}

async function practiceKey(cache: KeyCache, tx: Tx, practiceId: string): Promise<PracticeKey> {
  const known = cache.practices.get(practiceId)
  if (known !== undefined && isFresh(known)) {
    return known
  }
  const row = await tx
    .selectFrom('practice_keys')
    .select(['version', 'id', 'wrapped'])
    .where('practice_id', '=', practiceId)
    .where('state', '=', 'active')
    .executeTakeFirstOrThrow(() => new Error('this practice has no key'))
  const bytes = unwrapKey(wrappingKey(cache.kek), keyPlace('practice_keys.wrapped', practiceId, row.id), row.wrapped)
  const key: PracticeKey = {
    version: row.version,
    wrapping: { no: row.version, bytes },
    data: { no: row.version, bytes: deriveKey(bytes, 'threadwell/v1/practice') },
    segment: { no: row.version, bytes: deriveKey(bytes, 'threadwell/v1/segment') },
    document: deriveKey(bytes, 'threadwell/v1/document'),
    lookup: deriveKey(bytes, 'threadwell/v1/lookup'),
    loadedAt: performance.now(),
  }
  cache.practices.set(practiceId, key)
  return key
}

const keysOfPatient = questionOf('keys of patient', { patient_id: 'uuid' }, (asked, practiceId) =>
  asked
    .innerJoin('data_keys', (join) =>
      join.on('data_keys.practice_id', '=', practiceId).onRef('data_keys.patient_id', '=', 'asked.patient_id'),
    )
    .select(['asked.n', 'number', 'id', 'data_keys.patient_id', 'wrapped', 'state'])
    .where('state', '<>', sql.lit('destroyed')),
)

async function loadPatients(
  cache: KeyCache,
  tx: Tx,
  practiceId: string,
  practice: PracticeKey,
  patientIds: Iterable<string>,
): Promise<void> {
  const missing = [...new Set(patientIds)].filter((id) => {
    const known = cache.patients.get(`${practiceId}/${id}`)
    return known === undefined || !isFresh(known)
  })
  if (missing.length === 0) {
    return
  }
  const rows = await tx.together.ask(keysOfPatient, ...missing.map((id) => ({ patient_id: id })))
  for (const [patientId, own] of Map.groupBy(rows, (row) => row.patient_id)) {
    const keys = new Map<number, Key>()
    let active: Key | undefined
    for (const row of own) {
      const bytes = unwrapKey(practice.wrapping, keyPlace('data_keys.wrapped', practiceId, row.id), row.wrapped)
      keys.set(row.number, { no: row.number, bytes })
      active = row.state === 'active' ? { no: row.number, bytes } : active
    }
    if (active !== undefined) {
      remember(cache, `${practiceId}/${patientId}`, { active, byNumber: keys, loadedAt: performance.now() })
    }
  }
}

async function createPatientKey(
  cache: KeyCache,
  tx: Tx,
  practiceId: string,
  practice: PracticeKey,
  patientId: string,
  now: Date,
): Promise<void> {
  const id = uuidv7(now)
  const bytes = randomBytes(32)
  const number = await insertKey(cache, tx, {
    practice_id: practiceId,
    id,
    patient_id: patientId,
    practice_key_version: practice.version,
    wrapped: wrapKey(practice.wrapping, keyPlace('data_keys.wrapped', practiceId, id), bytes),
    created_at: now,
  })
  const key: Key = { no: number, bytes }
  remember(cache, `${practiceId}/${patientId}`, {
    active: key,
    byNumber: new Map([[key.no, key]]),
    loadedAt: performance.now(),
  })
}

/** The number is drawn, not counted: two new patients do not wait for each other. One that is taken is drawn anew. */
async function insertKey(cache: KeyCache, tx: Tx, row: Omit<Insertable<DataKeys>, 'number'>): Promise<number> {
  for (let draw = 0; draw < limits.keyNumberDraws; draw++) {
    const inserted = await tx
      .insertInto('data_keys')
      .values({ ...row, number: cache.drawKeyNumber() })
      .onConflict((conflict) => conflict.columns(['practice_id', 'number']).doNothing())
      .returning('number')
      .executeTakeFirst()
    if (inserted !== undefined) {
      return inserted.number
    }
  }
  throw new Error('no number is free for the key of a patient')
}

function remember(cache: KeyCache, id: string, keys: PatientKeys): void {
  cache.patients.delete(id)
  cache.patients.set(id, keys)
  if (cache.patients.size > limits.keyCacheKeys) {
    cache.patients.delete(cache.patients.keys().next().value ?? '')
  }
}

function isFresh(entry: { loadedAt: number }): boolean {
  // Not by the clock: set back, it would keep a withdrawn key for as long as it was set back.
  return performance.now() - entry.loadedAt < limits.keyCacheMs
}

function keyPlace(place: keyof typeof keyPlaces, practiceId: string, id: string): Place {
  return { practiceId, table: keyPlaces[place][0], column: keyPlaces[place][1], rowId: id, rowVersion: 1 }
}
