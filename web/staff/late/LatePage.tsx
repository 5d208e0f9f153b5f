import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { Status } from '../../components/Status.tsx'
import { Time } from '../../components/Time.tsx'
import type { OutputOf } from '../../api/routes.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { Answered } from '../Answered.tsx'
import { type CursorPage, CursorPages, ShowMore } from '../CursorPages.tsx'
import { useAddresses } from '../membership.tsx'
import { useDueWords } from '../queue/due.ts'
import { useRead } from '../read.ts'
import { RowsTable } from '../RowsTable.tsx'

const lateRoute = 'GET /api/as/:membershipId/late'
type Late = OutputOf<typeof lateRoute>['items'][number]

/** What is past its due time, the longest first, with whom each lies and who has been told. */
export function LatePage(): ReactNode {
  const t = useTranslations('staffLate')
  return (
    <div className="pane">
      <Page title={t('title')} lead={t('lead')}>
        <CursorPages>{(page) => <Part {...page} />}</CursorPages>
      </Page>
    </div>
  )
}

function Part(props: CursorPage): ReactNode {
  const t = useTranslations('staffLate')
  const answer = useRead(lateRoute, props.cursor === '' ? {} : { cursor: props.cursor })
  return (
    <Answered answer={answer}>
      {({ items, nextCursor }) => (
        <>
          {items.length === 0 && props.isFirst ? (
            <EmptyState heading={t('none')}>{t('noneLead')}</EmptyState>
          ) : (
            <RowsTable label={t('title')} columns={[t('about'), t('due'), t('whose'), t('told')]}>
              {items.map((item) => (
                <Row key={item.taskId} item={item} />
              ))}
            </RowsTable>
          )}
          <ShowMore next={nextCursor} onMore={props.onMore} />
        </>
      )}
    </Answered>
  )
}

function Row({ item }: { item: Late }): ReactNode {
  const t = useTranslations('staffLate')
  const { language } = useLanguage()
  const addresses = useAddresses()
  const dueWords = useDueWords()
  return (
    <tr>
      <td>
        <Link to={item.canOpen ? addresses.conversation(item.conversationId) : addresses.patient(item.patient.id)}>
          {item.patient.name}
        </Link>
        <br />
        <span className="soft">{item.topic[language]}</span>
        <br />
        <span className="soft">{t(`kinds.${item.kind}`)}</span>
        {item.priority === 'urgent' && (
          <>
            <br />
            <Status kind="urgent">{t('urgent')}</Status>
          </>
        )}
      </td>
      <td>
        <Time at={item.dueAt} />
        <br />
        <Status kind="late">{dueWords(item.dueAt).words}</Status>
      </td>
      <td>
        {item.owner === null ? t('unclaimed') : item.owner.name}
        <br />
        <span className="soft">{t('inbox', { name: item.careTeam.name })}</span>
      </td>
      <td>
        <Told item={item} />
      </td>
    </tr>
  )
}

/** The last step, when it was, and of the inbox's people who knew before the administrators. */
function Told({ item: { step, escalatedTo, escalatedAt } }: { item: Late }): ReactNode {
  const t = useTranslations('staffLate')
  const name = escalatedTo?.name ?? t('nameless')
  return (
    <>
      {step === 'owner' || step === 'backup' ? t(`steps.${step}`, { name }) : t(`steps.${step}`)}
      {step !== 'none' && escalatedAt !== null && (
        <>
          <br />
          <Time at={escalatedAt} />
        </>
      )}
      {step === 'administrators' && escalatedTo !== null && (
        <>
          <br />
          <span className="soft">{t('before', { name: escalatedTo.name })}</span>
        </>
      )}
    </>
  )
}
