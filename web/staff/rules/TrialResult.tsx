import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { Rule } from '../../../shared/rules.ts'
import type { OutputOf } from '../../api/routes.ts'
import { Link } from '../../components/Link.tsx'
import { Status } from '../../components/Status.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { useAddresses } from '../membership.tsx'
import { RowsTable } from '../RowsTable.tsx'
import type { AllNamed } from './named.ts'

export type Trial = OutputOf<'POST /api/as/:membershipId/rules/trial'>
type Props = { trial: Trial; rules: readonly Rule[]; named: AllNamed }

const parts = ['all', 'inbox', 'person', 'urgent', 'labels', 'reply'] as const
const replies = ['sent', 'notSent'] as const

/** What rules would have done with what came: in numbers, and one by one what the reader may read. */
export function TrialResult({ trial, rules, named }: Props): ReactNode {
  const t = useTranslations('staffRules.trial')
  const timeWords = useTimeWords()
  const countWords = ({ count, isExact }: Trial['changed']['all']) =>
    isExact ? t('exactly', { count }) : t('atLeast', { count })
  return (
    <section className="stack" aria-labelledby="trial-title">
      <h2 id="trial-title" tabIndex={-1}>
        {t('title')}
      </h2>
      <p>
        {t('looked', { count: trial.looked, when: timeWords(trial.since, 'day') })} {trial.hasMore && t('hasMore')}
      </p>
      {!trial.changed.all.isExact && <p>{t('hidden')}</p>}
      <RowsTable label={t('figures')} columns={[t('what'), t('count')]}>
        {parts.map((part) => (
          <tr key={part}>
            <th scope="row">{t(`rows.${part}`)}</th>
            <td>{countWords(trial.changed[part])}</td>
          </tr>
        ))}
        {replies.map((part) => (
          <tr key={part}>
            <th scope="row">{t(`replies.${part}`)}</th>
            <td>{countWords(trial.replies[part])}</td>
          </tr>
        ))}
        {trial.met.map((met, at) => (
          <tr key={rules[at]?.id ?? at}>
            <th scope="row">{t('rule', { number: String(at + 1), name: rules[at]?.name ?? '' })}</th>
            <td>{countWords(met)}</td>
          </tr>
        ))}
      </RowsTable>
      {trial.items.length > 0 && <Items items={trial.items} named={named} />}
    </section>
  )
}

function Items({ items, named: { nameOf } }: { items: Trial['items']; named: AllNamed }): ReactNode {
  const t = useTranslations('staffRules.trial')
  const { language } = useLanguage()
  const addresses = useAddresses()
  const replyWords = useReplyWords(nameOf)
  return (
    <>
      <h3>{t('list')}</h3>
      <RowsTable label={t('list')} columns={[t('patient'), t('about'), t('goes'), t('reply'), t('by')]}>
        {items.map((item) => {
          const inbox = nameOf.get(item.careTeamId) ?? ''
          const person = item.practitionerId === null ? null : nameOf.get(item.practitionerId)
          return (
            <tr key={item.conversationId}>
              <th scope="row">
                <Link to={addresses.conversation(item.conversationId)}>{item.patient.name}</Link>
              </th>
              <td>{item.subject || item.topic[language]}</td>
              <td>
                {person == null ? inbox : t('goesTo', { inbox, person })}{' '}
                {item.isUrgent && <Status kind="urgent">{t('urgent')}</Status>}
              </td>
              <td>{replyWords(item.reply)}</td>
              <td>{item.numbers.join(', ')}</td>
            </tr>
          )
        })}
      </RowsTable>
    </>
  )
}

/** What would be sent, or why it would not. */
function useReplyWords(nameOf: AllNamed['nameOf']): (reply: Trial['items'][number]['reply']) => string {
  const t = useTranslations('staffRules')
  return (reply) => {
    if (reply === null) {
      return t('trial.noReply')
    }
    const name = nameOf.get(reply.templateId) ?? t('gone')
    if (reply.problem !== null) {
      return t(`replyProblems.${reply.problem}`, { isNamed: 'yes', name })
    }
    return t(reply.asksForMore ? 'trial.wouldAsk' : 'trial.wouldSend', { name })
  }
}
