import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Checker, Evidence } from './checker.ts'

/** No bytes without a row that needs them, no row without its bytes; the same for filed records. */
export const nothingIsOrphaned: Checker = async (evidence) => [
  ...(await blobs(evidence)),
  ...(await records(evidence)),
  ...(await rows(evidence)),
]

async function blobs({ house, query, practiceIds, blobNames }: Evidence): Promise<string[]> {
  const needed = await query(
    `select practice_id::text as practice, unnest(array[blob, thumbnail_blob]) as name, id::text from attachments
     where practice_id = any($1) and status in ('quarantined', 'clean', 'unscanned')
     union all
     select practice_id::text, unnest(array[blob, thumbnail_blob]), id::text from template_documents
     where practice_id = any($1) and status in ('quarantined', 'clean', 'unscanned')
     union all
     select practice_id::text, replace(id::text, '-', ''), id::text from search_segments where practice_id = any($1)`,
    [practiceIds],
  )
  const wanted = new Map(
    needed
      .filter(({ name }) => name !== null)
      .map(({ practice, name, id }) => [`${String(practice)}/${String(name)}`, id]),
  )
  const found = new Set<string>()
  const inFolder = (practiceId: string) => filesBelow(join(house.way.house.config.dataDir, 'blobs', practiceId))
  for (const practiceId of practiceIds) {
    for (const path of await (blobNames ?? inFolder)(practiceId)) {
      found.add(`${practiceId}/${path.split('/').at(-1)}`)
    }
  }
  return [
    ...[...found].filter((name) => !wanted.has(name)).map((name) => `no row needs the blob ${name}`),
    ...[...wanted]
      .filter(([name]) => !found.has(name))
      .map(([name, id]) => `the file ${String(id)} has lost its blob ${name}`),
  ]
}

async function records({ house, query, practiceIds }: Evidence): Promise<string[]> {
  const { recordDir } = house.way.house.config
  const filed = await query(`select location from filings where practice_id = any($1) and status = 'filed'`, [
    practiceIds,
  ])
  const wanted = new Set(filed.map(({ location }) => String(location)))
  const found = new Set<string>()
  for (const practiceId of practiceIds) {
    for (const path of await filesBelow(join(recordDir, practiceId))) {
      const [patient, name] = path.split('/')
      found.add(`${practiceId}/${patient}/${name}`)
    }
  }
  const unfinished = await readdir(join(recordDir, '.unfinished')).catch(() => [])
  return [
    ...[...found].filter((name) => !wanted.has(name)).map((name) => `no receipt names the record ${name}`),
    ...[...wanted]
      .filter((name) => !found.has(name))
      .map((name) => `the record ${name} has a receipt and is not there`),
    ...unfinished.map((name) => `the unfinished record ${name} was left behind`),
  ]
}

async function rows({ query, practiceIds }: Evidence): Promise<string[]> {
  const lost = await query(
    `select id::text, 'conversation without a message' as what from conversations c where practice_id = any($1)
       and not exists (select from messages m where m.practice_id = c.practice_id and m.conversation_id = c.id)
     union all
     select id::text, 'patient without a key' from patients p where practice_id = any($1)
       and not exists (select from data_keys k where k.practice_id = p.practice_id and k.patient_id = p.id and k.state = 'active')
     union all
     select id::text, 'upload that never arrived' from attachments where practice_id = any($1) and status = 'receiving'`,
    [practiceIds],
  )
  return lost.map(({ id, what }) => `${String(what)}: ${String(id)}`)
}

/** Paths relative to the folder; none where there is no folder. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}
