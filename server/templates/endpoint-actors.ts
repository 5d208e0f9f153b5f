import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import { type EndpointRows, memberStatuses, type World } from '../testing/endpoint-actors.ts'
import { call } from '../testing/factories.ts'

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

export const templateRows: EndpointRows = {
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
