import { z } from 'zod'
import { memberEndpoint } from '../endpoint.ts'
import { filingStatuses } from '../filing.ts'
import { BothLanguages, Id, Instant, page, pageOf, PersonReference } from './common.ts'

export const filings = {
  fileConversation: memberEndpoint({
    method: 'POST',
    path: '/conversations/:conversationId/filings',
    summary: 'File to the chart now, as it stands.',
    params: { conversationId: Id },
    body: z.object({ filingId: Id }),
    response: z.object({ filingId: Id, status: z.enum(filingStatuses) }),
    audit: 'filing.request',
  }),
  listUnfiled: memberEndpoint({
    method: 'GET',
    path: '/unfiled',
    summary: 'Closed conversations that are not in the chart yet, oldest first, with the reason.',
    query: z.object(page),
    response: pageOf(
      z.object({
        conversationId: Id,
        patient: PersonReference,
        topic: BothLanguages,
        closedAt: Instant.nullable(),
        status: z.enum(filingStatuses),
        requestedAt: Instant,
        attempts: z.number(),
        problem: z.string().nullable(),
      }),
    ),
    audit: 'filing.list',
  }),
}
