import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { OutputOf } from '../../api/routes.ts'
import { Button } from '../../components/Button.tsx'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { usePersonWords } from '../../conversation/person-words.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses, useCan } from '../membership.tsx'
import { Invitation, type MadeInvitation } from '../patients/Invitation.tsx'
import { SignUp } from '../patients/SignUp.tsx'
import { useRead } from '../read.ts'
import { ColleagueDialog } from './ColleagueDialog.tsx'
import { RowsTable } from '../RowsTable.tsx'

const route = 'GET /api/as/:membershipId/practitioners'
export type Colleague = OutputOf<typeof route>['items'][number]

/** Who works here, as what, and in which inboxes. */
export function ColleaguesPage(): ReactNode {
  const t = useTranslations('staffPeople.colleagues')
  const addresses = useAddresses()
  const can = useCan()
  const answer = useRead(route, {})
  const [changingId, setChangingId] = useState<string | null>(null)
  const changing = answer.data?.items.find(({ id }) => id === changingId) ?? null
  const [made, setMade] = useState<{ name: string; invitation: MadeInvitation } | null>(null)

  if (made) {
    return (
      <div className="pane">
        <Invitation name={made.name} made={made.invitation} isStaff onDone={() => setMade(null)} />
      </div>
    )
  }
  return (
    <div className="pane">
      <Page title={t('title')}>
        {can.managePractice && (
          <p>
            <Link to={addresses.addColleague} look="primary">
              {t('add')}
            </Link>
          </p>
        )}
        <Answered answer={answer}>
          {({ items }) => (
            <Rows items={items} onChange={can.managePractice ? ({ id }) => setChangingId(id) : undefined} />
          )}
        </Answered>
        <ColleagueDialog
          colleague={changing}
          onClose={() => setChangingId(null)}
          onInvited={(invitation) => {
            setMade({ name: changing?.name ?? '', invitation })
            setChangingId(null)
          }}
        />
      </Page>
    </div>
  )
}

type RowsProps = { items: readonly Colleague[]; onChange: ((colleague: Colleague) => void) | undefined }

function Rows({ items, onChange }: RowsProps): ReactNode {
  const t = useTranslations('staffPeople.colleagues')
  const { language } = useLanguage()
  const { roleWords } = usePersonWords()
  const { data: inboxes } = useRead('GET /api/as/:membershipId/care-teams', {})
  const inboxNames = (ids: readonly string[]) =>
    (inboxes?.items ?? []).filter(({ id }) => ids.includes(id)).map(({ name }) => name[language])
  return (
    <RowsTable
      label={t('title')}
      columns={[t('name'), t('role'), t('status'), t('inboxes'), ...(onChange ? [t('act')] : [])]}
    >
      {items.map((colleague) => (
        <tr key={colleague.id}>
          <th scope="row">{colleague.name}</th>
          <td>{roleWords(colleague.role)}</td>
          <td>
            <SignUp status={colleague.status} />
          </td>
          <td>{inboxNames(colleague.careTeamIds).join(', ') || <span className="soft">{t('noInbox')}</span>}</td>
          {onChange && (
            <td>
              <Button onClick={() => onChange(colleague)} aria-label={t('change', { name: colleague.name })}>
                {t('act')}
              </Button>
            </td>
          )}
        </tr>
      ))}
    </RowsTable>
  )
}
