import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { NotFound } from '../../components/Failure.tsx'
import { Page } from '../../components/Page.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'
import { InboxForm } from './InboxForm.tsx'

/** One inbox, to add (`new`) or to change. */
export function InboxPage(): ReactNode {
  const t = useTranslations('staffPractice.inboxes')
  const { careTeamId = 'new' } = useParams({ strict: false })
  const { language } = useLanguage()
  const addresses = useAddresses()
  const inboxes = useRead('GET /api/as/:membershipId/care-teams', {})
  const people = useRead('GET /api/as/:membershipId/practitioners', {})
  const inbox = inboxes.data?.items.find(({ id }) => id === careTeamId) ?? null
  if (inboxes.data && !inbox && careTeamId !== 'new') {
    return (
      <div className="pane">
        <NotFound home={addresses.inboxes} />
      </div>
    )
  }
  return (
    <div className="pane">
      <Page
        title={careTeamId === 'new' ? t('addTitle') : t('changeTitle', { name: inbox?.name[language] ?? '' })}
        back={{ to: addresses.inboxes, label: t('toList') }}
      >
        <Answered answer={inboxes}>
          {() => (
            <Answered answer={people}>
              {({ items }) => <InboxForm key={careTeamId} inbox={inbox} colleagues={items} />}
            </Answered>
          )}
        </Answered>
      </Page>
    </div>
  )
}
