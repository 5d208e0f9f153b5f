import type { ReactNode } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { Time } from '../../components/Time.tsx'
import { nameOf } from '../../conversation/merged.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { isOpen, type Worked } from './use-conversation.ts'

const endings = [
  'no-reply-needed',
  'reached',
  'left-message',
  'wrong-number',
  'no-answer',
  'letter-sent',
  'replied',
  'patient-read',
  'conversation-closed',
  'done',
] as const

/** What happened beside the words, oldest first: begun, what the rules did, what was to be done and how it ended, closed, filed. */
export function History({ conversation }: { conversation: Worked }): ReactNode {
  const t = useTranslations('staff.history')
  const events = useEvents(conversation)
  return (
    <details className="sheet history">
      <summary>
        <h2>{t('title')}</h2>
      </summary>
      <ol className="plain-list">
        {events.map(({ at, words }) => (
          <li key={`${at} ${words}`}>
            <p>{words}</p>
            <p className="soft small">
              <Time at={at} />
            </p>
          </li>
        ))}
      </ol>
    </details>
  )
}

type Routing = Omit<Worked['work']['routings'][number], 'reply'>
type Reply = NonNullable<Worked['work']['routings'][number]['reply']>

/** What a rule answered with, or why it did not. */
function useReplyWords(): (reply: Reply) => string {
  const t = useTranslations('staffRules')
  const { language } = useLanguage()
  return ({ template, asksForMore, problem }) => {
    const name = template === null ? '' : template[language] || template.en || template.fr
    const named = { isNamed: template === null ? 'no' : 'yes', name }
    if (problem !== null) {
      return t(`replyProblems.${problem}`, named)
    }
    return t(asksForMore ? 'replied.asked' : 'replied.sent', named)
  }
}

/** Which rule of which version sent a message where. */
function useRoutingWords(): (routing: Routing) => string {
  const t = useTranslations('staff.history.rules')
  const format = useFormatter()
  return ({ rules, version, careTeam, practitioner, isUrgent }) => {
    const by = {
      count: rules.length,
      rules: format.list(rules.map((name) => t('name', { name }))),
      version: String(version),
    }
    const to =
      practitioner && careTeam
        ? t('both', { person: practitioner.name, inbox: careTeam.name })
        : (practitioner ?? careTeam)?.name
    if (to === undefined) {
      return isUrgent ? t('urgent', by) : t('met', by)
    }
    return isUrgent ? t('wentUrgent', { ...by, to }) : t('went', { ...by, to })
  }
}

type Event = { at: string; words: string }

/** That it was put together with another, and that they were taken apart. */
function useMergeEvents(): (merge: Worked['merges'][number]) => Event[] {
  const t = useTranslations('staffMerge.history')
  const { language } = useLanguage()
  return ({ way, other, mergedAt, mergedBy, partedAt, partedBy }) => {
    const name = other ? nameOf(other, language) : t('other')
    const parted = partedAt && { at: partedAt, words: t('apart', { name, person: partedBy?.name ?? '' }) }
    return [{ at: mergedAt, words: t(way, { name, person: mergedBy?.name ?? '' }) }, ...(parted ? [parted] : [])]
  }
}

/** That messages got a conversation of their own, or came from another. */
function useSplitEvents(): (split: Worked['splits'][number]) => Event {
  const t = useTranslations('staffSplit.history')
  const split = useTranslations('split')
  const { language } = useLanguage()
  return ({ way, other, at, by }) => ({
    at,
    words: t(way, { name: other ? nameOf(other, language) : split('other'), person: by?.name ?? '' }),
  })
}

function useEvents({ startedAt, closedAt, outcome, merges, splits, work }: Worked): readonly Event[] {
  const t = useTranslations('staff')
  const moved = useTranslations('staffMoveTopic')
  const { language } = useLanguage()
  const routingWords = useRoutingWords()
  const replyWords = useReplyWords()
  const mergeEvents = useMergeEvents()
  const splitEvents = useSplitEvents()
  const merge = useTranslations('staffMerge')
  const ended = (code: string | null) => {
    if (code === null) {
      return merge('ended')
    }
    const known = endings.find((ending) => ending === code)
    return known ? t(`history.ended.${known}`) : t('history.ended.other')
  }
  const events = [
    { at: startedAt, words: t('history.started') },
    ...work.routings.flatMap(({ reply, ...routing }) => [
      { at: routing.at, words: routingWords(routing) },
      ...(reply === null ? [] : [{ at: routing.at, words: replyWords(reply) }]),
    ]),
    ...work.topicMoves.map(({ at, from, to, by }) => ({
      at,
      words: moved('inHistory', {
        person: by.name === '' ? t('history.someone') : by.name,
        from: from[language],
        to: to[language],
      }),
    })),
    ...merges.flatMap(mergeEvents),
    ...splits.map(splitEvents),
    ...work.tasks.map((task) => ({
      at: task.createdAt,
      words: t('history.task', {
        task: t(`tasks.kind.${task.kind}`),
        end: isOpen(task) ? t('history.ended.open') : ended(task.outcome),
      }),
    })),
    ...(closedAt && outcome
      ? [{ at: closedAt, words: t('history.closed', { outcome: t(`outcomes.${outcome}`) }) }]
      : []),
    ...(work.filing?.filedAt ? [{ at: work.filing.filedAt, words: t('history.filed') }] : []),
  ]
  return events.toSorted((a, b) => (a.at < b.at ? -1 : 1))
}
