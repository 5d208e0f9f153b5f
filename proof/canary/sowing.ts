// What whoever sows needs: a colleague by name, a file in a draft, and that every request is answered.
import { uuidv7 } from '../../server/platform/ids.ts'
import type { Person } from '../../server/testing/factories.ts'
import type { Kind } from './canaries.ts'
import type { PracticePeople } from './people.ts'
import type { Place } from './place.ts'

/** Whose record is written, and their words. */
export type Writing = {
  place: Place
  patient: Person
  word(kind: Kind, at: string, says: string): string
}

/** A colleague by their name in the crawl. */
export function personOf(people: PracticePeople, key: string): Person {
  const person = people.staff.get(key)
  if (person === undefined) {
    throw new Error(`nobody is called ${key}`)
  }
  return person
}

/** A text file with a word in its name and one inside. */
export async function uploadFile(writer: Writing, draftId: string, kind: 'file' | 'quarantined file'): Promise<string> {
  const { patient, place, word } = writer
  const attachmentId = uuidv7()
  const name = word('file', attachmentId, 'name of a file')
  const response = await place.house.app.inject({
    method: 'PUT',
    url: `/api/as/${patient.id}/drafts/${draftId}/attachments/${attachmentId}`,
    headers: { ...patient.as, 'content-type': 'application/octet-stream', 'x-file-name': `${name}.txt` },
    payload: Buffer.from(`Home readings.\n${word(kind, attachmentId, 'words in a file')}\n`),
  })
  if (response.statusCode !== 200) {
    throw new Error(`the file was not taken: ${response.statusCode} ${response.body}`)
  }
  return attachmentId
}

/** What is sown must come up: a refusal here would make the crawl look at nothing. */
export async function done<T extends { status: number; body: unknown }>(answering: Promise<T>): Promise<T> {
  const answer = await answering
  if (answer.status !== 200) {
    throw new Error(`sowing the records failed: ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`)
  }
  return answer
}
