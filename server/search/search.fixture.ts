import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { api } from '../../shared/api/index.ts'
import type { InPractice } from '../access/sweep.ts'
import { blobRoot } from '../platform/blobs.ts'
import { createLogger } from '../platform/log.ts'
import { call, inPractice, type TestPractice } from '../testing/factories.ts'
import { inSystem } from '../testing/in-system.ts'
import type { TestHouse } from '../testing/test-house.ts'
import { packMessages } from './pack-messages.ts'

export type Searcher = Parameters<typeof call>[1]
type Input = Parameters<typeof call<typeof api.search>>[3]

/** What somebody finds; fails on any other answer than 200. */
export async function find(house: TestHouse, who: Searcher, input: Input | string) {
  const answer = await call(house, who, api.search, typeof input === 'string' ? { words: input } : input)
  if (answer.status !== 200) {
    throw new Error(`the search was refused: ${JSON.stringify(answer.body)}`)
  }
  return answer.body
}

/** The found excerpts, newest first. */
export async function excerpts(house: TestHouse, who: Searcher, input: Input | string): Promise<string[]> {
  return (await find(house, who, input)).items.map((item) => item.excerpt.text)
}

/** Packs as the worker does. `through` may break a transaction, as a fall of the process would. */
export async function pack(
  house: TestHouse,
  practice: { id: string },
  through: (inside: InPractice) => InPractice = (inside) => inside,
): Promise<void> {
  await packMessages({
    practiceId: practice.id,
    inPractice: through(inSystem(house, practice.id)),
    signal: new AbortController().signal,
    log: createLogger({ level: 'silent' }),
  })
}

export function segmentsOf(house: TestHouse, practice: { id: string }) {
  return inPractice(house, practice.id, (tx) => tx.selectFrom('search_segments').selectAll().orderBy('id').execute())
}

export async function segmentsInUse(house: TestHouse, practice: { id: string }) {
  return (await segmentsOf(house, practice)).filter((row) => row.finished_at !== null && row.ended_at === null)
}

export async function waitingCount(house: TestHouse, practice: { id: string }): Promise<number> {
  const rows = await inPractice(house, practice.id, (tx) =>
    tx.selectFrom('conversations').select('id').whereRef('last_sequence', '>', 'packed_sequence').execute(),
  )
  return rows.length
}

/** The files of a practice, by their paths. */
export async function blobFiles(house: TestHouse, practice: Pick<TestPractice, 'id'>): Promise<string[]> {
  const folder = join(blobRoot(house.dataDir), practice.id)
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}
