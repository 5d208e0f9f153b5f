import type { ReactNode } from 'react'
import { useNow, useTranslations } from 'use-intl'
import type { OutputOf } from '../../api/routes.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { NotFound } from '../../components/Failure.tsx'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { Status } from '../../components/Status.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses, useCan } from '../membership.tsx'
import { useRead } from '../read.ts'
import { RowsTable } from '../RowsTable.tsx'

const route = 'GET /api/as/:membershipId/blocks'
type Block = OutputOf<typeof route>['items'][number]

/** Who was kept from writing, why, by whom and until when: nobody is without somebody else knowing. */
export function BlocksPage(): ReactNode {
  const t = useTranslations('staffCapacity.blocks')
  const addresses = useAddresses()
  const { seeBlocks } = useCan()
  const answer = useRead(route, {}, { isWanted: seeBlocks })
  return (
    <div className="pane">
      {seeBlocks ? (
        <Page title={t('title')} lead={t('lead')}>
          <Answered answer={answer}>
            {({ items }) => (items.length === 0 ? <EmptyState heading={t('none')} /> : <Rows items={items} />)}
          </Answered>
        </Page>
      ) : (
        <NotFound home={addresses.start} />
      )}
    </div>
  )
}

function Rows({ items }: { items: readonly Block[] }): ReactNode {
  const t = useTranslations('staffCapacity')
  const addresses = useAddresses()
  const timeWords = useTimeWords()
  return (
    <RowsTable
      label={t('blocks.title')}
      columns={[t('blocks.patient'), t('blocks.reason'), t('blocks.by'), t('blocks.until'), t('blocks.state')]}
    >
      {items.map((block) => (
        <tr key={block.id}>
          <th scope="row">
            <Link to={addresses.patient(block.patient.id)}>{block.patient.name}</Link>
          </th>
          <td dir="auto">{block.reason}</td>
          <td>{block.blockedBy?.name}</td>
          <td>{t('pauses.span', { from: timeWords(block.startsAt), until: timeWords(block.endsAt) })}</td>
          <td>
            <State block={block} />
          </td>
        </tr>
      ))}
    </RowsTable>
  )
}

function State({ block: { liftedAt, liftedBy, endsAt } }: { block: Block }): ReactNode {
  const t = useTranslations('staffCapacity.blocks')
  const timeWords = useTimeWords()
  const now = useNow({ updateInterval: 60_000 })
  if (liftedAt !== null) {
    return <Status kind="done">{t('lifted', { name: liftedBy?.name ?? '', when: timeWords(liftedAt, 'day') })}</Status>
  }
  return new Date(endsAt) <= now ? (
    <Status kind="closed">{t('over')}</Status>
  ) : (
    <Status kind="urgent">{t('inForce')}</Status>
  )
}
