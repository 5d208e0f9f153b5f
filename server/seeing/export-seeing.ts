import { createTranslator } from 'use-intl/core'
import type { InputOf } from '../../shared/endpoint.ts'
import type { seeing as api } from '../../shared/api/seeing.ts'
import { common as commonEnglish } from '../../shared/locales/en/common.ts'
import { conversation as conversationEnglish } from '../../shared/locales/en/conversation.ts'
import { staffSeeing as english } from '../../shared/locales/en/staff-seeing.ts'
import { common as commonFrench } from '../../shared/locales/fr/common.ts'
import { conversation as conversationFrench } from '../../shared/locales/fr/conversation.ts'
import { staffSeeing as french } from '../../shared/locales/fr/staff-seeing.ts'
import { languageTag, type Language } from '../../shared/locales/index.ts'
import type { SeenTable } from '../../shared/seeing.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { toCsv } from './csv.ts'
import { loadSeeing, type Seeing } from './read-seeing.ts'

type Cell = string | number | null
type Words = ReturnType<typeof wordsOf>

/** One table of the figures as a file, in the language asked for. What is too small to be shown is not in it either. */
export async function exportSeeing(
  ctx: Context,
  input: InputOf<typeof api.exportSeeing>,
): Promise<{ fileName: string; text: string }> {
  const { table, language, ...asked } = input
  const seen = await loadSeeing(ctx, asked, language)
  await recordAudit(ctx, 'seeing.export', { info: ['export', table] })
  return {
    fileName: `threadwell-${table}-${seen.from}-${seen.until}.csv`,
    text: toCsv(rowsOf(table, seen, wordsOf(language), language)),
  }
}

function rowsOf(table: SeenTable, seen: Seeing, words: Words, language: Language): Cell[][] {
  const { t } = words
  switch (table) {
    case 'steps':
      return [
        [
          t('file.from'),
          t('file.until'),
          ...countNames(t),
          ...resolutionNames(t),
          t('counts.waiting'),
          t('counts.late'),
        ],
        ...seen.steps.map((step) => [
          step.from,
          step.until,
          ...countCells(step),
          ...timeCells(step.resolution),
          step.waiting,
          step.late,
        ]),
      ]
    case 'topics':
      return withNow(t, [t('file.topic')], seen.topics, (topic) => [topic.name[language]])
    case 'inboxes':
      return withNow(t, [t('file.inbox')], seen.inboxes, ({ careTeam }) => [careTeam.name])
    case 'people':
      return withNow(t, [t('file.person'), t('file.role')], seen.people, ({ person }) => [
        person.name,
        person.role === null ? '' : words.role(person.role),
      ])
    case 'roles':
      return [
        [
          t('file.role'),
          t('file.people'),
          t('counts.replied'),
          t('counts.sent'),
          t('counts.sentAfterHours'),
          t('counts.opened'),
          t('counts.closed'),
          t('counts.waiting'),
          t('tables.triage'),
          t('tables.answer'),
        ],
        ...seen.roles.map((line) => [
          words.role(line.role),
          line.people,
          line.replied,
          line.sent,
          line.sentAfterHours,
          line.opened,
          line.closed,
          line.now.waiting,
          shareOf(t, line.triage),
          shareOf(t, line.answer),
        ]),
      ]
    case 'reading':
      return [
        [t('file.language'), t('file.age'), t('tables.messages'), t('tables.unread')],
        ...seen.reading.map((group) => [
          words.language(group.language),
          t(`tables.ageBand.${group.ageBand}`),
          group.messages ?? t('tables.hidden'),
          group.unread,
        ]),
      ]
    default:
      return table satisfies never
  }
}

type Translate = ReturnType<typeof translatorOf>
type Line = Seeing['topics'][number] | Seeing['inboxes'][number] | Seeing['people'][number]

function withNow<L extends Line>(
  t: Translate,
  names: string[],
  lines: readonly L[],
  nameCells: (line: L) => Cell[],
): Cell[][] {
  return [
    [...names, ...countNames(t), t('counts.waiting'), t('counts.late')],
    ...lines.map((line) => [...nameCells(line), ...countCells(line), line.now.waiting, line.now.late]),
  ]
}

const countColumns = [
  'arrived',
  'asked',
  'replied',
  'repliedInTime',
  'settled',
  'closed',
  'visitsAvoided',
  'visitsBooked',
  'redirected',
  'sentToEmergency',
  'sent',
  'sentAfterHours',
  'opened',
] as const

function countNames(t: Translate): string[] {
  return [
    ...countColumns.map((name) => t(`counts.${name}`)),
    t('file.hours', { name: t('counts.replyMedian') }),
    t('file.hours', { name: t('counts.replyP90') }),
  ]
}

function resolutionNames(t: Translate): string[] {
  return [t('file.hours', { name: t('counts.resolutionMedian') }), t('file.hours', { name: t('counts.resolutionP90') })]
}

function countCells(line: Pick<Seeing['total'], (typeof countColumns)[number] | 'reply'>): Cell[] {
  return [...countColumns.map((name) => line[name]), ...timeCells(line.reply)]
}

function timeCells({ median, p90 }: Seeing['total']['reply']): Cell[] {
  return [inHours(median), inHours(p90)]
}

function inHours(minutes: number | null): number | null {
  return minutes === null ? null : Math.round(minutes / 6) / 10
}

function shareOf(t: Translate, kept: Seeing['roles'][number]['triage']): string {
  return kept === null ? '' : t('share', { count: kept.inTime, of: kept.of })
}

function translatorOf(language: Language) {
  // English gives the types of both catalogues; the keys of the French one are checked against them where it is written.
  const messages: typeof english = language === 'fr' ? (french as unknown as typeof english) : english
  return createTranslator({ locale: languageTag(language), messages })
}

function wordsOf(language: Language) {
  const roles: Readonly<Record<string, string>> = (language === 'fr' ? conversationFrench : conversationEnglish).roles
  const languages: Readonly<Record<string, string>> = (language === 'fr' ? commonFrench : commonEnglish).languages
  return {
    t: translatorOf(language),
    role: (role: string) => roles[role] ?? role,
    language: (name: string) => languages[name] ?? name,
  }
}
