import type { ReactNode } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { limits } from '../../../shared/limits.ts'
import type { SeenTable } from '../../../shared/seeing.ts'
import { usePersonWords } from '../../conversation/person-words.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { RowsTable } from '../RowsTable.tsx'
import { Export } from './Export.tsx'
import { FigureLink } from './FigureLink.tsx'
import type { Look } from './look.ts'
import type { Seeing } from './SeeingPage.tsx'
import { useMinuteWords, useShareWords } from './words.ts'

type Props = { seen: Seeing; look: Look }

/** The same counts by topic, inbox, person and role, and who reads; each can be taken away as a file. */
export function Tables({ seen, look }: Props): ReactNode {
  const t = useTranslations('staffSeeing.tables')
  const { language } = useLanguage()
  return (
    <>
      <p>
        <Export table="steps" title={t('steps')} look={look} />
      </p>
      <Section table="topics" title={t('topics')} look={look} isEmpty={seen.topics.length === 0}>
        <Counts
          title={t('topics')}
          first={t('topic')}
          look={look}
          lines={seen.topics.map((line) => ({
            ...line,
            key: line.id,
            name: line.name[language],
            more: { topic: line.id },
          }))}
        />
      </Section>
      {seen.scope !== 'own' && (
        <Section table="inboxes" title={t('inboxes')} look={look} isEmpty={seen.inboxes.length === 0}>
          <Counts
            title={t('inboxes')}
            first={t('inbox')}
            look={look}
            lines={seen.inboxes.map((line) => ({
              ...line,
              key: line.careTeam.id,
              name: line.careTeam.name,
              more: { inbox: line.careTeam.id },
            }))}
          />
        </Section>
      )}
      <People seen={seen} look={look} />
      <Roles seen={seen} look={look} />
      {seen.scope === 'practice' && <Reading seen={seen} look={look} />}
    </>
  )
}

function Section(props: {
  table: SeenTable
  title: string
  lead?: string
  look: Look
  isEmpty: boolean
  children: ReactNode
}): ReactNode {
  const t = useTranslations('staffSeeing.tables')
  const { table, title, lead, look, isEmpty, children } = props
  return (
    // The table is the named part: where it scrolls it is a place of its own.
    <div className="stack">
      <h2>{title}</h2>
      {lead && <p className="soft small">{lead}</p>}
      {isEmpty ? (
        <p className="soft">{t('none')}</p>
      ) : (
        <>
          {children}
          <p>
            <Export table={table} title={title} look={look} />
          </p>
        </>
      )}
    </div>
  )
}

type Line = Pick<Seeing['topics'][number], 'arrived' | 'replied' | 'repliedInTime' | 'reply' | 'closed' | 'now'> & {
  key: string
  name: string
  more: Partial<Look>
}

function Counts(props: { title: string; first: string; look: Look; lines: readonly Line[] }): ReactNode {
  const t = useTranslations('staffSeeing.counts')
  const minuteWords = useMinuteWords()
  const share = useShareWords()
  const { title, first, look, lines } = props
  const columns = [
    first,
    t('arrived'),
    t('replied'),
    t('repliedInTime'),
    t('replyMedian'),
    t('replyP90'),
    t('closed'),
    t('waiting'),
    t('late'),
  ]
  return (
    <RowsTable label={title} columns={columns}>
      {lines.map(({ key, name, more, ...line }) => (
        <tr key={key}>
          <th scope="row">{name}</th>
          <td>
            <FigureLink figure="arrived" count={line.arrived} look={look} more={more} />
          </td>
          <td>
            <FigureLink figure="replied" count={line.replied} look={look} more={more} />
          </td>
          <td>{share(line.repliedInTime, line.replied)}</td>
          <td>{minuteWords(line.reply.median)}</td>
          <td>{minuteWords(line.reply.p90)}</td>
          <td>
            <FigureLink figure="closed" count={line.closed} look={look} more={more} />
          </td>
          <td>
            <FigureLink figure="waiting" count={line.now.waiting} look={look} more={more} />
          </td>
          <td>
            <FigureLink figure="late" count={line.now.late} look={look} more={more} />
          </td>
        </tr>
      ))}
    </RowsTable>
  )
}

function People({ seen, look }: Props): ReactNode {
  const t = useTranslations('staffSeeing')
  const minuteWords = useMinuteWords()
  const share = useShareWords()
  const { roleWords } = usePersonWords()
  const columns = [
    t('tables.person'),
    t('counts.replied'),
    t('counts.repliedInTime'),
    t('counts.replyMedian'),
    t('counts.replyP90'),
    t('counts.sentAfterHours'),
    t('counts.opened'),
    t('counts.closed'),
    t('counts.waiting'),
  ]
  return (
    <Section table="people" title={t('tables.people')} look={look} isEmpty={seen.people.length === 0}>
      <RowsTable label={t('tables.people')} columns={columns}>
        {seen.people.map(({ person, ...line }) => {
          const more = { person: person.id }
          return (
            <tr key={person.id}>
              <th scope="row">
                {person.name}
                <br />
                <span className="soft">{person.role && roleWords(person.role)}</span>
              </th>
              <td>
                <FigureLink figure="replied" count={line.replied} look={look} more={more} />
              </td>
              <td>{share(line.repliedInTime, line.replied)}</td>
              <td>{minuteWords(line.reply.median)}</td>
              <td>{minuteWords(line.reply.p90)}</td>
              <td>
                <FigureLink figure="after-hours" count={line.sentAfterHours} look={look} more={more} />
              </td>
              <td>
                <FigureLink figure="opened" count={line.opened} look={look} more={more} />
              </td>
              <td>
                <FigureLink figure="closed" count={line.closed} look={look} more={more} />
              </td>
              <td>
                <FigureLink figure="waiting" count={line.now.waiting} look={look} more={more} />
              </td>
            </tr>
          )
        })}
      </RowsTable>
    </Section>
  )
}

/** What each role does, against what is expected of it. The people of a role open their lists above. */
function Roles({ seen, look }: Props): ReactNode {
  const t = useTranslations('staffSeeing')
  const number = useFormatter().number
  const { roleWords } = usePersonWords()
  const columns = [
    t('tables.role'),
    t('tables.howMany'),
    t('counts.replied'),
    t('counts.sentAfterHours'),
    t('counts.opened'),
    t('counts.waiting'),
    t('tables.triage'),
    t('tables.answer'),
  ]
  return (
    <Section
      table="roles"
      title={t('tables.roles')}
      lead={t('tables.rolesLead')}
      look={look}
      isEmpty={seen.roles.length === 0}
    >
      <RowsTable label={t('tables.roles')} columns={columns}>
        {seen.roles.map((line) => (
          <tr key={line.role}>
            <th scope="row" className="capital">
              {roleWords(line.role)}
            </th>
            <td>{number(line.people)}</td>
            <td>{number(line.replied)}</td>
            <td>{number(line.sentAfterHours)}</td>
            <td>{number(line.opened)}</td>
            <td>{number(line.now.waiting)}</td>
            <td>
              <Kept kept={line.triage} />
            </td>
            <td>
              <Kept kept={line.answer} />
            </td>
          </tr>
        ))}
      </RowsTable>
    </Section>
  )
}

function Kept({ kept }: { kept: Seeing['roles'][number]['triage'] }): ReactNode {
  const t = useTranslations('staffSeeing.tables')
  const share = useShareWords()
  const minuteWords = useMinuteWords()
  if (kept === null) {
    return <span className="soft">{t('noExpectation')}</span>
  }
  return (
    <>
      {share(kept.inTime, kept.of)} <span className="soft">{t('within', { time: minuteWords(kept.minutes) })}</span>
    </>
  )
}

/** Who reads and who does not, by groups of patients large enough to hide each one. */
function Reading({ seen, look }: Props): ReactNode {
  const t = useTranslations('staffSeeing.tables')
  const languages = useTranslations('common.languages')
  const number = useFormatter().number
  const share = useShareWords()
  const percent = useTranslations('staffSeeing')
  const columns = [t('language'), t('age'), t('messages'), t('unread'), t('share')]
  return (
    <Section
      table="reading"
      title={t('reading')}
      lead={t('readingLead', { count: limits.smallGroupPatients })}
      look={look}
      isEmpty={seen.reading.length === 0}
    >
      <RowsTable label={t('reading')} columns={columns}>
        {seen.reading.map(({ language, ageBand, messages, unread }) => (
          <tr key={`${language} ${ageBand}`}>
            <th scope="row">{languages(language)}</th>
            <td>{t(`ageBand.${ageBand}`)}</td>
            {messages === null || unread === null ? (
              <td colSpan={3} className="soft">
                {t('hidden')}
              </td>
            ) : (
              <>
                <td>{number(messages)}</td>
                <td>
                  <FigureLink figure="unread" count={unread} look={look} more={{ language, age: ageBand }} />
                </td>
                <td>
                  {messages === 0 ? share(0, 0) : percent('percent', { count: Math.round((unread / messages) * 100) })}
                </td>
              </>
            )}
          </tr>
        ))}
      </RowsTable>
    </Section>
  )
}
