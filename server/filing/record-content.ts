/**
 * What the record says, in order, without how it looks: who, what was written, which files, what was done, and how to
 * read it. record-pdf.ts draws it.
 */
import { formatHealthNumber } from '../../shared/health-number.ts'
import { attachmentPath, bundleFileName } from './attachment-path.ts'
import {
  participant,
  type FiledAct,
  type FiledAttachment,
  type FiledConversation,
  type FiledMessage,
  type FiledTask,
} from './filed-conversation.ts'
import type { RecordWords } from './record-words.ts'

export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; text: string }
  | { kind: 'paragraph'; text: string }
  /** The words of a message. */
  | { kind: 'quote'; text: string }
  | { kind: 'facts'; rows: [label: string, value: string][] }
  | { kind: 'table'; columns: { title: string; share: number }[]; rows: string[][] }

/** The record's blocks, in the words' language. */
export function recordContent(record: FiledConversation, words: RecordWords, bundleSha256: string): Block[] {
  const { t } = words
  return [
    { kind: 'heading', level: 1, text: t('title') },
    {
      kind: 'paragraph',
      text: t('filedLine', {
        person: nameOf(record, record.filing.filedBy),
        when: words.instant(record.filing.filedAt),
      }),
    },
    ...patient(record, words),
    ...practice(record, words),
    ...conversation(record, words),
    ...people(record, words),
    { kind: 'heading', level: 2, text: t('messages.heading') },
    ...record.messages.flatMap((message) => messageBlocks(record, message, words)),
    ...attachments(record, words),
    ...tasks(record, words),
    ...acts(record, words),
    ...about(record, words, bundleSha256),
  ]
}

/** The patient as the head of every page names them, so that no page goes astray. */
export function patientLine(record: FiledConversation, { t }: RecordWords): string {
  const { birthDate, healthNumber } = record.patient
  const name = t('patientName', record.patient)
  return healthNumber
    ? t('pageHeader', { name, birthDate, healthNumber: formatHealthNumber(healthNumber) })
    : t('pageHeaderNoNumber', { name, birthDate })
}

function patient(
  { patient: { birthDate, healthNumber, language, ...names } }: FiledConversation,
  { t }: RecordWords,
): Block[] {
  return [
    { kind: 'heading', level: 2, text: t('patient.heading') },
    {
      kind: 'facts',
      rows: [
        [t('patient.name'), t('patientName', names)],
        [t('patient.birthDate'), birthDate],
        [t('patient.healthNumber'), healthNumber ? formatHealthNumber(healthNumber) : t('patient.noHealthNumber')],
        [t('patient.language'), t(`languages.${language}`)],
        [t('patient.id'), names.id],
      ],
    },
  ]
}

function practice({ practice: { name, address, phone, timeZone } }: FiledConversation, { t }: RecordWords): Block[] {
  return [
    { kind: 'heading', level: 2, text: t('practice.heading') },
    {
      kind: 'facts',
      rows: [
        [t('practice.name'), name],
        [t('practice.address'), address],
        [t('practice.phone'), phone],
        [t('practice.timeZone'), timeZone],
      ],
    },
  ]
}

function conversation(record: FiledConversation, words: RecordWords): Block[] {
  const { t } = words
  const { topic, subject, mode, replyUntil, priority, startedAt, closedAt, outcome, id } = record.conversation
  const name = words.language === 'fr' ? topic.nameFr : topic.nameEn
  const who = t(`modes.${mode}`)
  const files = record.messages.flatMap((message) => message.attachments)
  return [
    { kind: 'heading', level: 2, text: t('conversation.heading') },
    {
      kind: 'facts',
      rows: [
        [t('conversation.topic'), t('conversation.topicValue', { name, keyword: topic.keyword })],
        [t('conversation.subject'), subject || t('conversation.noSubject')],
        [
          t('conversation.mode'),
          replyUntil ? t('conversation.replyUntil', { mode: who, when: words.instant(replyUntil) }) : who,
        ],
        [t('conversation.careTeam'), nameOf(record, record.conversation.careTeamId)],
        [t('conversation.priority'), t(`priorities.${priority}`)],
        [t('conversation.startedAt'), words.instant(startedAt)],
        [t('conversation.closedAt'), closedAt ? words.instant(closedAt) : t('conversation.stillOpen')],
        [t('conversation.outcome'), outcome ? t(`outcomes.${outcome}`) : t('conversation.noOutcome')],
        [t('conversation.messages'), String(record.messages.length)],
        [t('conversation.attachments'), String(files.length)],
        [t('conversation.id'), id],
      ],
    },
  ]
}

function people(record: FiledConversation, { t, role }: RecordWords): Block[] {
  return [
    { kind: 'heading', level: 2, text: t('people.heading') },
    {
      kind: 'table',
      columns: [
        { title: t('people.name'), share: 0.34 },
        { title: t('people.role'), share: 0.28 },
        { title: t('people.id'), share: 0.38 },
      ],
      rows: record.participants.map((each) => [each.name, role(each), each.id]),
    },
  ]
}

function messageBlocks(record: FiledConversation, message: FiledMessage, words: RecordWords): Block[] {
  const { t, instant } = words
  const { firstRead, onBehalfOf, retraction } = message
  const rows: [string, string][] = []
  if (onBehalfOf) {
    rows.push([t('messages.onBehalfOf'), nameOf(record, onBehalfOf)])
  }
  rows.push([t('messages.sentAt'), instant(message.sentAt)], [t('messages.deliveredAt'), instant(message.deliveredAt)])
  rows.push([
    t('messages.firstReadAt'),
    firstRead
      ? t('messages.firstReadValue', { when: instant(firstRead.at), person: nameOf(record, firstRead.by) })
      : t('messages.notRead'),
  ])
  if (retraction) {
    const by = { when: instant(retraction.at), person: nameOf(record, retraction.by) }
    rows.push([t('messages.retracted'), t('messages.retractedValue', by)])
  }
  if (retraction?.reason) {
    rows.push([t('messages.retractedReason'), retraction.reason])
  }
  if (message.attachments.length > 0) {
    rows.push([t('messages.attachments'), message.attachments.map(({ fileName }) => fileName).join('\n')])
  }
  return [
    { kind: 'heading', level: 3, text: messageTitle(record, message, words) },
    { kind: 'facts', rows },
    ...(message.text ? [{ kind: 'quote' as const, text: message.text }] : []),
  ]
}

function messageTitle(record: FiledConversation, message: FiledMessage, { t, role }: RecordWords): string {
  const author = participant(record, message.authorId)
  const place = { number: numberOf(record, message), total: String(record.messages.length) }
  if (message.kind === 'auto-reply') {
    return t('messages.autoReply', { ...place, author: author.name })
  }
  const named = { ...place, author: t('messages.author', { name: author.name, role: role(author) }) }
  return message.retraction ? t('messages.withdrawn', named) : t('messages.title', named)
}

function attachments(record: FiledConversation, { t }: RecordWords): Block[] {
  const rows = record.messages.flatMap((message) =>
    message.attachments.map((file) => [
      numberOf(record, message),
      `${file.fileName}\n${file.mediaType}\n${t('attachments.sizeValue', { bytes: file.sizeBytes })}`,
      `${whereFiled(file, t)}\n${file.sha256}`,
    ]),
  )
  return [
    { kind: 'heading', level: 2, text: t('attachments.heading') },
    rows.length === 0
      ? { kind: 'paragraph', text: t('attachments.none') }
      : {
          kind: 'table',
          columns: [
            { title: t('attachments.number'), share: 0.11 },
            { title: t('attachments.file'), share: 0.31 },
            { title: t('attachments.filedAs'), share: 0.58 },
          ],
          rows,
        },
  ]
}

function whereFiled(file: FiledAttachment, t: RecordWords['t']): string {
  const path = attachmentPath(file)
  switch (file.status) {
    case 'clean':
      return path ?? ''
    case 'unscanned':
      return `${path}\n${t('attachments.unscanned')}`
    case 'receiving':
    case 'quarantined':
    case 'rejected':
    case 'removed':
      return t('attachments.notFiled', { reason: t(`attachments.reasons.${file.status}`) })
    default:
      return file.status satisfies never
  }
}

function tasks(record: FiledConversation, words: RecordWords): Block[] {
  const { t } = words
  if (record.tasks.length === 0) {
    return []
  }
  return [
    { kind: 'heading', level: 2, text: t('tasks.heading') },
    {
      kind: 'table',
      columns: [
        { title: t('tasks.kind'), share: 0.22 },
        { title: t('tasks.owner'), share: 0.2 },
        { title: t('tasks.due'), share: 0.27 },
        { title: t('tasks.status'), share: 0.31 },
      ],
      rows: record.tasks.map((task) => [
        t(`taskKinds.${task.kind}`),
        nameOf(record, task.ownerId),
        words.instant(task.dueAt),
        stateOf(task, words),
      ]),
    },
  ]
}

function stateOf(task: FiledTask, { t, instant }: RecordWords): string {
  const status = t(`taskStatuses.${task.status}`)
  if (!task.endedAt) {
    return status
  }
  const when = instant(task.endedAt)
  return task.outcome
    ? t('tasks.endedWithOutcome', { status, when, outcome: t(`contactOutcomes.${task.outcome}`) })
    : t('tasks.ended', { status, when })
}

function acts(record: FiledConversation, words: RecordWords): Block[] {
  const { t } = words
  return [
    { kind: 'heading', level: 2, text: t('acts.heading') },
    record.acts.length === 0
      ? { kind: 'paragraph', text: t('acts.none') }
      : {
          kind: 'table',
          columns: [
            { title: t('acts.when'), share: 0.29 },
            { title: t('acts.who'), share: 0.19 },
            { title: t('acts.what'), share: 0.26 },
            { title: t('acts.fromTo'), share: 0.26 },
          ],
          rows: record.acts.map((act) => [
            words.instant(act.at),
            nameOf(record, act.actorId),
            whatWasDone(record, act, words),
            change(record, act, words),
          ]),
        },
  ]
}

function whatWasDone(record: FiledConversation, act: FiledAct, { t }: RecordWords): string {
  if (!('taskId' in act)) {
    return t(`acts.${act.act}`)
  }
  const task = record.tasks.find((each) => each.id === act.taskId)
  return task ? t(`acts.${act.act}`, { task: t(`taskKinds.${task.kind}`) }) : t(`acts.${act.act}`, { task: act.taskId })
}

function change(record: FiledConversation, act: FiledAct, { t }: RecordWords): string {
  if (act.act === 'set-priority') {
    return t('acts.change', { from: t(`priorities.${act.from}`), to: t(`priorities.${act.to}`) })
  }
  if (!('taskId' in act)) {
    return ''
  }
  const from = act.from && nameOf(record, act.from)
  const to = act.to && nameOf(record, act.to)
  if (from && to) {
    return t('acts.change', { from, to })
  }
  return to ? t('acts.to', { to }) : from ? t('acts.from', { from }) : ''
}

function about(record: FiledConversation, { t }: RecordWords, sha256: string): Block[] {
  const lines = [
    t('about.verbatim'),
    t('about.times', { timeZone: record.practice.timeZone }),
    t('about.notes'),
    t('about.bundle', { fileName: bundleFileName, sha256 }),
  ]
  return [
    { kind: 'heading', level: 2, text: t('about.heading') },
    ...lines.map((text): Block => ({ kind: 'paragraph', text })),
  ]
}

/** Its place among the messages, from 1: sequence numbers may have gaps, which would look like something left out. */
function numberOf(record: FiledConversation, message: FiledMessage): string {
  return String(record.messages.indexOf(message) + 1)
}

function nameOf(record: FiledConversation, id: string): string {
  return participant(record, id).name
}
