// Texts that are written once, their documents, and what stands below messages.
import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../../server/platform/ids.ts'
import { call, type Person } from '../../server/testing/factories.ts'
import type { Canaries } from './canaries.ts'
import type { PracticePeople } from './people.ts'
import type { Place } from './place.ts'
import { done, personOf } from './sowing.ts'

/** A template of the practice, of an inbox, and of two colleagues each; with the patient's name left open. */
export async function keepTemplates(place: Place, canaries: Canaries, people: PracticePeople): Promise<void> {
  const careTeamId = people.practice.careTeam.id
  for (const [key, scope] of [
    ['nurse', 'practice'],
    ['nurse', 'team'],
    ['nurse', 'personal'],
    ['physician', 'personal'],
  ] as const) {
    const templateId = uuidv7()
    const word = (says: string) =>
      canaries.word({ practice: people.name, kind: 'template', patient: null, at: templateId, says: `${key}: ${says}` })
    const [documentId, unnamedId] = [uuidv7(), uuidv7()]
    const who = personOf(people, key)
    await receiveDocument(place, canaries, people, { who, key, templateId, documentId })
    await done(
      call(place.house, who, api.saveTemplate, {
        templateId,
        documents: { en: [documentId], fr: [] },
        scope,
        careTeamId: scope === 'team' ? careTeamId : null,
        name: { en: word(`name of a ${scope} template`), fr: word(`French name of a ${scope} template`) },
        text: { en: `{patientName}: ${word(`words of a ${scope} template`)}`, fr: word(`French ${scope} words`) },
        reviewOn: null,
        version: 0,
      }),
    )
    // One that no version names yet.
    await receiveDocument(place, canaries, people, { who, key, templateId, documentId: unnamedId })
  }
}

async function receiveDocument(
  place: Place,
  canaries: Canaries,
  people: PracticePeople,
  { who, key, templateId, documentId }: { who: Person; key: string; templateId: string; documentId: string },
): Promise<void> {
  const word = (says: string) =>
    canaries.word({ practice: people.name, kind: 'document', patient: null, at: documentId, says: `${key}: ${says}` })
  const taken = await place.house.app.inject({
    method: 'PUT',
    url: `/api/as/${who.id}/templates/${templateId}/documents/${documentId}`,
    headers: {
      ...who.as,
      'content-type': 'application/octet-stream',
      'x-file-name': `${word('name of a document')}.txt`,
    },
    payload: Buffer.from(`A leaflet.\n${word('words of a document')}\n`),
  })
  if (taken.statusCode !== 200) {
    throw new Error(`the document was not taken: ${taken.statusCode} ${taken.body}`)
  }
}

/** A signature and the practice's own words, which stand below every letter of the clinic that is sown. */
export async function writeBelowMessages(place: Place, canaries: Canaries, people: PracticePeople): Promise<void> {
  const { house } = place
  const word = (says: string) =>
    canaries.word({ practice: people.name, kind: 'below messages', patient: null, at: people.name, says })
  const own = (says: string) => `${word(says)} {turnaround} {clinicPhone}`
  const footer = { en: own('footer'), fr: own('French footer') }
  await done(call(house, people.practice.administrator, api.saveMessageFooter, { text: footer, version: 0 }))
  for (const person of [personOf(people, 'nurse'), people.back.physician]) {
    const text = { en: word('signature'), fr: word('French signature') }
    await done(call(house, person, api.saveSignature, { text, version: 0 }))
  }
}
