import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { announce } from '../../components/Announcer.tsx'
import { Button } from '../../components/Button.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Link } from '../../components/Link.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Page } from '../../components/Page.tsx'
import { Status } from '../../components/Status.tsx'
import { Time } from '../../components/Time.tsx'
import { newId } from '../../api/new-id.ts'
import type { OutputOf } from '../../api/routes.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { useProblemWords } from '../../i18n/problem-words.ts'
import { Answered } from '../Answered.tsx'
import { type CursorPage, CursorPages, ShowMore } from '../CursorPages.tsx'
import { useFilingProblem } from '../desk/filing-words.ts'
import { useAddresses } from '../membership.tsx'
import { useMemberCall, useRead, useReadAgain } from '../read.ts'
import { useAct } from '../use-act.ts'
import { RowsTable } from '../RowsTable.tsx'

const route = 'GET /api/as/:membershipId/unfiled'
type Unfiled = OutputOf<typeof route>['items'][number]

/** Closed conversations that are not in the chart yet, with the reason, the longest wait first. */
export function UnfiledPage(): ReactNode {
  const t = useTranslations('staff.unfiled')
  return (
    <div className="pane">
      <Page title={t('title')} lead={t('lead')}>
        <CursorPages>{(page) => <Part {...page} />}</CursorPages>
      </Page>
    </div>
  )
}

function Part(props: CursorPage): ReactNode {
  const t = useTranslations('staff.unfiled')
  const answer = useRead(route, props.cursor === '' ? {} : { cursor: props.cursor })
  return (
    <Answered answer={answer}>
      {({ items, nextCursor }) => (
        <>
          {items.length === 0 && props.isFirst ? (
            <EmptyState heading={t('none')}>{t('noneLead')}</EmptyState>
          ) : (
            <RowsTable label={t('title')} columns={[t('patient'), t('closed'), t('state'), t('act')]}>
              {items.map((item) => (
                <Row key={item.conversationId} item={item} />
              ))}
            </RowsTable>
          )}
          <ShowMore next={nextCursor} onMore={props.onMore} />
        </>
      )}
    </Answered>
  )
}

function Row({ item }: { item: Unfiled }): ReactNode {
  const t = useTranslations('staff.unfiled')
  const { language } = useLanguage()
  const { problemWords } = useProblemWords()
  const filingProblem = useFilingProblem()
  const addresses = useAddresses()
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { run, isBusy, problem } = useAct()
  const { conversationId } = item

  async function fileAgain(): Promise<void> {
    const filed = await run(() =>
      memberCall('POST /api/as/:membershipId/conversations/:conversationId/filings', {
        conversationId,
        filingId: newId(),
      }),
    )
    if (filed) {
      announce(t('asked'))
      await readAgain([route, 'GET /api/as/:membershipId/inboxes'])
    }
  }

  return (
    <tr>
      <td>
        <Link to={addresses.conversation(conversationId)}>{item.patient.name}</Link>
        <br />
        <span className="soft">{item.topic[language]}</span>
      </td>
      <td>{item.closedAt ? <Time at={item.closedAt} isRelative /> : t('stillOpen')}</td>
      <td>
        {item.status === 'failed' ? (
          <Status kind="late">{t('failed', { count: item.attempts })}</Status>
        ) : (
          <Status kind="waiting">{t('waiting')}</Status>
        )}
        {item.problem && <p>{filingProblem(item.problem)}</p>}
        {problem && <Notice kind="urgent">{problemWords(problem)}</Notice>}
      </td>
      <td>
        <Button onClick={() => void fileAgain()} isBusy={isBusy}>
          {t('again')}
        </Button>
      </td>
    </tr>
  )
}
