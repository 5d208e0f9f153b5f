/** The Bundle is FHIR R4 that another system can read: valid, whole in itself, and the same for the same record. */
import { Fhir } from 'fhir'
import type { Bundle, Communication, Resource, Task } from '@medplum/fhirtypes'
import { describe, expect, it } from 'vitest'
import { attachmentStatuses } from '../../shared/attachment.ts'
import { outcomes } from '../../shared/conversation.ts'
import { exampleId, exampleRecord, exampleTime } from '../filing/example-record.ts'
import type { FiledConversation } from '../filing/filed-conversation.ts'
import { bundleBytes, toBundle } from './bundle.ts'

const validator = new Fhir()

const records: [string, FiledConversation][] = [
  ['twelve messages in English', exampleRecord()],
  ['twelve messages in French', exampleRecord({ language: 'fr' })],
  ['one message', exampleRecord({ messages: 1 })],
  ['an open conversation of a patient with no health number', openRecord()],
]

describe.each(records)('the Bundle of %s', (_name, record) => {
  const bundle = toBundle(record)

  it('is valid FHIR R4', () => {
    expect(validator.validate(bundle).messages.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('has only properties that FHIR R4 knows, but for the Binary that lies in a file', () => {
    const { messages } = validator.validate(bundle)
    const unknown = messages.filter(({ message }) => message === 'Unexpected property')
    expect(unknown.filter(({ location }) => location !== 'Binary._data')).toEqual([])
  })

  it('names every resource once, by its id', () => {
    const ids = resources(bundle).map((resource) => resource.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(bundle.entry?.map((entry) => entry.fullUrl)).toEqual(ids.map((id) => `urn:uuid:${id}`))
    expect(ids.every((id) => id !== undefined && uuid.test(id))).toBe(true)
  })

  it('holds everything it refers to', () => {
    const names = new Set(bundle.entry?.map((entry) => entry.fullUrl))
    const referred = stringsUnder(bundle, ['reference', 'url']).filter((value) => value.startsWith('urn:uuid:'))
    expect(referred.length).toBeGreaterThan(10)
    expect(referred.filter((value) => !names.has(value))).toEqual([])
    expect(stringsUnder(bundle, ['reference']).filter((value) => !value.startsWith('urn:uuid:'))).toEqual([])
  })

  it('gives every time as an instant with its zone', () => {
    const times = stringsUnder(bundle, timeFields)
    expect(times.length).toBeGreaterThan(5)
    expect(times.filter((value) => !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value))).toEqual([])
  })

  it('has the same bytes each time', () => {
    expect(bundleBytes(toBundle(structuredClone(record))).equals(bundleBytes(bundle))).toBe(true)
  })
})

it('would not pass the validator with a status or a property that FHIR R4 does not have', () => {
  const bundle = toBundle(exampleRecord())
  const broken = { ...communication(bundle, exampleId(101)), status: 'finished', words: 'hello' }
  const messages = validator.validate(broken).messages.map(({ location }) => location)
  expect(messages).toContain('Communication.status')
  expect(messages).toContain('Communication.words')
})

describe('a conversation', () => {
  const record = exampleRecord()
  const bundle = toBundle(record)
  const header = communication(bundle, record.conversation.id)

  it('is a header without words, and a part for each message', () => {
    expect(header).not.toHaveProperty('payload')
    expect(header).not.toHaveProperty('partOf')
    const parts = all(bundle, 'Communication').filter((each) => each.partOf)
    expect(parts.map((part) => part.partOf)).toEqual(
      record.messages.map(() => [{ reference: `urn:uuid:${record.conversation.id}` }]),
    )
  })

  it('keeps every message word for word, in order', () => {
    const parts = all(bundle, 'Communication').filter((each) => each.partOf)
    expect(parts.map((part) => part.payload?.[0]?.contentString)).toEqual(record.messages.map(({ text }) => text))
  })

  it('goes from one side to the other', () => {
    const [asked, automatic, answer] = record.messages.map(({ id }) => communication(bundle, id))
    expect(asked?.sender?.reference).toBe(`urn:uuid:${record.patient.id}`)
    expect(asked?.recipient).toEqual([{ reference: urn(5), display: 'Nurses of Maple & Main' }])
    expect(automatic?.sender?.reference).toBe(urn(6))
    expect(automatic?.inResponseTo).toEqual([{ reference: urn(101) }])
    expect(answer?.recipient?.[0]?.reference).toBe(`urn:uuid:${record.patient.id}`)
    expect(answer?.inResponseTo).toEqual([{ reference: urn(101) }])
    expect(asked).not.toHaveProperty('inResponseTo')
    expect(communication(bundle, exampleId(104)).inResponseTo).toEqual([{ reference: urn(103) }])
  })

  it('was received when it was first read, and not before', () => {
    expect(communication(bundle, exampleId(101)).received).toBe(exampleTime(17).toISOString())
    expect(communication(bundle, exampleId(103))).not.toHaveProperty('received')
  })

  it('keeps the words of a withdrawn message, marked as an error', () => {
    const withdrawn = communication(bundle, exampleId(105))
    expect(withdrawn.status).toBe('entered-in-error')
    expect(withdrawn.payload?.[0]?.contentString).toContain('M. Tremblay')
    expect(communication(bundle, exampleId(104)).status).toBe('completed')
  })

  it('says for whom a message was written', () => {
    const written = all(bundle, 'Provenance').find((each) => each.agent[0]?.onBehalfOf)
    expect(written?.target).toEqual([{ reference: urn(105) }])
    expect(written?.agent[0]?.onBehalfOf?.display).toBe('Dr. Anne Roy')
  })

  it('says who wrote a message and who approved it before it went', () => {
    const written = all(bundle, 'Provenance').find((each) => each.agent.length > 1)
    expect(written?.target).toEqual([{ reference: urn(105) }])
    expect(written?.agent.map(({ type, who }) => [type?.coding?.[0]?.code, who.display])).toEqual([
      ['author', 'Sam Okafor'],
      ['verifier', 'Dr. Anne Roy'],
    ])
  })

  it('says which triage rules sorted a message, of which version, and what came of it', () => {
    const routed = all(bundle, 'Provenance').find((each) => each.activity?.coding?.[0]?.code === 'route')
    expect(routed?.target).toEqual([{ reference: urn(101) }])
    expect(routed?.agent[0]?.who.display).toBe('The clinic (automatic)')
    expect(routed?.activity?.text).toBe(
      'Message 1 was sorted by the triage rules Long cough and Toux la nuit (version 4). It was marked as urgent. It got the label Cough. → Sam Okafor, Nurses of Maple & Main',
    )
  })

  it('says from which topic to which it was moved', () => {
    const moved = all(bundle, 'Provenance').find((each) => each.activity?.coding?.[0]?.code === 'move-topic')
    expect(moved?.target).toEqual([{ reference: `urn:uuid:${record.conversation.id}` }])
    expect([moved?.agent[0]?.who.display, moved?.activity?.text]).toEqual(['Sam Okafor', 'A refill → A new symptom'])
  })

  it.each(outcomes)('that ended as %s says so in words', (outcome) => {
    const made = toBundle({ ...record, conversation: { ...record.conversation, outcome } }, 'fr')
    const reason = communication(made, record.conversation.id).statusReason
    expect(reason?.coding?.[0]?.code).toBe(outcome)
    expect(reason?.text).toMatch(/^[A-ZÉ]/)
  })
})

describe('people', () => {
  const bundle = toBundle(exampleRecord())

  it('bring the health number under its current system, and the version code apart', () => {
    const [identifier] = all(bundle, 'Patient')[0]?.identifier ?? []
    expect(identifier).toMatchObject({
      system: 'https://fhir.infoway-inforoute.ca/NamingSystem/ca-on-patient-hcn',
      value: '1234567897',
      extension: [{ valueString: 'AB' }],
    })
  })

  it('bring a licence number where it is known', () => {
    const identifiers = all(bundle, 'Practitioner').map((each) => each.identifier?.[0])
    expect(identifiers).toEqual([
      {
        use: 'official',
        system: 'https://fhir.infoway-inforoute.ca/NamingSystem/ca-on-license-physician',
        value: '12345',
      },
      undefined,
    ])
  })

  it('must be introduced before a message names them', () => {
    const record = exampleRecord()
    const stranger = { ...record, participants: record.participants.filter(({ id }) => id !== exampleId(4)) }
    expect(() => toBundle(stranger)).toThrow('without introducing them')
  })
})

describe('files', () => {
  const record = exampleRecord()

  it.each(attachmentStatuses)('that are %s are in the chart or plainly not', (status) => {
    const [message] = record.messages
    const [attachment] = message?.attachments ?? []
    if (!message || !attachment) {
      throw new Error('the example has a file')
    }
    const bundle = toBundle({ ...record, messages: [{ ...message, attachments: [{ ...attachment, status }] }] })
    const isFiled = status === 'clean' || status === 'unscanned'
    const documents = all(bundle, 'DocumentReference').filter((each) => each.id === attachment.id)
    expect(documents).toHaveLength(1)
    expect(documents[0]?.content[0]?.attachment.url !== undefined).toBe(isFiled)
    expect(all(bundle, 'Binary')).toHaveLength(isFiled ? 1 : 0)
  })

  it('are named by path, size and SHA-256, and are not inside the Bundle', () => {
    const [binary] = all(toBundle(record), 'Binary')
    expect(binary).not.toHaveProperty('data')
    expect(JSON.stringify(binary)).toContain(`"attachments/${exampleId(201)}.jpg"`)
    expect(JSON.stringify(binary)).toContain('"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"')
    expect(JSON.stringify(binary)).toContain('2204118')
  })
})

describe('a task', () => {
  it('tells its owner, when it was due and where its history is', () => {
    const bundle = toBundle(exampleRecord())
    const task: Task | undefined = all(bundle, 'Task')[0]
    expect(task?.owner?.display).toBe('Dr. Anne Roy')
    expect(task?.restriction?.period?.end).toBe(exampleTime(2 * 24 * 60).toISOString())
    expect(task?.relevantHistory?.map(({ reference }) => reference)).toEqual([401, 402, 403, 404, 405].map(urn))
    expect(task?.lastModified).toBe(exampleTime(1380).toISOString())
  })
})

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const timeFields = [
  'sent',
  'received',
  'recorded',
  'occurredDateTime',
  'valueInstant',
  'timestamp',
  'authoredOn',
  'lastModified',
  'start',
  'end',
  'date',
]

function openRecord(): FiledConversation {
  const record = exampleRecord({ messages: 2 })
  const { closedAt: _closedAt, outcome: _outcome, ...conversation } = record.conversation
  const { healthNumber: _healthNumber, ...patient } = record.patient
  return { ...record, conversation, patient, tasks: [], acts: [] }
}

function urn(number: number): string {
  return `urn:uuid:${exampleId(number)}`
}

function resources(bundle: Bundle): Resource[] {
  return (bundle.entry ?? []).flatMap(({ resource }) => resource ?? [])
}

function all<Type extends Resource['resourceType']>(bundle: Bundle, type: Type) {
  return resources(bundle).filter(
    (each): each is Extract<Resource, { resourceType: Type }> => each.resourceType === type,
  )
}

function communication(bundle: Bundle, id: string): Communication {
  const found = all(bundle, 'Communication').find((each) => each.id === id)
  if (!found) {
    throw new Error(`no Communication ${id}`)
  }
  return found
}

/** Every text under one of the keys, at any depth. */
function stringsUnder(value: unknown, keys: readonly string[]): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((each) => stringsUnder(each, keys))
  }
  if (typeof value !== 'object' || value === null) {
    return []
  }
  return Object.entries(value).flatMap(([key, each]) =>
    typeof each === 'string' ? (keys.includes(key) ? [each] : []) : stringsUnder(each, keys),
  )
}
