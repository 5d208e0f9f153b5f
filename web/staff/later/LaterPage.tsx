import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { Status } from '../../components/Status.tsx'
import { Time } from '../../components/Time.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'
import { RowsTable } from '../RowsTable.tsx'

/** What the reader wrote that has not reached the patient. */
export function LaterPage(): ReactNode {
  const t = useTranslations('staffLater')
  const addresses = useAddresses()
  const answer = useRead('GET /api/as/:membershipId/scheduled-sends', {})
  return (
    <div className="pane">
      <Page title={t('title')} lead={t('lead')}>
        <Answered answer={answer}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState heading={t('none')}>{t('noneLead')}</EmptyState>
            ) : (
              <RowsTable label={t('title')} columns={[t('patient'), t('when'), t('state')]}>
                {items.map(({ conversationId, patient, send }) => (
                  <tr key={send.id}>
                    <td>
                      <Link
                        to={
                          conversationId !== null
                            ? addresses.conversation(conversationId)
                            : send.blocksUntil === null
                              ? addresses.writeTo(patient.id)
                              : addresses.patient(patient.id)
                        }
                      >
                        {patient.name}
                      </Link>
                    </td>
                    <td>
                      <Time at={send.sendAt} />
                    </td>
                    <td>
                      {send.refusal === null ? (
                        t('willGo')
                      ) : (
                        <>
                          <Status kind="late">{t('wentNot')}</Status>
                          <p className="soft">{t(`refused.${send.refusal}`)}</p>
                        </>
                      )}
                    </td>
                  </tr>
                ))}
              </RowsTable>
            )
          }
        </Answered>
      </Page>
    </div>
  )
}
