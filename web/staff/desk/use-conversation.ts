import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../../api/client.ts'
import type { Conversation, Message } from '../../conversation/types.ts'
import { useMembership } from '../membership.tsx'
import { useReadAgain, type Answer } from '../read.ts'

const route = 'GET /api/as/:membershipId/conversations/:conversationId'
export type Work = NonNullable<Conversation['work']>
/** Words with a form of their own that did not go out. */
export type TakenBackForm = Work['takenBack'][number]
export type Task = Work['tasks'][number]
/** What the clinic works on: its newest state, and the messages of every page shown. */
export type Worked = Conversation & { work: Work; allMessages: readonly Message[]; hasOlder: boolean }

/** A conversation with its work; older messages come page by page. */
export function useConversation(
  conversationId: string,
): Answer<Worked> & { showOlder: () => void; isReadingOlder: boolean } {
  const { id: membershipId } = useMembership()
  const query = useInfiniteQuery({
    queryKey: [route, membershipId, { conversationId }],
    queryFn: ({ signal, pageParam }) =>
      call(route, { membershipId, conversationId, ...(pageParam > 0 && { before: pageParam }) }, { signal }),
    initialPageParam: 0,
    getNextPageParam: (page: Conversation) => page.before ?? undefined,
    select: ({ pages }) => worked(pages),
  })
  return {
    ...(query as unknown as Answer<Worked>),
    showOlder: () => void query.fetchNextPage(),
    isReadingOlder: query.isFetchingNextPage,
  }
}

/** The newest page comes first and is the state of things; messages are put in the order they were written. */
function worked(pages: readonly Conversation[]): Worked {
  const [newest, oldest] = [pages[0], pages.at(-1)]
  if (!newest?.work) {
    throw new Error('a member of the clinic reads a conversation with its work')
  }
  const allMessages = pages.toReversed().flatMap(({ messages }) => messages)
  return { ...newest, work: newest.work, allMessages, hasOlder: oldest?.before !== null }
}

/** Reads this conversation again, which is waited for, and the lists that show it. */
export function useConversationAgain(conversationId: string): () => Promise<unknown> {
  const readAgain = useReadAgain()
  return () => {
    void readAgain(['GET /api/as/:membershipId/queue', 'GET /api/as/:membershipId/inboxes'])
    return readAgain([route], { conversationId })
  }
}

/** Puts who is here, as a heartbeat answered it, into what is shown. */
export function useShowPresent(conversationId: string): (present: Work['present']) => void {
  const client = useQueryClient()
  const { id: membershipId } = useMembership()
  return (present) => {
    client.setQueryData<{ pages: Conversation[]; pageParams: unknown[] }>(
      [route, membershipId, { conversationId }],
      (data) =>
        data && {
          ...data,
          pages: data.pages.map((page) => (page.work ? { ...page, work: { ...page.work, present } } : page)),
        },
    )
  }
}

export function isOpen(task: Task): boolean {
  return task.status === 'requested' || task.status === 'accepted'
}

/** What is to be claimed, given away or hurried: the answer that is owed, else whatever else is open. */
export function mainTask({ work }: Worked): Task | undefined {
  const open = work.tasks.filter(isOpen)
  return open.find(({ kind }) => kind === 'respond') ?? open[0]
}
