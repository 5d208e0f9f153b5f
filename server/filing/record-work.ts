/** The parts of a record about the work around the messages: files, tasks, and what was done by whom. */
import { attachmentPath } from './attachment-path.ts'
import {
  messageNumber,
  nameOf,
  type FiledAct,
  type FiledAttachment,
  type FiledConversation,
  type FiledRouting,
  type FiledTask,
} from './filed-conversation.ts'
import type { Block } from './block.ts'
import type { RecordWords } from './record-words.ts'

/** The files that were sent, where they lie and what they hash to. */
export function attachmentBlocks(record: FiledConversation, { t }: RecordWords): Block[] {
  const rows = record.messages.flatMap((message) =>
    message.attachments.map((file) => [
      messageNumber(record, message),
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

/** Who had to act, and by when. */
export function taskBlocks(record: FiledConversation, words: RecordWords): Block[] {
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
    ? t('tasks.endedWithOutcome', { status, when, outcome: t(`taskOutcomes.${task.outcome}`) })
    : t('tasks.ended', { status, when })
}

/** The history of triage. */
export function actBlocks(record: FiledConversation, words: RecordWords): Block[] {
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

function whatWasDone(record: FiledConversation, act: FiledAct, words: RecordWords): string {
  const { t } = words
  if (act.act === 'route') {
    return routingLines(record, act, words).join('\n')
  }
  if (!('taskId' in act)) {
    return t(`acts.${act.act}`)
  }
  const kind = record.tasks.find((each) => each.id === act.taskId)?.kind
  const task = kind ? t(`taskKinds.${kind}`) : act.taskId
  return act.act === 'prioritize'
    ? t('acts.prioritize', { task, priority: t(`priorities.${act.priority}`) })
    : t(`acts.${act.act}`, { task })
}

/** Which rules sorted which message, and what they put on it; where it went stands beside. */
export function routingLines(record: FiledConversation, act: FiledRouting, { t, list }: RecordWords): string[] {
  const message = record.messages.find(({ id }) => id === act.messageId)
  const rules = { count: act.rules.length, rules: list(act.rules), version: String(act.version) }
  return [
    t('acts.route', { ...rules, number: message ? messageNumber(record, message) : '' }),
    ...(act.isUrgent ? [t('acts.routeUrgent')] : []),
    ...(act.labels.length > 0 ? [t('acts.routeLabels', { labels: list(act.labels) })] : []),
  ]
}

/** Where a routing sent a message: a person, in an inbox. */
export function routedTo(record: FiledConversation, { careTeamId, practitionerId }: FiledRouting): string {
  return [practitionerId, careTeamId].flatMap((id) => (id === undefined ? [] : [nameOf(record, id)])).join(', ')
}

function change(record: FiledConversation, act: FiledAct, { t, language }: RecordWords): string {
  if (act.act === 'move-topic') {
    return t('acts.change', { from: act.topicBefore[language], to: act.topicAfter[language] })
  }
  if (act.act === 'route') {
    const to = routedTo(record, act)
    return to === '' ? '' : t('acts.to', { to })
  }
  const from = 'from' in act && act.from ? nameOf(record, act.from) : ''
  const to = 'to' in act && act.to ? nameOf(record, act.to) : ''
  if (from && to) {
    return t('acts.change', { from, to })
  }
  return to ? t('acts.to', { to }) : from ? t('acts.from', { from }) : ''
}
