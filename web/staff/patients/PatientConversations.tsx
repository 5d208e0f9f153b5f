import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import type { OutputOf } from '../../api/routes.ts'
import { Button } from '../../components/Button.tsx'
import { Link } from '../../components/Link.tsx'
import { Status } from '../../components/Status.tsx'
import { Time } from '../../components/Time.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses, useCan, useMembership } from '../membership.tsx'
import { useReadAgain, type Answer } from '../read.ts'
import { RowsTable } from '../RowsTable.tsx'
import { LookOutside } from './LookOutside.tsx'

/** Without words to look for, a search finds the conversations that the reader may see. */
const route = 'POST /api/as/:membershipId/search'
type Page = OutputOf<typeof route>
type Found = { items: readonly Page['items'][number][]; hasMore: boolean }

/** A patient's conversations, as far as this colleague may see them; and the others, for a stated reason. */
export function PatientConversations({ patientId }: { patientId: string }): ReactNode {
  const t = useTranslations('staffPeople.patient')
  const common = useTranslations('common.buttons')
  const can = useCan()
  const readAgain = useReadAgain()
  const { answer, showMore, isReadingMore } = useConversations(patientId)
  return (
    <section className="sheet screen-only" aria-labelledby="conversations">
      <h2 id="conversations">{t('conversations')}</h2>
      <p className="soft">{t('seeHere')}</p>
      <Answered answer={answer}>
        {({ items, hasMore }) => (
          <>
            {items.length === 0 ? (
              <p>{t('noConversations')}</p>
            ) : (
              <RowsTable label={t('conversations')} columns={[t('about'), t('inbox'), t('lastMessage'), t('state')]}>
                {items.map((item) => (
                  <Row key={item.conversation.id} item={item} />
                ))}
              </RowsTable>
            )}
            {hasMore && (
              <p className="section-act">
                <Button onClick={showMore} isBusy={isReadingMore}>
                  {common('showMore')}
                </Button>
              </p>
            )}
          </>
        )}
      </Answered>
      {can.lookOutside && (
        <LookOutside patientId={patientId} onGranted={() => void readAgain([route], { patientId })} />
      )}
    </section>
  )
}

function Row({ item: { conversation, at } }: { item: Found['items'][number] }): ReactNode {
  const { language } = useLanguage()
  const addresses = useAddresses()
  const { topic, subject, careTeam } = conversation
  return (
    <tr>
      <th scope="row">
        <Link to={addresses.conversation(conversation.id)}>
          {topic[language]}
          {subject !== '' && <span className="about-subject"> {subject}</span>}
        </Link>
      </th>
      <td>{careTeam.name}</td>
      <td className="no-wrap">
        <Time at={at} show="stamp" />
      </td>
      <td>
        <State conversation={conversation} />
      </td>
    </tr>
  )
}

function State({ conversation }: { conversation: Found['items'][number]['conversation'] }): ReactNode {
  const t = useTranslations('staff')
  const { outcome, stage, stagePerson } = conversation
  if (outcome !== null) {
    return <Status kind="closed">{t(`outcomes.${outcome}`)}</Status>
  }
  if (stage === 'answered') {
    return <Status kind="done">{t('queue.answered')}</Status>
  }
  return <Status kind={stagePerson ? 'active' : 'waiting'}>{stagePerson?.name ?? t('queue.unclaimed')}</Status>
}

function useConversations(patientId: string): {
  answer: Answer<Found>
  showMore: () => void
  isReadingMore: boolean
} {
  const { id: membershipId } = useMembership()
  const query = useInfiniteQuery({
    queryKey: [route, membershipId, { patientId }],
    queryFn: ({ signal, pageParam }) =>
      call(route, { membershipId, patientId, ...(pageParam && { cursor: pageParam }) }, { signal, isRepeatable: true }),
    initialPageParam: '',
    getNextPageParam: (last: Page) => last.nextCursor ?? undefined,
    // A search is a look at people, and is recorded: it is made when the card is opened, not whenever the window is looked at.
    refetchOnWindowFocus: false,
    select: ({ pages }): Found => ({
      items: pages.flatMap(({ items }) => items),
      hasMore: pages.at(-1)?.nextCursor != null,
    }),
  })
  return {
    answer: query as unknown as Answer<Found>,
    showMore: () => void query.fetchNextPage(),
    isReadingMore: query.isFetchingNextPage,
  }
}
