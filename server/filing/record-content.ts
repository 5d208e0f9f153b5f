/**
 * What the record says, in order, without how it looks: who, what was written, which files, what was done, and how to
 * read it. record-pdf.ts draws it.
 */
import { formatHealthNumber } from '../../shared/health-number.ts'
import { bundleFileName } from './attachment-path.ts'
import type { Block } from './block.ts'
import { messageNumber, nameOf, participant, type FiledConversation, type FiledMessage } from './filed-conversation.ts'
import { togetherWith } from './together-with.ts'
import { actBlocks, attachmentBlocks, taskBlocks } from './record-work.ts'
import type { RecordWords } from './record-words.ts'

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
    ...attachmentBlocks(record, words),
    ...taskBlocks(record, words),
    ...actBlocks(record, words),
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
  const { topic, subject, mode, replyUntil, priority, labels, startedAt, closedAt, outcome, id } = record.conversation
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
        ...(labels.length > 0 ? [[t('conversation.labels'), words.list(labels)] satisfies [string, string]] : []),
        [t('conversation.startedAt'), words.instant(startedAt)],
        [t('conversation.closedAt'), closedAt ? words.instant(closedAt) : t('conversation.stillOpen')],
        [t('conversation.outcome'), outcome ? t(`outcomes.${outcome}`) : t('conversation.noOutcome')],
        ...togetherWith(record, words).map((text): [string, string] => [t('conversation.together'), text]),
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
  const { firstRead, onBehalfOf, approvedBy, retraction } = message
  const rows: [string, string][] = []
  if (onBehalfOf) {
    rows.push([t('messages.onBehalfOf'), nameOf(record, onBehalfOf)])
  }
  if (approvedBy) {
    rows.push([t('messages.approvedBy'), nameOf(record, approvedBy)])
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
    ...(message.footer ? [{ kind: 'quote' as const, text: message.footer }] : []),
  ]
}

function messageTitle(record: FiledConversation, message: FiledMessage, { t, role }: RecordWords): string {
  const author = participant(record, message.authorId)
  const place = { number: messageNumber(record, message), total: String(record.messages.length) }
  if (message.kind === 'auto-reply') {
    return t('messages.autoReply', { ...place, author: author.name })
  }
  if (message.kind === 'rule-reply') {
    return t('messages.ruleReply', { ...place, author: author.name })
  }
  const named = { ...place, author: t('messages.author', { name: author.name, role: role(author) }) }
  return message.retraction ? t('messages.withdrawn', named) : t('messages.title', named)
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
