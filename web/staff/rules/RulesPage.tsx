import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Page } from '../../components/Page.tsx'
import { Loading } from '../../components/Loading.tsx'
import { Time } from '../../components/Time.tsx'
import { Answered } from '../Answered.tsx'
import { useRead } from '../read.ts'
import { RowsTable } from '../RowsTable.tsx'
import { Labels } from './Labels.tsx'
import { ChangeLines } from './Meanwhile.tsx'
import { labelsRoute, rulesRoute, useNamed, versionsRoute } from './named.ts'
import { RulesEditor } from './RulesEditor.tsx'
import './rules.css'

/** Where messages go before anyone has looked at them, who decided so, and the labels. */
export function RulesPage(): ReactNode {
  const t = useTranslations('staffRules')
  const inForce = useRead(rulesRoute, {}, { keepsPrevious: true })
  const labels = useRead(labelsRoute, {})
  const named = useNamed()
  return (
    <div className="pane">
      <Page title={t('title')} lead={t('lead')}>
        <Answered answer={inForce}>
          {(set) => (named === undefined ? <Loading lines={4} /> : <RulesEditor inForce={set} named={named} />)}
        </Answered>
        <Answered answer={labels}>{({ items }) => <Labels labels={items} />}</Answered>
        <Versions />
      </Page>
    </div>
  )
}

function Versions(): ReactNode {
  const t = useTranslations('staffRules')
  const answer = useRead(versionsRoute, {})
  return (
    <Answered answer={answer}>
      {({ items }) =>
        items.length === 0 ? null : (
          <section className="stack" aria-labelledby="versions-title">
            <h2 id="versions-title">{t('versions.title')}</h2>
            <RowsTable
              label={t('versions.title')}
              columns={[t('versions.version'), t('versions.who'), t('versions.what')]}
            >
              {items.map(({ version, savedAt, savedBy, ...changes }) => (
                <tr key={version}>
                  <th scope="row">{version}</th>
                  <td>
                    {savedBy?.name ?? t('gone')}
                    <br />
                    <Time at={savedAt} />
                  </td>
                  <td>
                    <ChangeLines changes={changes} />
                  </td>
                </tr>
              ))}
            </RowsTable>
          </section>
        )
      }
    </Answered>
  )
}
