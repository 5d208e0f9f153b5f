import { patientPlaces, practicePlaces } from '../../../server/access/places.ts'
import { openSealed } from '../../../server/attachments/sealed-file.ts'
import { DecryptError, type Key, keyNumberOf, open, type Place } from '../../../server/platform/crypto/envelope.ts'
import { uuidv7 } from '../../../server/platform/ids.ts'
import { inPractice } from '../../../server/testing/in-practice.ts'
import type { Checker, Evidence } from './checker.ts'

/** Tables whose sealed columns are sealed anew with every version of the row; elsewhere content never changes. */
const versioned = new Set(['drafts', 'mobile_numbers', 'patients', 'practitioners', 'roster_blocks'])
/** Tables of which a row is the patient's own: its id is theirs. */
const ofPatients = new Set(['mobile_numbers', 'patients'])

/** Every sealed value opens where it belongs, and nowhere else: another row, version, column, practice, or patient's key. */
export const envelopesOpenInPlace: Checker = async (evidence) => [
  ...(await valuesAndFilesOpenInPlace(evidence)),
  ...(await segments(evidence)),
]

/** Without the packed words of the search, which are no part of a backup. */
export const valuesAndFilesOpenInPlace: Checker = async (evidence) => [
  ...(await values(evidence)),
  ...(await files(evidence)),
]

type Sealed = { place: Place; patientId: string | null; envelope: Buffer; what: string }

async function values({ house, query, practiceIds }: Evidence): Promise<string[]> {
  const violations: string[] = []
  for (const practiceId of practiceIds) {
    const sealed = await sealedValues(query, practiceId)
    await inPractice(house, practiceId, async (_tx, keys) => {
      const patients = [...new Set(sealed.flatMap(({ patientId }) => patientId ?? []))]
      await keys.load(patients)
      const { keyCache } = house.way
      const keysOf = (patientId: string) => keyCache.patients.get(`${practiceId}/${patientId}`)
      const practiceKey = keyCache.practices.get(practiceId)?.data
      for (const value of sealed) {
        const key =
          value.patientId === null ? practiceKey : keysOf(value.patientId)?.byNumber.get(keyNumberOf(value.envelope))
        const other = patients.find((id) => id !== value.patientId)
        const otherKey = other === undefined ? undefined : keysOf(other)?.active
        violations.push(...judge(value, key, value.patientId === null ? keysOf(other ?? '')?.active : otherKey))
      }
    })
  }
  return violations
}

async function sealedValues(query: Evidence['query'], practiceId: string): Promise<Sealed[]> {
  const found: Sealed[] = []
  for (const [name, [table, column]] of Object.entries({ ...patientPlaces, ...practicePlaces })) {
    const [tableName = '', columnName = ''] = name.split('.')
    const patient = name in practicePlaces ? 'null::uuid' : ofPatients.has(tableName) ? 'id' : 'patient_id'
    const version = versioned.has(tableName) ? 'version' : '1'
    const rows = await query(
      `select id::text, ${patient}::text as patient, ${version}::int as version, ${columnName} as envelope
       from ${tableName} where practice_id = $1 and ${columnName} is not null`,
      [practiceId],
    )
    for (const row of rows) {
      const rowId = String(row['id'])
      found.push({
        place: { practiceId, table, column, rowId, rowVersion: Number(row['version']) },
        patientId: row['patient'] as string | null,
        envelope: row['envelope'] as Buffer,
        what: `${name} of ${rowId}`,
      })
    }
  }
  return found
}

function judge({ place, envelope, what }: Sealed, key: Key | undefined, otherKey: Key | undefined): string[] {
  if (key === undefined) {
    return [`${what} has no key`]
  }
  const wrong: [string, Key, Place][] = [
    ['in another row', key, { ...place, rowId: uuidv7() }],
    ['as another version', key, { ...place, rowVersion: place.rowVersion + 1 }],
    ['in another column', key, { ...place, column: place.column + 1 }],
    ['in another table', key, { ...place, table: place.table + 100 }],
    ['in another practice', key, { ...place, practiceId: uuidv7() }],
    ...(otherKey === undefined
      ? []
      : ([["under another patient's key", { ...otherKey, no: key.no }, place]] as [string, Key, Place][])),
  ]
  return [
    ...(opens(key, place, envelope) ? [] : [`${what} does not open`]),
    ...wrong.filter(([, k, p]) => opens(k, p, envelope)).map(([how]) => `${what} opens ${how}`),
  ]
}

function opens(key: Key, place: Place, envelope: Buffer): boolean {
  try {
    open(key, place, envelope)
    return true
  } catch (error) {
    if (error instanceof DecryptError) {
      return false
    }
    throw error
  }
}

/** The search's files hold the words of many patients, under a key of the practice's own. */
async function segments({ house, query, practiceIds }: Evidence): Promise<string[]> {
  const violations: string[] = []
  for (const practiceId of practiceIds) {
    const rows = await query(
      'select id::text, generation, size_bytes::int as size, words_bytes::int as words from search_segments where practice_id = $1 and due_at is null',
      [practiceId],
    )
    const { blobs } = house.way.house
    await inPractice(house, practiceId, async (_tx, keys) => {
      for (const row of rows) {
        const rowId = String(row['id'])
        const { key, place, wordsPlace } = keys.segment({ id: rowId, version: Number(row['generation']) })
        const [size, words] = [Number(row['size']), Number(row['words'])]
        const file = await blobs.read(practiceId, rowId.replaceAll('-', ''), 0, size).catch(() => Buffer.alloc(0))
        const parts = [
          { place: wordsPlace, envelope: file.subarray(0, words), what: `the words of segment ${rowId}` },
          { place, envelope: file.subarray(words), what: `the segment ${rowId}` },
        ]
        for (const part of parts) {
          violations.push(...judge({ ...part, patientId: null }, key, undefined))
        }
      }
    })
  }
  return violations
}

/** The bytes of a file under another file's name, or as another version of it. */
async function files({ house, practiceIds }: Evidence): Promise<string[]> {
  const violations: string[] = []
  for (const practiceId of practiceIds) {
    const { keys, rows } = await inPractice(house, practiceId, async (tx, ring) => {
      const found = await tx
        .selectFrom('attachments')
        .select(['id', 'patient_id', 'blob', 'blob_version', 'data_key_number'])
        .where('practice_id', '=', practiceId)
        .where('blob', 'is not', null)
        .where('status', 'in', ['quarantined', 'clean', 'unscanned'])
        .execute()
      await ring.load(found.map((row) => row.patient_id))
      return { keys: ring, rows: found }
    })
    for (const row of rows) {
      const right = { attachmentId: row.id, version: row.blob_version }
      const tries = [right, { ...right, attachmentId: uuidv7() }, { ...right, version: row.blob_version === 1 ? 2 : 1 }]
      const [isRight, ...areWrong] = await Promise.all(
        tries.map((at) =>
          openSealed(house.way.house.blobs, keys, {
            ...at,
            version: at.version as 1 | 2 | 3,
            practiceId,
            patientId: row.patient_id,
            dataKeyNumber: row.data_key_number,
            blob: row.blob ?? '',
          }).then(
            () => true,
            () => false,
          ),
        ),
      )
      if (!isRight) {
        violations.push(`the file ${row.id} does not open`)
      }
      if (areWrong.includes(true)) {
        violations.push(`the file ${row.id} opens in the place of another`)
      }
    }
  }
  return violations
}
