import { describe, expect, test } from 'vitest'
import { hrefTo, matchRoute } from './patient-router.tsx'

const routes = {
  home: '/',
  write: '/write',
  conversation: '/conversations/:conversationId',
  retract: '/conversations/:conversationId/messages/:messageId',
} as const

describe('an address finds its page', () => {
  test.each([
    ['/', 'home', {}],
    ['/write', 'write', {}],
    ['/write/', 'write', {}],
    ['/conversations/7', 'conversation', { conversationId: '7' }],
    ['/conversations/a%2Fb', 'conversation', { conversationId: 'a/b' }],
    ['/conversations/%E0%A4%A', 'conversation', { conversationId: '%E0%A4%A' }],
    ['/conversations/7/messages/8', 'retract', { conversationId: '7', messageId: '8' }],
  ])('%s is %s', (path, name, params) => {
    expect(matchRoute(routes, path)).toEqual({ name, params })
  })

  test.each(['/nothing', '/write/more', '/conversations', '/conversations/7/messages'])('%s is none', (path) => {
    expect(matchRoute(routes, path)).toBeUndefined()
  })
})

describe('an address is made of a pattern', () => {
  test('with its parameters encoded', () => {
    expect(hrefTo(routes.retract, { conversationId: 'a/b', messageId: '8' })).toBe('/conversations/a%2Fb/messages/8')
  })

  test('and a missing or unknown parameter does not compile', () => {
    // @ts-expect-error conversationId is missing
    expect(hrefTo(routes.conversation, {})).toBe('/conversations/')
    // @ts-expect-error the pattern has no such parameter
    expect(hrefTo(routes.home, { page: '2' })).toBe('/')
    expect(hrefTo(routes.home)).toBe('/')
  })
})
