/** The record says everything that a chart must hold about a conversation, in both languages. */
import { describe, expect, it } from 'vitest'
import { attachmentStatuses } from '../../shared/attachment.ts'
import { outcomes } from '../../shared/conversation.ts'
import { roles } from '../../shared/people.ts'
import { languages } from '../../shared/locales/index.ts'
import type { Block } from './block.ts'
import { exampleId, exampleRecord, exampleTime } from './example-record.ts'
import type { FiledConversation, TaskAct } from './filed-conversation.ts'
import { patientLine, recordContent } from './record-content.ts'
import { recordWords } from './record-words.ts'

describe('the record in English', () => {
  const text = textOf(exampleRecord())

  it.each([
    'Filed to the chart by Sam Okafor on Thursday, November 5, 2026 at 8:06 a.m. (EST).',
    'Name: Côté-Nguyễn, Zoë Amélie',
    'Date of birth: 1980-04-02',
    'Health number: 1234-567-897-AB',
    'Topic: A new symptom (symptoms)',
    'Started: Friday, October 30, 2026 at 9:05 a.m. (EDT)',
    'Closed: Thursday, November 5, 2026 at 8:05 a.m. (EST)',
    'How it ended: A visit was booked',
    `Dr. Anne Roy | Physician, CPSO 12345 | ${exampleId(3)}`,
    'First read: Friday, October 30, 2026 at 9:22 a.m. (EDT), by Sam Okafor',
    'First read: Not read when this record was filed',
    'Message 5 of 12, withdrawn: Sam Okafor, Nurse',
    'Written for: Dr. Anne Roy',
    'Approved by: Dr. Anne Roy',
    'Reason given: This was meant for another patient.',
    '2,204,118 bytes',
    `attachments/${exampleId(201)}.jpg`,
    '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'The clinic has no virus scanner: this file was not checked.',
    'Not filed: the file was refused as unsafe.',
    'Gave the task to another: Answer the patient | Sam Okafor → Dr. Anne Roy',
    'Changed the priority to Urgent: Answer the patient',
    'Labels: Cough and To call',
    'Message 1 was sorted by the triage rules Long cough and Toux la nuit (version 4).',
    'It was marked as urgent.\nIt got the label Cough. | → Sam Okafor, Nurses of Maple & Main',
    'Changed the topic | A refill → A new symptom',
    'Internal notes of the clinic are not part of this record.',
    'bundle.json, HL7 FHIR R4, SHA-256 abc123.',
  ])('says "%s"', (sentence) => {
    expect(text).toContain(sentence)
  })
})

it('the record in French says the same in French', () => {
  const text = textOf(exampleRecord({ language: 'fr' }))
  expect(text).toContain('Fermeture: jeudi 5 novembre 2026 à 8 h 05 (HNE)'.replaceAll(/(?<=8) | (?=05)/g, '\u00A0'))
  expect(text).toContain('Issue: Un rendez-vous a été pris')
  expect(text).toContain('Message 5 de 12, retiré\u00A0: Sam Okafor, Infirmière ou infirmier')
  expect(text).toContain('Les notes internes de la clinique ne font pas partie de ce document.')
})

describe.each(languages)('words in %s', (language) => {
  it('has words for every outcome, role, kind of act, state of a file and end of a task', () => {
    const record = exampleRecord({ language })
    const acts: TaskAct[] = [
      'open',
      'accept',
      'release',
      'reassign',
      'escalate',
      'cover',
      'hand-back',
      'defer',
      'resume',
      'complete',
      'cancel',
    ]
    const many = {
      ...record,
      participants: [
        ...record.participants,
        ...roles.map((role) => ({ id: exampleId(role.length + 500), kind: 'practitioner' as const, name: 'A', role })),
      ],
      acts: [
        ...acts.map((act) => ({ id: act, at: exampleTime(1), actorId: exampleId(4), act, taskId: exampleId(301) })),
        { id: 'reopen', at: exampleTime(1), actorId: exampleId(4), act: 'reopen' as const },
      ],
      messages: record.messages.map((message) => ({
        ...message,
        attachments: attachmentStatuses.map((status) => ({ ...pictureOf(record), status })),
      })),
    }
    for (const outcome of outcomes) {
      const text = textOf({ ...many, conversation: { ...record.conversation, outcome } })
      expect(text).not.toMatch(/[{}]|undefined/)
    }
  })
})

it('a conversation that is still open says so, and a patient without a health number too', () => {
  const record = exampleRecord()
  const { closedAt: _closedAt, outcome: _outcome, ...conversation } = record.conversation
  const { healthNumber: _healthNumber, ...patient } = record.patient
  const open = { ...record, conversation, patient, tasks: [], acts: [], messages: record.messages.slice(1, 2) }
  const text = textOf(open)
  expect(text).toContain('Closed: Still open when this record was filed')
  expect(text).toContain('How it ended: Not closed yet')
  expect(text).toContain('No files were sent in this conversation.')
  expect(text).toContain('Nothing was recorded besides the messages.')
  expect(text).toContain('Automatic reply 1 of 1: The clinic (automatic)')
  expect(patientLine(open, recordWords('en', 'America/Toronto'))).toContain('no health number on file')
})

it('the two half hours past one in the night when the clocks go back are told apart', () => {
  const { instant } = recordWords('en', 'America/Toronto')
  expect(instant(new Date('2026-11-01T05:30:00Z'))).toMatch(/1:30.a\.m\. \(EDT\)$/)
  expect(instant(new Date('2026-11-01T06:30:00Z'))).toMatch(/1:30.a\.m\. \(EST\)$/)
})

function textOf(record: FiledConversation): string {
  const { language, timeZone } = record.practice
  const words = recordWords(language, timeZone)
  return recordContent(record, words, 'abc123').map(lineOf).join('\n').replaceAll('\u00A0a.m.', ' a.m.')
}

function lineOf(block: Block): string {
  switch (block.kind) {
    case 'facts':
      return block.rows.map((row) => row.join(': ')).join('\n')
    case 'table':
      return block.rows.map((row) => row.join(' | ')).join('\n')
    case 'heading':
    case 'paragraph':
    case 'quote':
      return block.text
    default:
      return block satisfies never
  }
}

function pictureOf(record: FiledConversation) {
  const picture = record.messages.flatMap(({ attachments }) => attachments).at(0)
  if (!picture) {
    throw new Error('the example has a picture')
  }
  return picture
}
