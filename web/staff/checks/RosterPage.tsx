import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { NotFound } from '../../components/Failure.tsx'
import { Page } from '../../components/Page.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'
import { rostersRoute } from './checks.ts'
import { RosterForm } from './RosterForm.tsx'
import './checks.css'

/** The times at which one inbox is checked. */
export function RosterPage(): ReactNode {
  const t = useTranslations('staffChecks')
  const { careTeamId = '' } = useParams({ strict: false })
  const addresses = useAddresses()
  const rosters = useRead(rostersRoute, {})
  const inboxes = useRead('GET /api/as/:membershipId/care-teams', {})
  const roster = rosters.data?.items.find(({ careTeam }) => careTeam.id === careTeamId)
  if (rosters.data && !roster?.canChange) {
    return (
      <div className="pane">
        <NotFound home={addresses.checks} />
      </div>
    )
  }
  return (
    <div className="pane">
      <Page
        title={t('form.title', { inbox: roster?.careTeam.name ?? '' })}
        lead={t('form.lead')}
        back={{ to: addresses.checks, label: t('title') }}
      >
        <Answered answer={inboxes}>
          {({ items }) =>
            roster && (
              <RosterForm
                key={careTeamId}
                roster={roster}
                members={items.find(({ id }) => id === careTeamId)?.members ?? []}
              />
            )
          }
        </Answered>
      </Page>
    </div>
  )
}
