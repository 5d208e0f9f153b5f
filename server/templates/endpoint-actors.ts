import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import { type EndpointRows, memberStatuses, type World } from '../testing/endpoint-actors.ts'
import { call } from '../testing/factories.ts'
import { inSystem } from '../testing/in-system.ts'
import { scanDocuments } from './settle-document.ts'

const noPatient = { patient: 403, otherPatient: 403, privacyOfficer: 403 }
/** Whoever works in inboxes, and who manages the practice; a colleague of the other practice has their own. */
const readers = memberStatuses({
  ...noPatient,
  otherPractice: 200,
  clerk: 200,
  nurse: 200,
  physician: 200,
  administrator: 200,
})
const onOne = { ...readers, otherPractice: 404 }
const writers = { ...onOne, clerk: 403 }
/** Whoever writes to patients, of their own practice. */
const toPatients = { ...onOne, administrator: 403 }

async function aTemplate({ house, practice }: World): Promise<{ templateId: string; version: number }> {
  const templateId = uuidv7()
  const { body } = await call(house, practice.nurse, api.saveTemplate, { templateId, ...words, version: 0 })
  return { templateId, version: body.version }
}

const words = {
  scope: 'practice' as const,
  careTeamId: null,
  name: { en: 'Refill', fr: '' },
  text: { en: 'It is ready.', fr: '' },
  reviewOn: null,
}
const text = { en: '', fr: '' }

const putDocument = (
  { house }: World,
  caller: { id?: string; as: Record<string, string> },
  { templateId, documentId }: Record<string, unknown>,
) =>
  house.app.inject({
    method: 'PUT',
    url: `/api/as/${caller.id ?? uuidv7()}/templates/${String(templateId)}/documents/${String(documentId)}`,
    headers: { ...caller.as, 'content-type': 'application/octet-stream', 'x-file-name': 'leaflet.txt' },
    payload: Buffer.from('words'),
  })

/** A document that a saved template names: of whoever knows of the template; or one that is the nurse's alone as yet. */
async function aDocument(world: World, { isNamed }: { isNamed: boolean }) {
  const { house, practice } = world
  const { templateId, version } = await aTemplate(world)
  const documentId = uuidv7()
  await putDocument(world, practice.nurse, { templateId, documentId })
  await scanDocuments(inSystem(house, practice.id))
  if (isNamed) {
    const documents = { en: [documentId], fr: [] }
    await call(house, practice.nurse, api.saveTemplate, { templateId, ...words, documents, version })
  }
  return { templateId, documentId }
}
const onUnnamed = memberStatuses({
  ...noPatient,
  otherPractice: 404,
  clerk: 404,
  nurse: 200,
  physician: 404,
  administrator: 404,
})

async function aDraftFor(world: World) {
  const { house, practice, patient } = world
  const draftId = uuidv7()
  await call(house, practice.nurse, api.saveDraft, { draftId, patientId: patient.id, text: '', version: 0 })
  const { templateId } = await aTemplate(world)
  return { draftId, templateId, version: 1, language: 'en' as const }
}

export const templateRows: EndpointRows = {
  uploadTemplateDocument: {
    input: async (world) => ({ templateId: (await aTemplate(world)).templateId, documentId: uuidv7() }),
    // In another practice the id is nobody's, and a document may wait there for a template of theirs.
    statuses: { ...writers, otherPractice: 200 },
    send: async (world, caller, input) => (await putDocument(world, caller, input)).statusCode,
  },
  readTemplateDocument: { input: (world) => aDocument(world, { isNamed: true }), statuses: onOne },
  downloadTemplateDocument: { input: (world) => aDocument(world, { isNamed: true }), statuses: onOne },
  removeTemplateDocument: { input: (world) => aDocument(world, { isNamed: false }), statuses: onUnnamed },
  addTemplateDocuments: {
    input: aDraftFor,
    statuses: { ...onUnnamed, privacyOfficer: 404 },
  },
  listTemplates: { input: () => ({}), statuses: readers },
  readTemplate: { input: async (world) => ({ templateId: (await aTemplate(world)).templateId }), statuses: onOne },
  saveTemplate: { input: async (world) => ({ ...words, ...(await aTemplate(world)) }), statuses: writers },
  archiveTemplate: {
    input: async (world) => ({ ...(await aTemplate(world)), isArchived: true }),
    statuses: writers,
  },
  listInsertions: {
    input: ({ patient }) => ({ patientId: patient.id }),
    statuses: { ...toPatients, otherPatient: 403, privacyOfficer: 403 },
  },
  useTemplate: {
    input: async (world) => ({ templateId: (await aTemplate(world)).templateId, patientId: world.patient.id }),
    statuses: { ...toPatients, otherPatient: 404 },
  },
  readSignature: { input: () => ({}), statuses: { ...readers, administrator: 403 } },
  saveSignature: {
    // A person's own, of any version so far: the words are the same as those that stand there.
    input: () => ({ text, version: 0 }),
    statuses: { ...readers, administrator: 403 },
  },
  readMessageFooter: {
    input: () => ({}),
    statuses: { ...readers, privacyOfficer: 200 },
  },
  saveMessageFooter: {
    input: () => ({ text, version: 0 }),
    statuses: memberStatuses({
      ...noPatient,
      otherPractice: 200,
      clerk: 403,
      nurse: 403,
      physician: 403,
      administrator: 200,
    }),
    otherPracticeAs: 'administrator',
  },
}
