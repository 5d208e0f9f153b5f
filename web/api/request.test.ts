import { describe, expect, test } from 'vitest'
import { requestFor } from './request.ts'

describe('one flat input becomes a request', () => {
  test.each([
    ['GET /api/session', {}, { method: 'GET', url: '/api/session', body: null }],
    [
      'GET /api/as/:membershipId/queue',
      { membershipId: 'm', careTeamId: 'c', limit: 20, cursor: undefined },
      { method: 'GET', url: '/api/as/m/queue?careTeamId=c&limit=20', body: null },
    ],
    [
      'PUT /api/as/:membershipId/drafts/:draftId',
      { membershipId: 'm', draftId: 'd/1', text: 'Bonjour', version: 0, topicId: undefined },
      { method: 'PUT', url: '/api/as/m/drafts/d%2F1', body: '{"text":"Bonjour","version":0}' },
    ],
    ['POST /api/x', {}, { method: 'POST', url: '/api/x', body: '{}' }],
    ['DELETE /api/session', {}, { method: 'DELETE', url: '/api/session', body: null }],
  ])('%s', (route, input, expected) => {
    expect(requestFor(route, input)).toEqual(expected)
  })

  test.each([undefined, '', null, 7])('a path never holds %s', (draftId) => {
    expect(() => requestFor('GET /api/drafts/:draftId', { draftId })).toThrow('needs draftId')
  })
})
