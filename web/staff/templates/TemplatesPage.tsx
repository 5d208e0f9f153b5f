import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Checkbox, TextField } from '../../components/controls.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Link } from '../../components/Link.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Page } from '../../components/Page.tsx'
import { Status } from '../../components/Status.tsx'
import { DateOn, useTimeWords } from '../../components/Time.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'
import { RowsTable } from '../RowsTable.tsx'
import { foundIn, nameOf } from './template-answers.ts'
import { templatesRoute, type Template } from './templates.ts'

/** Texts that are written once: whose they are, how often they are used, and which are due to be read again. */
export function TemplatesPage(): ReactNode {
  const t = useTranslations('staffTemplates')
  const addresses = useAddresses()
  const [isWithArchived, setIsWithArchived] = useState(false)
  const [words, setWords] = useState('')
  const answer = useRead(templatesRoute, isWithArchived ? { archived: 'true' } : {}, { keepsPrevious: true })
  return (
    <div className="pane">
      <Page title={t('title')} lead={t('lead')}>
        <p>
          <Link to={addresses.template('new')} look="primary">
            {t('add')}
          </Link>{' '}
          <Link to={addresses.belowMessages}>{t('below.link')}</Link>
        </p>
        <div className="row page-tools">
          <TextField
            type="search"
            label={t('filter')}
            autoComplete="off"
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
          <Checkbox
            label={t('showArchived')}
            checked={isWithArchived}
            onChange={(event) => setIsWithArchived(event.target.checked)}
          />
        </div>
        <Answered answer={answer}>{({ items }) => <Found items={items} words={words} />}</Answered>
      </Page>
    </div>
  )
}

function Found({ items, words }: { items: readonly Template[]; words: string }): ReactNode {
  const t = useTranslations('staffTemplates')
  const due = items.filter(({ isReviewDue, isArchived, can }) => isReviewDue && !isArchived && can.change).length
  const found = items.filter((template) => foundIn(template, words))
  if (items.length === 0) {
    return <EmptyState heading={t('none')}>{t('noneLead')}</EmptyState>
  }
  return (
    <>
      {due > 0 && (
        <Notice kind="info" heading={t('dueNotice', { count: due })}>
          {t('dueLead')}
        </Notice>
      )}
      {found.length === 0 ? <EmptyState heading={t('noneFound')} /> : <Rows items={found} />}
    </>
  )
}

function Rows({ items }: { items: readonly Template[] }): ReactNode {
  const t = useTranslations('staffTemplates')
  const { language } = useLanguage()
  const timeWords = useTimeWords()
  const addresses = useAddresses()
  return (
    <RowsTable
      label={t('title')}
      columns={[t('column.name'), t('column.whose'), t('column.uses'), t('column.reviewOn'), t('column.changed')]}
    >
      {items.map((template) => (
        <tr key={template.id}>
          <th scope="row">
            <Link to={addresses.template(template.id)}>{nameOf(template, language)}</Link>
            {template.isArchived && (
              <>
                {' '}
                <Status kind="closed">{t('archived')}</Status>
              </>
            )}
          </th>
          <td>{template.careTeam?.name ?? t(`whose.${template.scope}`)}</td>
          <td className="no-wrap">{t('uses', { count: template.uses })}</td>
          <td>
            <ReviewOn template={template} />
          </td>
          <td>{t('changed', { name: template.savedBy.name, when: timeWords(template.savedAt, 'day') })}</td>
        </tr>
      ))}
    </RowsTable>
  )
}

/** The date, with a shape of its own from the day on. */
export function ReviewOn({ template }: { template: Pick<Template, 'reviewOn' | 'isReviewDue'> }): ReactNode {
  const t = useTranslations('staffTemplates')
  const { reviewOn, isReviewDue } = template
  if (reviewOn === null) {
    return <span className="soft">{t('noReview')}</span>
  }
  return (
    <>
      <DateOn on={reviewOn} />
      {isReviewDue && (
        <>
          {' '}
          <Status kind="late">{t('due')}</Status>
        </>
      )}
    </>
  )
}
